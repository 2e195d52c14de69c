//! What this process holds, and what of it is in use.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{Permit, Permits};
use crate::gate::waiting::{Refusals, lock};

#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) shards: Vec<Shard>,
    pub(super) refusals: Refusals,
}

/// What this process holds of one shard.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shard {
    pub(super) held: u32,
    pub(super) in_use: u32,
    /// Counts the leases that were lost.
    pub(super) lease: u64,
    /// From then on the lease is to be renewed.
    pub(super) renew_at: Timestamp,
    /// From then on it can't be relied on.
    pub(super) covered_until: Timestamp,
    /// When a call last ended.
    pub(super) idle_since: Timestamp,
    /// Whether others wait.
    pub(super) scarce: bool,
    /// What calls took that ended since it was asked last.
    pub(super) took: Duration,
    pub(super) ended: u32,
}

impl Permits {
    /// Gives the permit of a call back that took `took`, if it was made.
    pub(in crate::gate) fn put_back(&self, permit: Permit, now: Timestamp, took: Option<Duration>) {
        let mut book = lock(&self.book);
        let Some(shard) = book.shards.get_mut(usize::from(permit.shard)) else { return };
        if shard.lease != permit.lease {
            return;
        }
        shard.in_use = shard.in_use.saturating_sub(1);
        shard.idle_since = now;
        if let Some(took) = took {
            shard.took += took;
            shard.ended += 1;
        }
    }

    /// Whether the permit is still this process's.
    pub(in crate::gate) fn covers(&self, permit: Permit, now: Timestamp) -> bool {
        let book = lock(&self.book);
        let shard = book.shards.get(usize::from(permit.shard));
        shard.is_some_and(|shard| shard.lease == permit.lease && now < shard.covered_until)
    }

    /// For how long nothing has to be done for the permit.
    pub(in crate::gate) fn rest(&self, permit: Permit, now: Timestamp) -> Duration {
        let book = lock(&self.book);
        let shard = book.shards.get(usize::from(permit.shard));
        shard.map_or(Duration::ZERO, |shard| duration::between(now, shard.renew_at))
    }

    /// What the process holds of a shard as it asks. If no answer comes it holds no more than what it uses. A lease that is
    /// over is lost: its calls go on without it.
    pub(super) fn enter(&self, number: u16, now: Timestamp, gives_back: bool) -> Shard {
        let mut book = lock(&self.book);
        let count = usize::from(number) + 1;
        if book.shards.len() < count {
            book.shards.resize(count, Shard::default());
        }
        let Some(shard) = book.shards.get_mut(usize::from(number)) else { return Shard::default() };
        if shard.held > 0 && now >= shard.covered_until {
            if shard.in_use > 0 {
                tracing::warn!(
                    gate = %self.gate, calls = shard.in_use,
                    "permits were not renewed in time; their calls go on beside those that may take their place"
                );
            }
            *shard = Shard { lease: shard.lease.wrapping_add(1), ..Shard::default() };
        }
        let mut before = *shard;
        // Nothing that lies idle is used while the answer is awaited: it may say that it is given back.
        shard.held = shard.in_use;
        (shard.took, shard.ended) = (Duration::ZERO, 0);
        if gives_back {
            before.held = before.in_use;
        }
        before
    }
}
