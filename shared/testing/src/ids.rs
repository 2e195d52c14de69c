//! Ids and jitter without randomness.

use std::sync::atomic::{AtomicU64, Ordering};

use beadle_application::port::{Ids, Jitter};
use beadle_values::id::{ExecutionId, OwnerId};
use jiff::Timestamp;
use uuid::Uuid;

/// Ids that count up: as version 7 of the epoch, and those of executions in the lists of their owners.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl CountedIds {
    fn next(&self) -> u128 {
        self.0.fetch_add(1, Ordering::SeqCst).into()
    }
}

impl Ids for CountedIds {
    fn fresh(&self, _: Timestamp) -> Uuid {
        Uuid::from_u128(0x7000_8000_0000_0000_0000 + self.next())
    }

    fn execution(&self, owner: &OwnerId, now: Timestamp) -> ExecutionId {
        ExecutionId::in_list_of(owner, 0, now, Uuid::from_u128(self.next() << 32))
    }
}

/// Always one half: delays with jitter are half their length.
#[derive(Debug, Clone, Copy, Default)]
pub struct HalfJitter;

impl Jitter for HalfJitter {
    fn fraction(&self) -> f64 {
        0.5
    }
}
