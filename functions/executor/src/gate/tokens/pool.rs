//! The tokens and slots that a process holds, and when it asks for more.

use std::{collections::VecDeque, time::Duration};

use beadle_domain::gate::limiter::{self, CLOCK_TOLERANCE, TRANSIT};
use beadle_values::duration;
use jiff::{SignedDuration, Timestamp};

use crate::gate::waiting::{Refusals, Waiter};

/// The size of the first spare block, and of the largest.
const INITIAL_SPARE: u32 = 4;
const MAX_SPARE: u32 = 1_000;

/// If a spare block is used up sooner, the next one is twice as large.
const USED_UP_SOON: Duration = Duration::from_secs(10);

/// A process collects executions, to ask for all of them at once, for half of this time at most.
const MAX_AHEAD: Duration = Duration::from_secs(2);

/// For how long a process assumes that others wait in line.
const BUSY: Duration = Duration::from_secs(5);

/// What a process holds, and what it knows of the others.
#[derive(Debug)]
pub(super) struct Pool {
    returning: u32,
    newcomers: u32,
    granted_at: Timestamp,
    /// The slots of returning executions and of newcomers, soonest first.
    slots: [VecDeque<Timestamp>; 2],
    spares: Vec<Spare>,
    /// The size of the next spare block.
    pub(super) size: u32,
    pub(super) refusals: Refusals,
    pub(super) next_shard: u16,
    /// Until when slots are booked, as far as this process knows.
    booked_until: Timestamp,
    /// Until when it assumes that others wait in line.
    busy_until: Timestamp,
    /// When it asks for those that it collects.
    pub(super) asks_at: Timestamp,
}

#[derive(Debug, Clone, Copy)]
struct Spare {
    shard: u16,
    left: u32,
    since: Timestamp,
    usable_until: Timestamp,
}

impl Pool {
    /// An empty pool, which asks this shard first.
    pub(super) fn new(first_shard: u16) -> Self {
        Self {
            returning: 0,
            newcomers: 0,
            granted_at: Timestamp::MIN,
            slots: Default::default(),
            spares: Vec::new(),
            size: INITIAL_SPARE,
            refusals: Refusals::default(),
            next_shard: first_shard,
            booked_until: Timestamp::MIN,
            busy_until: Timestamp::MIN,
            asks_at: Timestamp::MIN,
        }
    }

    /// Takes a token for a call of this kind, but none of those just granted that are `kept` for urgent ones.
    pub(super) fn take(&mut self, kind: Waiter, now: Timestamp, kept: u32) -> Option<Timestamp> {
        let fresh = match kind {
            Waiter::Returning | Waiter::Urgent => &mut self.returning,
            Waiter::Newcomer => &mut self.newcomers,
        };
        if *fresh > kept && duration::between(self.granted_at, now) <= TRANSIT / 2 {
            *fresh -= 1;
            return Some(self.granted_at);
        }
        let slots = match kind {
            Waiter::Returning | Waiter::Urgent => &mut self.slots[0],
            Waiter::Newcomer => &mut self.slots[1],
        };
        while let Some(slot) = slots.pop_front() {
            if duration::between(slot, now) <= TRANSIT / 2 {
                return Some(slot);
            }
        }
        let spare = self.spares.iter_mut().find(|spare| spare.left > 0 && now < spare.usable_until)?;
        spare.left -= 1;
        Some(now)
    }

    /// For how long executions are collected: half of the time for which slots are booked, and if others wait in line, for
    /// which the bucket takes the tokens of the `rest`. So none is lost meanwhile.
    pub(super) fn collects_for(&self, now: Timestamp, rest: Duration) -> Duration {
        let booked = duration::between(now, self.booked_until);
        let ahead = if self.busy_until > now { booked.max(rest) } else { booked };
        ahead.min(MAX_AHEAD) / 2
    }

    /// Adds what was granted at `now`. The clock of the document is `ahead` of that of this process.
    pub(super) fn fill(&mut self, grant: &limiter::Grant, shard: u16, now: Timestamp, ahead: SignedDuration) {
        let own = |date: Timestamp| date.checked_sub(ahead).unwrap_or(date);
        if grant.in_line > 0 {
            self.busy_until = duration::after(now, BUSY);
        }
        self.booked_until = self.booked_until.max(grant.slots.last().map_or(Timestamp::MIN, own));
        let mut dates = grant.slots.map(own);
        let [returning, newcomers] = &mut self.slots;
        returning.extend(dates.by_ref().take(grant.later_returning as usize));
        newcomers.extend(dates);
        let fresh = duration::between(self.granted_at, now) <= TRANSIT / 4;
        if !fresh {
            (self.returning, self.newcomers, self.granted_at) = (0, 0, now);
        }
        self.returning = self.returning.saturating_add(grant.returning);
        self.newcomers = self.newcomers.saturating_add(grant.newcomers);
        if grant.spare > 0 {
            let usable_until = duration::after(now, grant.lease.saturating_sub(CLOCK_TOLERANCE));
            self.spares.push(Spare { shard, left: grant.spare, since: now, usable_until });
        }
    }

    /// Removes the spare block of a shard, and returns how much of it was unused. The size of the next block
    /// follows the use of this one.
    pub(super) fn remove_spare(&mut self, shard: u16, now: Timestamp) -> u32 {
        let Some(place) = self.spares.iter().position(|spare| spare.shard == shard) else { return 0 };
        let spare = self.spares.remove(place);
        let over = now >= spare.usable_until;
        if spare.left == 0 && duration::between(spare.since, now) < USED_UP_SOON {
            self.size = self.size.saturating_mul(2).min(MAX_SPARE);
        } else if over && spare.left > 0 {
            self.size = (self.size / 2).max(1);
        }
        // The limiter may have counted the rest of an expired block as used.
        if over { 0 } else { spare.left }
    }
}
