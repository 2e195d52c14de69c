//! Fresh ids and jitter.

use beadle_values::id::{ExecutionId, OwnerId};
use jiff::Timestamp;
use uuid::Uuid;

/// Generates unique ids.
pub trait Ids: Send + Sync {
    /// A fresh UUIDv7 of `now`: later ones sort after earlier ones, also within one millisecond of one
    /// process.
    fn fresh(&self, now: Timestamp) -> Uuid;

    /// A fresh id of an execution that `owner` requests at `now`, which says where the owner's list has it.
    fn execution(&self, owner: &OwnerId, now: Timestamp) -> ExecutionId;
}

/// Randomness for spreading retries.
pub trait Jitter: Send + Sync {
    /// A random fraction, `0.0 <= f < 1.0`.
    fn fraction(&self) -> f64;
}
