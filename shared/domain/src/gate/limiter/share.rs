//! The share of a rate limit that one shard has. Busy limits are split over several documents, so that no
//! partition receives more decisions than it can handle.

use std::time::Duration;

use super::{CLOCK_TOLERANCE, MAX_LEASE, RateState, TRANSIT, bucket, window};
use crate::{
    gate::line,
    policy::{RateLimit, RateStrategy},
};

/// How many decisions a second one shard makes. A DynamoDB partition writes 1,000 units a second.
pub const MAX_PER_SHARD: u32 = 500;

/// The part of a rate limit that one shard grants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// How calls are counted.
    pub(super) strategy: RateStrategy,
    /// The number of calls per `per`.
    pub(super) rate: u32,
    /// The time unit of the rate.
    pub(super) per: Duration,
    /// The maximum number of tokens in a bucket, before the reserve for calls in transit is subtracted.
    pub(super) capacity: u32,
    /// The fraction of the rate that is in force.
    pub(super) factor: f64,
}

/// The number of documents over which `limit` is split: one per [`MAX_PER_SHARD`] calls a second, as far as
/// rate and burst can be split at all.
pub fn shards(limit: &RateLimit) -> u16 {
    let a_second = f64::from(limit.rate) / limit.per.as_secs_f64().max(0.001);
    let wanted = (a_second / f64::from(MAX_PER_SHARD)).ceil();
    let most = f64::from(limit.rate.min(limit.burst).clamp(1, u32::from(u16::MAX)));
    wanted.clamp(1.0, most) as u16
}

impl Share {
    /// The share of shard `shard` in `limit`, of which the fraction `factor` is in force.
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
        // At most half of a small burst is kept in reserve, because a limit of one call at a time has to let
        // calls pass.
        let on_their_way = (share.rate_per_second() * TRANSIT.as_secs_f64()).ceil() as u32;
        Self { capacity: burst - on_their_way.min(burst / 2), ..share }
    }

    /// The maximum number of tokens at present.
    pub fn capacity_in_force(&self) -> u32 {
        let capacity = match self.strategy {
            RateStrategy::TokenBucket => self.capacity,
            RateStrategy::SlidingWindow => self.rate,
        };
        ((f64::from(capacity) * self.factor) as u32).max(1)
    }

    /// How many calls pass per second while there are always some waiting.
    pub fn pace(&self) -> f64 {
        let per_second = self.rate_per_second() * self.factor;
        match self.strategy {
            RateStrategy::TokenBucket => per_second,
            RateStrategy::SlidingWindow => {
                per_second * self.per.as_secs_f64() / window::counted_for(self).as_secs_f64()
            }
        }
    }

    /// The time in which an empty bucket fills.
    pub fn time_to_fill(&self) -> Duration {
        line::seconds(f64::from(self.capacity_in_force()) / self.pace().max(1e-6))
    }

    /// The duration of a lease of spare tokens. Spare tokens of a window count as used until they are
    /// returned, so their lease is not much longer than the time for which a used token counts.
    pub(super) fn lease(&self) -> Duration {
        match self.strategy {
            RateStrategy::TokenBucket => MAX_LEASE,
            RateStrategy::SlidingWindow => self.per.clamp(2 * CLOCK_TOLERANCE, MAX_LEASE),
        }
    }

    fn rate_per_second(&self) -> f64 {
        f64::from(self.rate) / self.per.as_secs_f64().max(0.001)
    }

    /// The state of an unused shard.
    pub(super) fn unused(&self) -> RateState {
        match self.strategy {
            RateStrategy::TokenBucket => RateState::Bucket(bucket::tokens(self.capacity_in_force())),
            RateStrategy::SlidingWindow => RateState::Window(window::empty(self)),
        }
    }

    /// Whether `used` is counted with the strategy of this share. It is not after a change of the config.
    pub(super) fn fits(&self, used: &RateState) -> bool {
        match used {
            RateState::Bucket(_) => self.strategy == RateStrategy::TokenBucket,
            RateState::Window(log) => {
                self.strategy == RateStrategy::SlidingWindow && window::is_of(log, self)
            }
        }
    }
}
