//! The gate policy of a config, and the documents that it requires.

use super::{GatePart, limiter, permits};
use crate::{
    config::Profile,
    policy::{BreakerPolicy, RateLimit},
};

/// The gate policy of a config.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GatePolicy {
    /// The maximum number of calls per time.
    pub rate_limit: Option<RateLimit>,
    /// The maximum number of concurrent calls.
    pub concurrency: Option<u32>,
    /// When to stop calling a failing destination.
    pub breaker: Option<BreakerPolicy>,
}

impl GatePolicy {
    /// The gate policy of `profile`.
    pub fn of(profile: &Profile) -> Self {
        let Profile { rate_limit, concurrency, breaker, .. } = profile;
        Self { rate_limit: rate_limit.clone(), concurrency: *concurrency, breaker: *breaker }
    }

    /// Every document that the gate may have.
    pub fn parts(&self) -> Vec<GatePart> {
        let limiter = self.rate_limit.as_ref().map_or(0, limiter::shards);
        let permits = self.concurrency.map_or(0, permits::shards);
        let mut parts = vec![GatePart::Breaker];
        parts.extend((0..limiter).map(GatePart::Limiter));
        parts.extend((0..permits).map(GatePart::Permits));
        parts
    }
}
