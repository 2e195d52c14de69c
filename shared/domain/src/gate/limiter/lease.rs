//! The decision of a rate limit: how many of the waiting calls may pass now, how many spare tokens their
//! process gets for later calls, and where the others wait.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{LimiterState, MAX_LEASES, RateState, Share, Slots, bucket, pacing::Passed, window};
use crate::gate::{Holder, Places, lease::Lease, line};

/// A process's request to a shard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// The process.
    pub holder: Holder,
    /// Spare tokens of its last grant that it returns; it does not use them any more.
    pub unused: u32,
    /// Waiting calls that have already waited in line.
    pub returning: u32,
    /// How many of those are urgent: they go before the line and need not have waited in it.
    pub urgent: u32,
    /// Waiting calls that have not.
    pub newcomers: u32,
    /// How many of them may wait in the process for the date of a slot.
    pub may_wait: u32,
    /// How many spare tokens it would like for later calls.
    pub spare: u32,
    /// How many places in line it would like for newcomers that may not pass.
    pub places: u32,
    /// How many places in line it would like for returning calls that may not pass again.
    pub back: u32,
    /// How many of the places that it got before it has handed out to others than those that asked then.
    pub lined_up: u32,
}

/// What a process is granted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grant {
    /// How many returning calls may pass, within [`super::TRANSIT`].
    pub returning: u32,
    /// How many newcomers may pass, within [`super::TRANSIT`].
    pub newcomers: u32,
    /// How many further returning calls have one of the first slots.
    pub later_returning: u32,
    /// How many further newcomers have one of the slots after those.
    pub later_newcomers: u32,
    /// Their slots. A call may go within [`super::TRANSIT`] after the date of its slot.
    pub slots: Slots,
    /// How many spare tokens the process holds.
    pub spare: u32,
    /// The duration of the lease, from when the process asked. It uses no token within the last
    /// [`super::CLOCK_TOLERANCE`].
    pub lease: Duration,
    /// Places in line for newcomers that may not pass.
    pub places: Option<Places>,
    /// Places in line for returning calls that may not pass; their line is shorter.
    pub back: Option<Places>,
    /// Places for urgent calls that may not pass, before all others, if nothing is booked ahead.
    pub first: Option<Places>,
    /// How many calls wait in line after this one has been answered.
    pub in_line: u32,
    /// The approximate time at which asking again is worthwhile, if not all may pass.
    pub next: Timestamp,
    /// Whether the document has to be written. Otherwise nothing was granted and nothing was returned.
    pub changed: bool,
}

/// Grants `request` from the shard `state` with `share` at `now`, which is taken in whole microseconds. Returns the
/// next state and the grant.
pub fn lease(
    state: Option<&LimiterState>,
    share: &Share,
    now: Timestamp,
    request: &Request,
) -> (LimiterState, Grant) {
    let now = whole_microseconds(now);
    let mut next = state.cloned().unwrap_or_else(|| LimiterState::new(share, now));
    next.advance(share, now);
    let now = next.seen;
    let returned = next.give_back(request.holder, request.unused);
    next.lined_up = next.lined_up.saturating_add(request.lined_up);
    let passed = match next.used {
        RateState::Bucket(_) => next.book(share, now, request),
        RateState::Window(_) => next.pass_window(share, now, request),
    };
    let Passed { returning, newcomers, later_returning, later_newcomers, slots } = passed;
    let refused_returning = request.returning - returning - later_returning;
    let refused_newcomers = request.newcomers - newcomers - later_newcomers;
    let refused = refused_returning + refused_newcomers;
    let spare =
        if refused == 0 && next.lines.waiting(now, share.pace()) == 0 && next.leases.len() < MAX_LEASES {
            request.spare.min(next.available(share) / 2)
        } else {
            0
        };
    let lease = share.lease();
    next.lend(request.holder, spare, duration::after(now, lease));
    // Places that nobody takes leave gaps.
    let (ahead, behind) = match next.used {
        RateState::Bucket(_) => (
            request.places.min(refused_newcomers.max(in_a_moment(share))),
            request.back.min(refused_returning),
        ),
        RateState::Window(_) => (request.places, request.back),
    };
    // A bucket's urgent calls find a slot among those that are booked ahead; a window books none.
    let first = match next.used {
        RateState::Bucket(_) => None,
        RateState::Window(_) => request.urgent.checked_sub(returning).filter(|refused| *refused > 0),
    };
    let first = first.map(|refused| next.line_up_first(share, now, refused));
    let places = (ahead > 0 && refused_newcomers > 0).then(|| next.line_up(share, now, ahead));
    let back = (behind > 0 && refused_returning > 0)
        .then(|| next.line_up_again(share, now, behind, request.urgent > 0));
    let left = next.lined_up.saturating_sub((returning + later_returning).saturating_sub(request.urgent));
    next.lined_up = left.saturating_add(if places.is_some() { refused_newcomers } else { 0 });
    let granted = returning + newcomers + slots.left() + spare;
    let changed = returned
        || places.is_some()
        || back.is_some()
        || first.is_some()
        || granted > 0
        || request.lined_up > 0;
    let again = next.next_at(share).max(duration::after(now, worth_asking(share)));
    let grant = Grant {
        returning,
        newcomers,
        later_returning,
        later_newcomers,
        slots,
        spare,
        lease,
        places,
        back,
        first,
        in_line: next.in_line(share, now),
        next: again,
        changed,
    };
    (next, grant)
}

