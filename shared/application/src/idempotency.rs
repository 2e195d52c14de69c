//! The caller's `Idempotency-Key`: the same key for the same request is the same effect.

use beadle_domain::execution::IdempotencyStamp;
use beadle_values::id::{ConfigId, ExecutionId, OwnerId, TaskId};

use crate::Refusal;

/// A key as it was given, with what it is given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenKey {
    /// What is asked, such as `execute`; the same key for something else is another key.
    pub route: String,
    /// The key, and a digest of the body it came with.
    pub stamp: IdempotencyStamp,
}

impl GivenKey {
    pub(super) fn task_id(&self, owner: &OwnerId) -> TaskId {
        TaskId::for_key(owner, &self.route, &self.stamp.key)
    }

    pub(super) fn config_id(&self, owner: &OwnerId) -> ConfigId {
        ConfigId::for_key(owner, &self.route, &self.stamp.key)
    }

    pub(super) fn execution_id(&self, owner: &OwnerId) -> ExecutionId {
        ExecutionId::for_key(owner, &self.route, &self.stamp.key)
    }

    /// Refuses a key that was first used with another body.
    pub(super) fn check(&self, first: Option<&IdempotencyStamp>) -> Result<(), Refusal> {
        match first {
            Some(first) if first.body_digest == self.stamp.body_digest => Ok(()),
            _ => Err(Refusal::KeyReused),
        }
    }
}
