//! The time limit of an attempt.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

/// How much of the function's time is reserved for settling.
const RESERVE: Duration = Duration::from_secs(2);

/// An attempt is not started with less time than this, unless its own timeout is shorter.
const MIN_TIMEOUT: Duration = Duration::from_secs(1);

/// A deadline further away is ignored: Lambda's longest timeout is 15 minutes, and `cargo lambda watch`
/// sends a deadline in 1970.
const MAX_TIME_LEFT: Duration = Duration::from_secs(60 * 60);

/// The time limit of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// The timeout.
    pub(crate) timeout: Duration,
    /// Whether it is shorter than the policy's timeout.
    pub(crate) is_cut: bool,
}

impl Allowance {
    /// The policy's timeout, or the time left until `deadline` if that is shorter; `None` if there is too
    /// little to start.
    pub(super) fn of(policy: Duration, now: Timestamp, deadline: Option<Timestamp>) -> Option<Self> {
        let left = deadline.map(|deadline| duration::between(now, deadline));
        let Some(left) = left.filter(|left| !left.is_zero() && *left <= MAX_TIME_LEFT) else {
            return Some(Self { timeout: policy, is_cut: false });
        };
        let usable = left.saturating_sub(RESERVE);
        if usable >= policy {
            return Some(Self { timeout: policy, is_cut: false });
        }
        (usable >= MIN_TIMEOUT).then_some(Self { timeout: usable, is_cut: true })
    }

    /// The same where `then` is needed between the call and its settlement.
    pub(super) fn before(
        then: Duration,
        policy: Duration,
        now: Timestamp,
        deadline: Option<Timestamp>,
    ) -> Option<Self> {
        let Self { timeout, is_cut } = Self::of(policy + then, now, deadline)?;
        let timeout = timeout.saturating_sub(then);
        (!is_cut || timeout >= MIN_TIMEOUT).then_some(Self { timeout, is_cut })
    }

    /// Whether there is time to start after waiting for `wait`.
    pub(in crate::stage) fn leaves(wait: Duration, now: Timestamp, deadline: Option<Timestamp>) -> bool {
        Self::of(wait + MIN_TIMEOUT, now, deadline).is_some_and(|allowance| !allowance.is_cut)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Policy and time left in milliseconds → the timeout, and whether it is cut.
    #[rstest]
    #[case::no_deadline(30_000, None, Some((30_000, false)))]
    #[case::enough(30_000, Some(32_000), Some((30_000, false)))]
    #[case::cut(30_000, Some(31_999), Some((29_999, true)))]
    #[case::just_worth_it(30_000, Some(3_000), Some((1_000, true)))]
    #[case::too_little(30_000, Some(2_999), None)]
    #[case::almost_over(30_000, Some(1), None)]
    #[case::short_calls_still_fit(500, Some(2_500), Some((500, false)))]
    #[case::over(30_000, Some(0), Some((30_000, false)))]
    #[case::in_1970(30_000, Some(-1_800_000_000_000 + 600_000), Some((30_000, false)))]
    #[case::absurd(30_000, Some(3_600_001), Some((30_000, false)))]
    #[case::longest(900_000, Some(900_000), Some((898_000, true)))]
    fn allowances(#[case] policy: u64, #[case] left: Option<i64>, #[case] expected: Option<(u64, bool)>) {
        let now = Timestamp::from_millisecond(1_800_000_000_000).unwrap();
        let deadline = left.map(|left| Timestamp::from_millisecond(1_800_000_000_000 + left).unwrap());
        let expected =
            expected.map(|(timeout, is_cut)| Allowance { timeout: Duration::from_millis(timeout), is_cut });
        assert_eq!(Allowance::of(Duration::from_millis(policy), now, deadline), expected);
    }

    #[rstest]
    #[case(30_000, None, Some((30_000, false)))]
    #[case(30_000, Some(42_000), Some((30_000, false)))]
    #[case(30_000, Some(41_000), Some((29_000, true)))]
    #[case(30_000, Some(12_500), None)]
    #[case(500, Some(12_500), Some((500, false)))]
    fn time_for_rules_is_set_aside(
        #[case] policy: u64,
        #[case] left: Option<i64>,
        #[case] expected: Option<(u64, bool)>,
    ) {
        let now = Timestamp::from_millisecond(1_800_000_000_000).unwrap();
        let deadline = left.map(|left| Timestamp::from_millisecond(1_800_000_000_000 + left).unwrap());
        let found = Allowance::before(Duration::from_secs(10), Duration::from_millis(policy), now, deadline);
        let found = found.map(|allowance| (duration::millis(allowance.timeout), allowance.is_cut));
        assert_eq!(found, expected);
    }
}