/// A document keeps its time in whole microseconds; a fraction that one write drops and the next adds would make
/// tokens.
fn whole_microseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

impl LimiterState {
    /// Passes the calls that the window has room for: urgent ones first, and what others leave to those that were
    /// refused and come again soon.
    fn pass_window(&mut self, share: &Share, now: Timestamp, request: &Request) -> Passed {
        let (available, pace) = (self.available(share), share.pace());
        let waiting = self.lines.waiting(now, pace);
        let urgent = request.urgent.min(available);
        self.lines.urgent_passed(now, pace, urgent);
        let free = (available - urgent).saturating_sub(self.lines.urgent(now, pace));
        let returning = urgent + request.returning.saturating_sub(request.urgent).min(free);
        let left = free - (returning - urgent);
        let newcomers = request.newcomers.min(left.saturating_sub(kept_for_the_line(waiting, share)));
        self.record_used(returning + newcomers);
        Passed { returning, newcomers, later_returning: 0, later_newcomers: 0, slots: Slots::none(now) }
    }

    fn line_up_again(&mut self, share: &Share, now: Timestamp, count: u32, urgent: bool) -> Places {
        if let RateState::Bucket(_) = self.used {
            return if urgent {
                self.line_up_urgent(share, now, count)
            } else {
                self.line_up_between(share, now, count)
            };
        }
        let most = f64::from(share.capacity_in_force()) / 2.0;
        let back = self.lines.line_up_again(now, share.pace(), count, most);
        back.not_before(self.next_at(share))
    }

    /// When something will be available again, if nothing is.
    fn next_at(&self, share: &Share) -> Timestamp {
        match &self.used {
            RateState::Window(log) if window::available(log, share, self.outstanding()) == 0 => {
                window::next_at(log, share).unwrap_or(self.seen)
            }
            _ => self.seen,
        }
    }

    /// Returns unused tokens of `holder`; the result says whether it had a lease.
    fn give_back(&mut self, holder: Holder, unused: u32) -> bool {
        let Some(place) = self.leases.iter().position(|lease| lease.holder == holder) else { return false };
        let lease = self.leases.remove(place);
        let unused = unused.min(lease.count);
        self.record_used(lease.count - unused);
        if let RateState::Bucket(level) = &mut self.used {
            *level = level.saturating_add(bucket::tokens(unused));
        }
        true
    }

    fn lend(&mut self, holder: Holder, count: u32, until: Timestamp) {
        if count > 0 {
            if let RateState::Bucket(level) = &mut self.used {
                *level = level.saturating_sub(bucket::tokens(count));
            }
            self.leases.push(Lease { holder, count, until });
        }
    }

    /// Places for urgent calls from when the window has room again.
    fn line_up_first(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        let from = self.next_at(share).max(now);
        self.lines.line_up_first(from, share.pace(), count)
    }

    fn line_up(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        if let RateState::Bucket(_) = self.used {
            return self.line_up_paced(share, now, count);
        }
        let most = f64::from(share.capacity_in_force()) / 2.0;
        let places = self.lines.line_up(now, share.pace(), count, most);
        places.not_before(self.next_at(share))
    }
}

/// The tokens that newcomers may not take while others wait in line: those of the next places in line.
fn kept_for_the_line(waiting: u32, share: &Share) -> u32 {
    waiting.min((share.pace().ceil() as u32).max(1)).min(share.capacity_in_force())
}

/// The places of a quarter of a second, at least one.
fn in_a_moment(share: &Share) -> u32 {
    // `as` saturates.
    (share.pace() / 4.0).ceil().max(1.0) as u32
}

/// The time after which asking an exhausted shard again is worth a write.
fn worth_asking(share: &Share) -> Duration {
    let one = 1.0 / share.pace().max(1e-6);
    line::seconds((8.0 * one).min(0.25).max(one.min(1.0)))
}
