//! Rate limits of hooks. Each process counts on its own, as it does for callers.

use beadle_application::hook::VerifiedHook;
use beadle_domain::access::Pace;
use beadle_values::id::TaskId;
use jiff::Timestamp;

use crate::http::{
    Problem,
    limiter::{self, Quotas},
};

/// Limits the deliveries to hooks. Only those of verified senders count: nobody else can use a quota up.
#[derive(Debug, Default)]
pub(crate) struct HookLimiter(Quotas<TaskId>);

impl HookLimiter {
    /// Counts a delivery to `hook` at `now`.
    ///
    /// # Errors
    /// The problem of one delivery too many.
    pub(super) fn take(&self, hook: &VerifiedHook, now: Timestamp) -> Result<(), Problem> {
        let state = self.0.take(&hook.task(), Pace::per_minute(hook.max_per_minute()), now);
        limiter::exceeded(&state).map_or(Ok(()), Err)
    }
}
