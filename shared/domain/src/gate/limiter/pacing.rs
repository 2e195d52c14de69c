//! The decision of a token bucket: who passes at once, who waits in its process for a dated slot, and who gets a
//! place in line.
//!
//! Those that return from the line find the slots of the next [`RETURNING_AHEAD`], newcomers those of the next
//! [`NEWCOMERS_AHEAD`] that are not for the line. The line moves a little slower than the slots, so that those who
//! found none, because the pace fell or many came late, pass in between.

#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{LimiterState, RateState, Request, Share, Slots, bucket};
use crate::gate::{Places, line};

/// How far ahead slots are booked for newcomers: so long they wait in their process.
pub const NEWCOMERS_AHEAD: Duration = Duration::from_secs(1);

/// How far ahead slots are booked for those that return from the line. A queue that counts in whole seconds brings
/// them back up to a second late, and then a second's worth of them at once.
pub const RETURNING_AHEAD: Duration = Duration::from_secs(2);

/// The fraction of the slots that the line may expect. The others are for those that found no slot.
const IN_LINE: f64 = 0.97;

/// How long those in line return together, so that one write serves them.
const TOGETHER: Duration = Duration::from_millis(250);

/// The same for urgent calls. They return earlier than those in line, so that the slots are theirs.
const URGENT_TOGETHER: Duration = Duration::from_millis(750);

/// How late those in line may return.
const LATE: Duration = Duration::from_millis(1_500);

/// Takes tokens for `wanted` calls: how many pass at once, and how many after that, at most `may_wait`.
fn split(level: &mut i64, wanted: u32, may_wait: u32) -> (u32, u32) {
    let at_once = wanted.min(bucket::whole_tokens(*level));
    *level = level.saturating_sub(bucket::tokens(at_once));
    (at_once, (wanted - at_once).min(may_wait))
}

/// Who passes.
#[derive(Debug)]
pub(super) struct Passed {
    /// Returning calls, at once.
    pub(super) returning: u32,
    /// Newcomers, at once.
    pub(super) newcomers: u32,
    /// Returning calls, on the first slots.
    pub(super) later_returning: u32,
    /// Newcomers, on the others.
    pub(super) later_newcomers: u32,
    /// The slots.
    pub(super) slots: Slots,
}

impl LimiterState {
    /// Books the calls of `request` in the bucket, whose state is that of `now`.
    pub(super) fn book(&mut self, share: &Share, now: Timestamp, request: &Request) -> Passed {
        let (outstanding, idle, in_line) =
            (self.outstanding(), self.is_idle(share, now), self.in_line(share, now));
        let RateState::Bucket(level) = &mut self.used else { return Passed::none(now) };
        let room = bucket::room(*level, share, outstanding, RETURNING_AHEAD);
        let (returning, later_returning) = split(level, request.returning.min(room), request.may_wait);
        let kept =
            if idle { 0 } else { in_line.saturating_sub(request.returning.saturating_sub(request.urgent)) };
        let free = level.saturating_sub(bucket::tokens(later_returning));
        let room = bucket::room(free, share, outstanding, NEWCOMERS_AHEAD).saturating_sub(kept);
        let may_wait = request.may_wait - later_returning;
        let (newcomers, later_newcomers) = split(level, request.newcomers.min(room), may_wait);
        let later = later_returning + later_newcomers;
        let slots = bucket::slots(*level, share, now, later);
        *level = level.saturating_sub(bucket::tokens(later));
        if let Some(last) = slots.last().or_else(|| (returning + newcomers > 0).then_some(now)) {
            self.last = self.last.max(Some(last));
        }
        Passed { returning, newcomers, later_returning, later_newcomers, slots }
    }

    /// Places in line for newcomers without a slot.
    pub(super) fn line_up_paced(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        let from = self.all_passed_at(share, now);
        self.lines.line_up_from(from, share.pace() * IN_LINE, count, TOGETHER)
    }

    /// Places for calls that returned and found no slot: between those in line, or behind them if that is sooner.
    pub(super) fn line_up_between(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        let from = self.all_passed_at(share, now);
        let (line, between) = (share.pace() * IN_LINE, share.pace() * (1.0 - IN_LINE));
        self.lines.line_up_between(from, line, between, count, TOGETHER)
    }

    /// Places for urgent calls that found no slot, from the next slot on.
    pub(super) fn line_up_urgent(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        let pace = share.pace() * IN_LINE;
        let next = match &self.used {
            RateState::Bucket(level) => bucket::slots(*level, share, now, 1).last().unwrap_or(now),
            RateState::Window(_) => now,
        };
        let from = next.checked_sub(line::seconds(1.0 / pace.max(1e-6))).unwrap_or(next);
        self.lines.line_up_urgent(from, pace, count, URGENT_TOGETHER)
    }

    /// When the last booked call has passed.
    fn all_passed_at(&self, share: &Share, now: Timestamp) -> Timestamp {
        match &self.used {
            RateState::Bucket(level) if *level < 0 => {
                bucket::slots(level.saturating_add(bucket::ONE), share, now, 1).last().unwrap_or(now)
            }
            _ => now,
        }
    }

    /// Whether nobody came although a call might have passed: those in line have vanished, at least some.
    fn is_idle(&self, share: &Share, now: Timestamp) -> bool {
        let slot = line::seconds(1.0 / share.pace().max(1e-6));
        self.last.is_none_or(|last| duration::after(last, slot + LATE) < now)
    }
}

impl Passed {
    fn none(now: Timestamp) -> Self {
        Self { returning: 0, newcomers: 0, later_returning: 0, later_newcomers: 0, slots: Slots::none(now) }
    }
}
