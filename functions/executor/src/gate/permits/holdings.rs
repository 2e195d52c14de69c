//! The permits that this process holds, and how many of them are in use.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{Permit, Permits, queue::Queue};
use crate::gate::waiting::{Refusals, lock};

#[derive(Debug, Default)]
pub(super) struct Holdings {
    pub(super) shards: Vec<Shard>,
    pub(super) refusals: Refusals,
    pub(super) queue: Queue,
}

/// The permits of one shard.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shard {
    pub(super) held: u32,
    pub(super) in_use: u32,
    /// Incremented when a lease is lost.
    pub(super) lease: u64,
    /// From then on the lease is to be renewed.
    pub(super) renew_at: Timestamp,
    /// From then on the lease may have expired.
    pub(super) covered_until: Timestamp,
    /// When a call last ended.
    pub(super) idle_since: Timestamp,
    /// Whether permits are scarce.
    pub(super) scarce: bool,
    /// Whether calls wait, here or elsewhere.
    pub(super) wanted: bool,
    /// The total duration and number of the calls that ended since the shard was last asked.
    pub(super) took: Duration,
    pub(super) ended: u32,
}

impl Shard {
    /// Whether it has a permit that no call uses.
    pub(super) fn has_idle(&self) -> bool {
        self.in_use < self.held
    }
}

impl Holdings {
    /// Takes an idle permit, unless others wait for it.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<Permit> {
        if self.queue.is_empty() { self.idle(now) } else { None }
    }

    /// Gives idle permits to those that wait. The first of them is called where their lease has to be renewed before.
    pub(super) fn pass_on(&mut self, now: Timestamp) {
        while !self.queue.is_empty() {
            let Some(permit) = self.idle(now) else { break };
            self.queue.give(permit);
        }
        if self.awaits_renewal(now) {
            self.queue.call();
        }
    }

    /// Whether idle permits can't be used before their lease is renewed.
    pub(super) fn awaits_renewal(&self, now: Timestamp) -> bool {
        let is_due = |shard: &Shard| now >= shard.renew_at && now < shard.covered_until;
        self.shards.iter().any(|shard| shard.has_idle() && is_due(shard))
    }

    /// Whether the lease of the permit is still valid.
    pub(super) fn covers(&self, permit: Permit, now: Timestamp) -> bool {
        let shard = self.shards.get(usize::from(permit.shard));
        shard.is_some_and(|shard| shard.lease == permit.lease && now < shard.covered_until)
    }

    fn idle(&mut self, now: Timestamp) -> Option<Permit> {
        let (number, shard) =
            (0..).zip(&mut self.shards).find(|(_, shard)| shard.has_idle() && now < shard.renew_at)?;
        shard.in_use += 1;
        Some(Permit { shard: number, lease: shard.lease })
    }
}

impl Permits {
    /// Releases a permit. `took` is the duration of its call, if one was made.
    pub(in crate::gate) fn release(&self, permit: Permit, now: Timestamp, took: Option<Duration>) {
        let mut holdings = lock(&self.holdings);
        let Some(shard) = holdings.shards.get_mut(usize::from(permit.shard)) else { return };
        if shard.lease != permit.lease {
            return;
        }
        shard.in_use = shard.in_use.saturating_sub(1);
        shard.idle_since = now;
        if let Some(took) = took {
            shard.took += took;
            shard.ended += 1;
        }
        holdings.pass_on(now);
    }

    /// Whether the lease of the permit is still valid.
    pub(in crate::gate) fn is_valid(&self, permit: Permit, now: Timestamp) -> bool {
        lock(&self.holdings).covers(permit, now)
    }

    /// How long until the permit's lease has to be renewed.
    pub(in crate::gate) fn time_to_renewal(&self, permit: Permit, now: Timestamp) -> Duration {
        let holdings = lock(&self.holdings);
        let shard = holdings.shards.get(usize::from(permit.shard));
        shard.map_or(Duration::ZERO, |shard| duration::between(now, shard.renew_at))
    }

    /// Returns what the process holds of a shard that it is about to ask, and reduces it to what is in use
    /// until the answer arrives. An expired lease is lost; its calls continue without permits.
    pub(super) fn enter(&self, number: u16, now: Timestamp, returns_idle: bool) -> Shard {
        let mut holdings = lock(&self.holdings);
        let count = usize::from(number) + 1;
        if holdings.shards.len() < count {
            holdings.shards.resize(count, Shard::default());
        }
        let Some(shard) = holdings.shards.get_mut(usize::from(number)) else { return Shard::default() };
        if shard.held > 0 && now >= shard.covered_until {
            if shard.in_use > 0 {
                tracing::warn!(
                    gate = %self.gate, calls = shard.in_use,
                    "permits expired during their calls; other calls may run beside them"
                );
            }
            *shard = Shard { lease: shard.lease.wrapping_add(1), ..Shard::default() };
        }
        let mut before = *shard;
        // Idle permits are not used while the answer is awaited, because it may take them back.
        shard.held = shard.in_use;
        (shard.took, shard.ended) = (Duration::ZERO, 0);
        if returns_idle {
            before.held = before.in_use;
        }
        before
    }
}
