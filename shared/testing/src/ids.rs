//! Ids and jitter without randomness.

use std::sync::atomic::{AtomicU64, Ordering};

use beadle_application::port::{Ids, Jitter};
use jiff::Timestamp;
use uuid::Uuid;

/// Ids that count up, as version 7 of the epoch.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn fresh(&self, _: Timestamp) -> Uuid {
        Uuid::from_u128(0x7000_8000_0000_0000_0000 + u128::from(self.0.fetch_add(1, Ordering::SeqCst)))
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
