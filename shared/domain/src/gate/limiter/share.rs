//! What of a rate limit one shard has: busy limits are split over several documents, so that no partition is asked for more
//! decisions than it can take.

use std::time::Duration;

use super::{CLOCK_TOLERANCE, LONGEST_LEASE, TRANSIT, Used, bucket, window};
use crate::policy::{RateLimit, RateStrategy};

/// How many decisions a second one shard takes. A partition of DynamoDB writes 1,000 units a second.
pub const MOST_OF_A_SHARD: u32 = 500;

/// The part of a rate limit that one shard deals out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// How calls are counted.
    pub(super) strategy: RateStrategy,
    /// How many calls in `per`.
    pub(super) rate: u32,
    /// In how much time.
    pub(super) per: Duration,
    /// How many tokens a bucket may have, what is held back for calls on their way aside.
    pub(super) capacity: u32,
    /// The part of the rate that is in force.
    pub(super) factor: f64,
}

/// Over how many documents `limit` is split: one for each [`MOST_OF_A_SHARD`] calls a second, as far as rate and burst can
/// be split at all.
pub fn shards(limit: &RateLimit) -> u16 {
    let a_second = f64::from(limit.rate) / limit.per.as_secs_f64().max(0.001);
    let wanted = (a_second / f64::from(MOST_OF_A_SHARD)).ceil();
    let most = f64::from(limit.rate.min(limit.burst).clamp(1, u32::from(u16::MAX)));
    wanted.clamp(1.0, most) as u16
}

impl Share {
    /// What shard `shard` has of `limit`, of which the part `factor` is in force.
    pub fn of(limit: &RateLimit, shard: u16, factor: f64) -> Self {
        let (count, shard) = (u32::from(shards(limit)), u32::from(shard));
        let split = |whole: u32| whole / count + u32::from(shard < whole % count);
        let (rate, burst) = (split(limit.rate).max(1), split(limit.burst).max(1));
        let share = Self {
            strategy: limit.strategy,
            rate,
            per: limit.per,
            capacity: burst,
            factor: factor.clamp(0.0, 1.0),
        };
        // At most half of a small burst is held back: a limit of one call at a time must let calls through.
        let on_their_way = (share.rate_per_second() * TRANSIT.as_secs_f64()).ceil() as u32;
        Self { capacity: burst - on_their_way.min(burst / 2), ..share }
    }

    /// How many tokens there may be now.
    pub fn capacity_in_force(&self) -> u32 {
        let capacity = match self.strategy {
            RateStrategy::TokenBucket => self.capacity,
            RateStrategy::SlidingWindow => self.rate,
        };
        ((f64::from(capacity) * self.factor) as u32).max(1)
    }

    /// How many go through in a second when there are always some that wait.
    pub fn pace(&self) -> f64 {
        let per_second = self.rate_per_second() * self.factor;
        match self.strategy {
            RateStrategy::TokenBucket => per_second,
            RateStrategy::SlidingWindow => {
                per_second * self.per.as_secs_f64() / window::counted_for(self).as_secs_f64()
            }
        }
    }

    /// How long spare tokens are lent. Those of a window count as used until they come back, so not for much longer than
    /// they would if they were.
    pub(super) fn lease(&self) -> Duration {
        match self.strategy {
            RateStrategy::TokenBucket => LONGEST_LEASE,
            RateStrategy::SlidingWindow => self.per.clamp(2 * CLOCK_TOLERANCE, LONGEST_LEASE),
        }
    }

    fn rate_per_second(&self) -> f64 {
        f64::from(self.rate) / self.per.as_secs_f64().max(0.001)
    }

    /// What a shard of which nothing is used looks like.
    pub(super) fn unused(&self) -> Used {
        match self.strategy {
            RateStrategy::TokenBucket => Used::Bucket(bucket::tokens(self.capacity_in_force())),
            RateStrategy::SlidingWindow => Used::Window(window::empty(self)),
        }
    }

    /// Whether `used` counts as this share does; after a change of the config it may not.
    pub(super) fn fits(&self, used: &Used) -> bool {
        match used {
            Used::Bucket(_) => self.strategy == RateStrategy::TokenBucket,
            Used::Window(log) => self.strategy == RateStrategy::SlidingWindow && window::is_of(log, self),
        }
    }
}
