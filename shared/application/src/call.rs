//! What every call of a service carries beside its input: the caller, the idempotency key, the trace and the time.

use beadle_domain::{access::Principal, call::trace::TraceParent};
use beadle_values::id::{ConfigId, ExecutionId, TaskId};
use jiff::Timestamp;

use crate::{IdempotencyKey, port::Ids};

/// The caller of a service, the idempotency key and the trace of the call, and the time at which it is made.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The caller.
    pub by: &'a Principal,
    /// The idempotency key, if the caller sent one.
    pub key: Option<&'a IdempotencyKey>,
    /// The caller's place in a trace, if it named one.
    pub trace: Option<TraceParent>,
    /// The time of the call.
    pub now: Timestamp,
}

impl<'a> Call<'a> {
    /// A call without an idempotency key.
    pub fn new(by: &'a Principal, now: Timestamp) -> Self {
        Self { by, key: None, trace: None, now }
    }

    /// The same call under `key`.
    #[must_use]
    pub fn with_key(self, key: Option<&'a IdempotencyKey>) -> Self {
        Self { key, ..self }
    }

    /// The same call as a part of the trace of its caller.
    #[must_use]
    pub fn with_trace(self, trace: Option<TraceParent>) -> Self {
        Self { trace, ..self }
    }

    /// The id of the task that the call creates: derived from the key, so that a repeat finds it, or a fresh
    /// one.
    pub(crate) fn task_id(self, ids: &dyn Ids) -> TaskId {
        let fresh = || TaskId::from_uuid(ids.fresh(self.now));
        self.key.map_or_else(fresh, |key| key.task_id(&self.by.owner))
    }

    /// The same for a config.
    pub(crate) fn config_id(self, ids: &dyn Ids) -> ConfigId {
        let fresh = || ConfigId::from_uuid(ids.fresh(self.now));
        self.key.map_or_else(fresh, |key| key.config_id(&self.by.owner))
    }

    /// The same for an execution.
    pub(crate) fn execution_id(self, ids: &dyn Ids) -> ExecutionId {
        let fresh = || ids.execution(&self.by.owner, self.now);
        self.key.map_or_else(fresh, |key| key.execution_id(&self.by.owner))
    }
}
