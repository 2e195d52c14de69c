//! `Retry-After` (RFC 9110 section 10.2.3).

use std::time::Duration;

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::{rfc2822, strtime},
    tz::Offset,
};

use beadle_values::duration;

/// Parses `Retry-After`: a number of seconds, or an HTTP date in any of its three forms (section 5.6.7). A
/// date in the past means no delay; anything else gives `None`.
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    http_date(value).map(|date| duration::between(now, date))
}

fn http_date(value: &str) -> Option<Timestamp> {
    let imf_fixdate = || rfc2822::parse(value).ok().map(|zoned| zoned.timestamp());
    let obsolete =
        |format| strtime::parse(format, value).and_then(|parsed| parsed.to_datetime()).ok().and_then(utc);
    imf_fixdate()
        .or_else(|| obsolete("%A, %d-%b-%y %H:%M:%S GMT"))
        .or_else(|| obsolete("%a %b %e %H:%M:%S %Y"))
}

fn utc(civil: DateTime) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// 1994-11-06T08:49:07Z: half a minute before the example of RFC 9110.
    fn now() -> Timestamp {
        "1994-11-06T08:49:07Z".parse().unwrap()
    }

    #[rstest]
    #[case("120", Some(120))]
    #[case(" 0 ", Some(0))]
    #[case("99999999999999999999999", Some(u64::MAX))]
    #[case("Sun, 06 Nov 1994 08:49:37 GMT", Some(30))]
    #[case("Sunday, 06-Nov-94 08:49:37 GMT", Some(30))]
    #[case("Sun Nov  6 08:49:37 1994", Some(30))]
    #[case("Sun, 06 Nov 1994 08:00:00 GMT", Some(0))]
    #[case("", None)]
    #[case("-5", None)]
    #[case("1.5", None)]
    #[case("soon", None)]
    #[case("Mon, 06 Nov 1994 08:49:37 GMT", None)]
    fn parses_seconds_and_dates(#[case] value: &str, #[case] seconds: Option<u64>) {
        assert_eq!(retry_after(value, now()), seconds.map(Duration::from_secs));
    }

    proptest! {
        #[test]
        fn no_text_panics(value in ".{0,40}") {
            let _ = retry_after(&value, now());
        }
    }
}
