//! Throttling that a response requests in its headers.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use crate::call::retry_after;

/// Until when the destination requests not to be called: `Retry-After` (RFC 9110 section 10.2.3), or an
/// exhausted rate limit. The latter is read from `RateLimit` (draft-ietf-httpapi-ratelimit-headers:
/// `"name";r=0;t=30`, in earlier drafts `limit=10, remaining=0, reset=30`) or from `RateLimit-Remaining` and
/// `RateLimit-Reset`, with or without `X-`, whose reset is a number of seconds or, in some implementations, a
/// Unix time. Header names are in lower case.
pub fn asked_until(headers: &[(String, String)], now: Timestamp) -> Option<Timestamp> {
    let retry = value(headers, "retry-after").and_then(|value| retry_after(value, now));
    let retry = retry.map(|wait| duration::after(now, wait));
    retry.or_else(|| exhausted_until(headers, now))
}

/// Until when the rate limit in the response is exhausted.
pub fn exhausted_until(headers: &[(String, String)], now: Timestamp) -> Option<Timestamp> {
    let fields = headers.iter().filter(|(name, _)| matches!(name.as_str(), "ratelimit" | "x-ratelimit"));
    let fielded = fields.filter_map(|(_, value)| field(value, now)).max();
    let pairs = ["ratelimit", "x-ratelimit", "x-rate-limit"].iter().filter_map(|prefix| {
        let remaining = value(headers, &format!("{prefix}-remaining"))?;
        let after = value(headers, &format!("{prefix}-reset-after"));
        let reset = after.or_else(|| value(headers, &format!("{prefix}-reset")))?;
        if is_zero(remaining) { reset_at(reset, now) } else { None }
    });
    fielded.into_iter().chain(pairs).max().filter(|until| *until > now)
}

fn value<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The latest reset among the exhausted limits of a `RateLimit` field.
fn field(text: &str, now: Timestamp) -> Option<Timestamp> {
    // In the earlier drafts all members describe one limit.
    let whole = parameters(text.split([',', ';']), now);
    let each = text.split(',').filter_map(|item| parameters(item.split(';'), now));
    if text.contains("remaining") { whole } else { each.max() }
}

fn parameters<'t>(parts: impl Iterator<Item = &'t str>, now: Timestamp) -> Option<Timestamp> {
    let (mut none_left, mut reset) = (false, None);
    for part in parts {
        let Some((name, value)) = part.split_once('=') else { continue };
        match name.trim().to_ascii_lowercase().as_str() {
            "r" | "remaining" => none_left = is_zero(value),
            "t" | "reset" => reset = reset_at(value, now),
            _ => {}
        }
    }
    reset.filter(|_| none_left)
}

fn is_zero(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok_and(|left| left <= 0.0)
}

/// A number of seconds from now, or a Unix time in seconds or milliseconds. They are distinguishable because
/// no limit resets in thirty years.
fn reset_at(text: &str, now: Timestamp) -> Option<Timestamp> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0)?;
    let milliseconds = |number: f64| Timestamp::from_millisecond(number as i64).ok();
    if number >= 1e12 {
        milliseconds(number)
    } else if number >= 1e9 {
        milliseconds(number * 1_000.0)
    } else {
        Some(duration::after(now, Duration::try_from_secs_f64(number).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    #[rstest]
    #[case(&[], None)]
    #[case(&[("retry-after", "30")], Some(30.0))]
    #[case(&[("retry-after", "soon")], None)]
    #[case(&[("ratelimit", "\"default\";r=0;t=17")], Some(17.0))]
    #[case(&[("ratelimit", "\"burst\";r=5;t=2, \"daily\";r=0;t=600")], Some(600.0))]
    #[case(&[("ratelimit", "\"default\";r=3;t=17")], None)]
    #[case(&[("ratelimit", "\"default\";r=0")], None)]
    #[case(&[("ratelimit", "limit=100, remaining=0, reset=9")], Some(9.0))]
    #[case(&[("ratelimit", "limit=100, remaining=1, reset=9")], None)]
    #[case(&[("ratelimit-limit", "10"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "5")], Some(5.0))]
    #[case(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1800000042")], Some(42.0))]
    #[case(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1800000042500")], Some(42.5))]
    #[case(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1799999999")], None)]
    #[case(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset-after", "1.5"), ("x-ratelimit-reset", "9")], Some(1.5))]
    #[case(&[("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", "60")], Some(60.0))]
    #[case(&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "60")], None)]
    #[case(&[("retry-after", "3"), ("ratelimit", "\"a\";r=0;t=17")], Some(3.0))]
    fn reads_throttling_from_headers(#[case] headers: &[(&str, &str)], #[case] seconds: Option<f64>) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let expected = seconds.map(|seconds| duration::after(now(), Duration::from_secs_f64(seconds)));
        assert_eq!(asked_until(&headers, now()), expected);
    }

    proptest! {
        #[test]
        fn no_header_value_panics(name in "(x-)?ratelimit(-remaining|-reset)?", value in ".{0,40}", other in "[0-9a-z;=,]{0,20}") {
            let headers = [(name, value), ("ratelimit".into(), other)];
            let _ = asked_until(&headers, now());
        }
    }
}
