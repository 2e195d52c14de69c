//! How many requests a caller may send: a token bucket, kept as one point in time (GCRA).
//!
//! A bucket that is full is the same as none, so whoever keeps them may forget those.

use std::time::Duration;

use jiff::Timestamp;

use beadle_values::duration;

/// At most `quota` requests at once, and as many again in each `window`, evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many requests; at least one.
    pub quota: u32,
    /// In which time.
    pub window: Duration,
}

/// What has been asked for: the time at which the bucket is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked(Timestamp);

/// Where a caller stands after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The pace.
    pub pace: Pace,
    /// How many requests may follow at once.
    pub remaining: u32,
    /// In how long the whole quota is there again.
    pub full_in: Duration,
    /// In how long the next request is taken, when this one was not.
    pub refused_for: Option<Duration>,
}

impl Pace {
    /// `quota` requests a minute.
    pub const fn per_minute(quota: u32) -> Self {
        Self { quota, window: Duration::from_secs(60) }
    }

    /// Takes a request at `now` by a caller who has asked for `asked` before. A request that is refused costs nothing.
    pub fn take(self, asked: Option<Asked>, now: Timestamp) -> (Asked, Standing) {
        let quota = self.quota.max(1);
        let one = self.window / quota;
        let before = asked.map_or(Duration::ZERO, |Asked(full)| duration::between(now, full));
        let after = before.saturating_add(one);
        // What is asked beyond the quota is asked again when as much time has passed.
        let over = after.saturating_sub(one.saturating_mul(quota));
        let refused_for = (!over.is_zero()).then_some(over);
        let full_in = if refused_for.is_some() { before } else { after };
        let left = one.saturating_mul(quota).saturating_sub(full_in);
        let remaining = left.as_nanos().checked_div(one.as_nanos()).and_then(|left| u32::try_from(left).ok());
        let standing = Standing { pace: self, remaining: remaining.unwrap_or(0), full_in, refused_for };
        (Asked(duration::after(now, full_in)), standing)
    }
}

impl Asked {
    /// Whether it makes no difference any more at `now`.
    pub fn is_forgotten(self, now: Timestamp) -> bool {
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
    fn a_burst_is_taken_and_then_one_at_a_time() {
        let pace = Pace::per_minute(60);
        let mut asked = None;
        for number in 0..60 {
            let (next, standing) = pace.take(asked, at(0));
            assert_eq!((standing.refused_for, standing.remaining), (None, 59 - number));
            asked = Some(next);
        }
        let (same, refused) = pace.take(asked, at(0));
        assert_eq!(Some(same), asked, "a refusal costs nothing");
        assert_eq!(refused.refused_for, Some(Duration::from_secs(1)));
        assert_eq!((refused.remaining, refused.full_in), (0, Duration::from_secs(60)));
        assert!(pace.take(asked, at(999)).1.refused_for.is_some());
        let (_, taken) = pace.take(asked, at(1_000));
        assert_eq!((taken.refused_for, taken.remaining), (None, 0));
        assert!(!same.is_forgotten(at(59_999)) && same.is_forgotten(at(60_000)));
    }

    proptest! {
        /// In any time t, at most quota + t × quota / window requests are taken.
        #[test]
        fn the_pace_is_kept(quota in 1_u32..50, gaps in proptest::collection::vec(0_u64..3_000, 1..200)) {
            let pace = Pace::per_minute(quota);
            let (mut asked, mut now, mut taken) = (None, 0, Vec::new());
            for gap in gaps {
                now += gap;
                let (next, standing) = pace.take(asked, at(now));
                asked = Some(next);
                prop_assert!(standing.remaining < quota);
                if standing.refused_for.is_none() {
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
