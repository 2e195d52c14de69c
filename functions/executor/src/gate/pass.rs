//! The right to make one call.

use std::{sync::Arc, time::Duration};

use beadle_domain::gate::limiter::TRANSIT;
use beadle_values::{
    duration,
    id::{ConfigId, ExecutionId},
};
use jiff::Timestamp;

use super::{ConfigGate, PermitGuard};

/// The right to make one call. Dropping it without a report means that the call was not made.
#[must_use = "a pass that is dropped gives its permit back"]
pub struct Pass {
    pub(super) gate: Arc<ConfigGate>,
    pub(super) execution: ExecutionId,
    /// How often the execution was deferred.
    pub(super) hops: u32,
    /// Whether the call probes the destination.
    pub(super) probe: bool,
    /// Its permit, if the config limits concurrency.
    pub(super) permit: Option<PermitGuard>,
    /// Where its job keeps its permit, if it keeps one from this call on.
    pub(super) job_shard: Option<u16>,
    /// When its token was granted, if the config limits the rate.
    pub(super) granted_at: Option<Timestamp>,
}

impl Pass {
    /// The config whose gate it passed.
    pub fn config(&self) -> ConfigId {
        self.gate.config
    }

    /// The execution that may make the call.
    pub fn execution(&self) -> ExecutionId {
        self.execution
    }

    /// Whether the call probes a destination whose breaker is open.
    pub fn is_probe(&self) -> bool {
        self.probe
    }

    /// The shard of the permit that its job keeps from this call on, if it keeps one.
    pub fn job_shard(&self) -> Option<u16> {
        self.job_shard
    }

    /// Whether the call may still be made at `now`. A rate limit counts the call within a moment after the
    /// grant, so a pass that is no longer fresh is dropped and the execution asks again.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        self.granted_at.is_none_or(|granted_at| duration::between(granted_at, now) <= TRANSIT)
    }

    /// Releases its permit.
    pub(super) fn end(&mut self, took: Option<Duration>) {
        if let Some(permit) = self.permit.take() {
            permit.end(took);
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.probe {
            self.gate.breaker.drop_probe(self.execution);
        }
    }
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass")
            .field("config", &self.gate.config)
            .field("execution", &self.execution)
            .field("probe", &self.probe)
            .field("permit", &self.permit)
            .field("job_shard", &self.job_shard)
            .field("granted_at", &self.granted_at)
            .finish_non_exhaustive()
    }
}
