//! Formats a duration like Go's `time.Duration.String`: `4m2.348501s`, `1.5ms`, `0s`.

use std::time::Duration;

const NANOS: u128 = 1;
const MICROS: u128 = 1_000;
const MILLIS: u128 = 1_000_000;
const SECONDS: u128 = 1_000_000_000;

/// Formats `duration`: below a second in its largest unit, else in hours, minutes and seconds, without
/// trailing zeros.
pub(super) fn text(duration: Duration) -> String {
    match duration.as_nanos() {
        0 => "0s".to_owned(),
        nanos if nanos < MICROS => fraction(nanos, NANOS) + "ns",
        nanos if nanos < MILLIS => fraction(nanos, MICROS) + "µs",
        nanos if nanos < SECONDS => fraction(nanos, MILLIS) + "ms",
        nanos => {
            let (minutes, seconds) = (nanos / (60 * SECONDS), fraction(nanos % (60 * SECONDS), SECONDS));
            match (minutes / 60, minutes % 60) {
                (0, 0) => format!("{seconds}s"),
                (0, minutes) => format!("{minutes}m{seconds}s"),
                (hours, minutes) => format!("{hours}h{minutes}m{seconds}s"),
            }
        }
    }
}

/// Formats `value` in units of `unit` with all significant decimals.
fn fraction(value: u128, unit: u128) -> String {
    let digits = unit.ilog10() as usize;
    let (whole, rest) = (value / unit, value % unit);
    if rest == 0 {
        return whole.to_string();
    }
    let rest = format!("{rest:0digits$}");
    format!("{whole}.{}", rest.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Cases of Go's `TestDurationString` (`time/time_test.go`), and the example of seed 004.
    #[rstest]
    #[case(0, "0s")]
    #[case(1, "1ns")]
    #[case(1_100, "1.1µs")]
    #[case(2_200_000, "2.2ms")]
    #[case(3_300_000_000, "3.3s")]
    #[case(245_000_000_000, "4m5s")]
    #[case(245_001_000_000, "4m5.001s")]
    #[case(18_367_001_000_000, "5h6m7.001s")]
    #[case(480_000_000_001, "8m0.000000001s")]
    #[case(242_348_501_000, "4m2.348501s")]
    #[case(3_600_000_000_000, "1h0m0s")]
    fn durations_are_formatted_like_go(#[case] nanos: u64, #[case] expected: &str) {
        assert_eq!(text(Duration::from_nanos(nanos)), expected);
    }
}
