//! The right to make one call.

use beadle_domain::{
    duration,
    gate::limiter::TRANSIT,
    id::{ConfigId, ExecutionId},
};
use jiff::Timestamp;

/// The right to make one call. One that is dropped without a report is taken for a call that was not made.
#[derive(Debug)]
#[must_use = "a pass that is dropped gives its permit back"]
pub struct Pass {
    config: ConfigId,
    execution: ExecutionId,
    granted_at: Timestamp,
}

impl Pass {
    /// The pass of a call that nothing limits.
    pub(super) fn free(config: ConfigId, execution: ExecutionId, granted_at: Timestamp) -> Self {
        Self { config, execution, granted_at }
    }

    /// The config whose gate it passed.
    pub fn config(&self) -> ConfigId {
        self.config
    }

    /// The execution that may make the call.
    pub fn execution(&self) -> ExecutionId {
        self.execution
    }

    /// Whether the call may still be made at `now`: a rate limit counts it as made within a moment. One that is not fresh is
    /// dropped, and the execution asks again.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        duration::between(self.granted_at, now) <= TRANSIT
    }
}
