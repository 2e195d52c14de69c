//! Rate limit of a caller's requests: a token bucket, stored as one point in time (GCRA).
//!
//! A full bucket is equivalent to no bucket, so full ones need not be kept.

use std::time::Duration;

use jiff::Timestamp;

use beadle_values::duration;

/// At most `quota` requests at once, and a further `quota` per `window`, spread evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// The number of requests; at least one.
    pub quota: u32,
    /// The time in which the quota is replenished.
    pub window: Duration,
}

/// The used part of a quota: the time at which the bucket is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage(Timestamp);

/// The state of a caller's quota after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaState {
    /// The rate limit.
    pub pace: Pace,
    /// How many requests may follow immediately.
    pub remaining: u32,
    /// The time until the quota is complete again.
    pub full_in: Duration,
    /// The time until the next request is accepted, if this one was rejected.
    pub refused_for: Option<Duration>,
}

impl Pace {
    /// `quota` requests a minute.
    pub const fn per_minute(quota: u32) -> Self {
        Self { quota, window: Duration::from_secs(60) }
    }

    /// Takes a request at `now` from a caller with the earlier usage `usage`. A rejected request uses
    /// nothing.
    pub fn take(self, usage: Option<Usage>, now: Timestamp) -> (Usage, QuotaState) {
        let quota = self.quota.max(1);
        let one = self.window / quota;
        let before = usage.map_or(Duration::ZERO, |Usage(full)| duration::between(now, full));
        let after = before.saturating_add(one);
        // Requests beyond the quota are accepted after this much time.
        let over = after.saturating_sub(one.saturating_mul(quota));
        let refused_for = (!over.is_zero()).then_some(over);
        let full_in = if refused_for.is_some() { before } else { after };
        let left = one.saturating_mul(quota).saturating_sub(full_in);
        let remaining = left.as_nanos().checked_div(one.as_nanos()).and_then(|left| u32::try_from(left).ok());
        let state = QuotaState { pace: self, remaining: remaining.unwrap_or(0), full_in, refused_for };
        (Usage(duration::after(now, full_in)), state)
    }
}

impl Usage {
    /// Whether the bucket is full at `now`, so that the value can be dropped.
    pub fn is_full_again(self, now: Timestamp) -> bool {
        self.0 <= now
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn at(milliseconds: u64) -> Timestamp {
        duration::after(START, Duration::from_millis(milliseconds))
    }

    #[test]
    fn accepts_a_burst_and_then_one_request_at_a_time() {
        let pace = Pace::per_minute(60);
        let mut usage = None;
        for number in 0..60 {
            let (next, state) = pace.take(usage, at(0));
            assert_eq!((state.refused_for, state.remaining), (None, 59 - number));
            usage = Some(next);
        }
        let (same, refused) = pace.take(usage, at(0));
        assert_eq!(Some(same), usage, "a refusal costs nothing");
        assert_eq!(refused.refused_for, Some(Duration::from_secs(1)));
        assert_eq!((refused.remaining, refused.full_in), (0, Duration::from_secs(60)));
        assert!(pace.take(usage, at(999)).1.refused_for.is_some());
        let (_, taken) = pace.take(usage, at(1_000));
        assert_eq!((taken.refused_for, taken.remaining), (None, 0));
        assert!(!same.is_full_again(at(59_999)) && same.is_full_again(at(60_000)));
    }

    proptest! {
        /// At most `quota + t × quota / window` requests are accepted in any time t.
        #[test]
        fn the_rate_is_never_exceeded(quota in 1_u32..50, gaps in proptest::collection::vec(0_u64..3_000, 1..200)) {
            let pace = Pace::per_minute(quota);
            let (mut usage, mut now, mut taken) = (None, 0, Vec::new());
            for gap in gaps {
                now += gap;
                let (next, state) = pace.take(usage, at(now));
                usage = Some(next);
                prop_assert!(state.remaining < quota);
                if state.refused_for.is_none() {
                    taken.push(now);
                }
            }
            for (first, begin) in taken.iter().enumerate() {
                for (count, end) in taken[first..].iter().enumerate() {
                    let allowed = f64::from(quota) + (end - begin) as f64 * f64::from(quota) / 60_000.0;
                    prop_assert!((count + 1) as f64 <= allowed + 1e-6, "{} in {} ms", count + 1, end - begin);
                }
            }
        }
    }
}
