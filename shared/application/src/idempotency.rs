//! The caller's `Idempotency-Key`: a repeat under the same key has the same effect.

use beadle_domain::execution::IdempotencyStamp;
use beadle_values::id::{BatchId, ConfigId, ExecutionId, OwnerId, TaskId};

use crate::Error;

/// An idempotency key as the caller sent it, with the operation it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The operation, such as `execute`; the same key for another operation is another key.
    pub route: String,
    /// The key, and a digest of the body it came with.
    pub stamp: IdempotencyStamp,
}

impl IdempotencyKey {
    pub(super) fn task_id(&self, owner: &OwnerId) -> TaskId {
        TaskId::for_key(owner, &self.route, &self.stamp.key)
    }

    pub(super) fn config_id(&self, owner: &OwnerId) -> ConfigId {
        ConfigId::for_key(owner, &self.route, &self.stamp.key)
    }

    pub(super) fn batch_id(&self, owner: &OwnerId) -> BatchId {
        BatchId::for_key(owner, &self.route, &self.stamp.key)
    }

    pub(super) fn execution_id(&self, owner: &OwnerId) -> ExecutionId {
        ExecutionId::for_key(owner, &self.route, &self.stamp.key)
    }

    /// Rejects a key that was first used with another body.
    pub(super) fn check(&self, first: Option<&IdempotencyStamp>) -> Result<(), Error> {
        match first {
            Some(first) if first.body_digest == self.stamp.body_digest => Ok(()),
            _ => Err(Error::KeyReused),
        }
    }
}
