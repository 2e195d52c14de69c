//! What a config says about its gate, and which documents that makes.

use super::{GatePart, limiter, permits};
use crate::{
    config::Profile,
    policy::{BreakerPolicy, RateLimit},
};

/// What a config says about its gate.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GatePolicy {
    /// How many calls in how much time.
    pub rate_limit: Option<RateLimit>,
    /// How many calls at once.
    pub concurrency: Option<u32>,
    /// When to stop calling a destination that fails.
    pub breaker: Option<BreakerPolicy>,
}

impl GatePolicy {
    /// What `profile` says about its gate.
    pub fn of(profile: &Profile) -> Self {
        let Profile { rate_limit, concurrency, breaker, .. } = profile;
        Self { rate_limit: *rate_limit, concurrency: *concurrency, breaker: *breaker }
    }

    /// Every document that its gate may have.
    pub fn parts(&self) -> Vec<GatePart> {
        let limiter = self.rate_limit.map_or(0, |limit| limiter::shards(&limit));
        let permits = self.concurrency.map_or(0, permits::shards);
        let mut parts = vec![GatePart::Breaker];
        parts.extend((0..limiter).map(GatePart::Limiter));
        parts.extend((0..permits).map(GatePart::Permits));
        parts
    }
}
