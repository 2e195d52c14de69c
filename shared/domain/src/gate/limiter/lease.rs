//! The one decision of a rate limit: how many of those who ask may go now, what their process gets for those who will ask
//! next, and where the others wait.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{LimiterState, MOST_LEASES, Share, Used, bucket, window};
use crate::gate::{Holder, Places, lease::Lease, line};

/// What a process asks a shard for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// The process.
    pub holder: Holder,
    /// What it gives back of the spare tokens it was granted last; it uses none of them from here on.
    pub unused: u32,
    /// How many calls wait in it that have waited in line before.
    pub returning: u32,
    /// How many calls wait in it that have not.
    pub newcomers: u32,
    /// How many spare tokens it would like for calls that come next.
    pub spare: u32,
    /// How many places in line it would like for newcomers who may not go.
    pub places: u32,
    /// How many places in line it would like for the returning who may not go again.
    pub back: u32,
}

/// What a process gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grant {
    /// How many of the returning may go, within [`super::TRANSIT`].
    pub returning: u32,
    /// How many of the newcomers may go, within [`super::TRANSIT`].
    pub newcomers: u32,
    /// How many spare tokens it has.
    pub spare: u32,
    /// For how long, from when it asked; it uses none within the last [`super::CLOCK_TOLERANCE`].
    pub lease: Duration,
    /// Places in line for newcomers who may not.
    pub places: Option<Places>,
    /// Places in line for the returning who may not: theirs is a shorter one.
    pub back: Option<Places>,
    /// About when it is worth to ask again, if not all may go.
    pub next: Timestamp,
    /// Whether the document has to be written: otherwise nothing is granted, and nothing was given back.
    pub changed: bool,
}

/// What `request` gets of the shard `state` with `share` at `now`, and the shard after it.
pub fn lease(
    state: Option<&LimiterState>,
    share: &Share,
    now: Timestamp,
    request: &Request,
) -> (LimiterState, Grant) {
    let mut next = state.cloned().unwrap_or_else(|| LimiterState::new(share, now));
    next.advance(share, now);
    let now = next.seen;
    let returned = next.give_back(request.holder, request.unused);
    let available = next.available(share);
    let waiting = next.waiting_at(share, now);
    let returning = request.returning.min(available);
    let left = available - returning;
    let newcomers = request.newcomers.min(left.saturating_sub(kept_for_the_line(waiting, share)));
    let refused = (request.returning - returning) + (request.newcomers - newcomers);
    let spare = if refused == 0 && waiting == 0 && next.leases.len() < MOST_LEASES {
        request.spare.min((left - newcomers) / 2)
    } else {
        0
    };
    next.use_up(returning + newcomers);
    let lease = share.lease();
    next.lend(request.holder, spare, duration::after(now, lease));
    let places = (request.places > 0 && refused > 0).then(|| next.line_up(share, now, request.places));
    let back = (request.back > 0 && request.returning > returning)
        .then(|| next.line_up_again(share, now, request.back));
    let changed = returned || places.is_some() || back.is_some() || returning + newcomers + spare > 0;
    let again = next.next_at(share).max(duration::after(now, worth_asking(share)));
    let grant = Grant { returning, newcomers, spare, lease, places, back, next: again, changed };
    (next, grant)
}

impl LimiterState {
    fn line_up_again(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        let most = f64::from(share.capacity_in_force()) / 2.0;
        let back = self.lines.line_up_again(now, share.pace(), count, most);
        back.not_before(self.next_at(share))
    }

    /// When there is something again, if there is nothing.
    fn next_at(&self, share: &Share) -> Timestamp {
        match &self.used {
            Used::Window(log) if window::available(log, share, self.outstanding()) == 0 => {
                window::next_at(log, share).unwrap_or(self.seen)
            }
            _ => self.seen,
        }
    }

    /// Whether it held anything.
    fn give_back(&mut self, holder: Holder, unused: u32) -> bool {
        let Some(place) = self.leases.iter().position(|lease| lease.holder == holder) else { return false };
        let lease = self.leases.remove(place);
        let unused = unused.min(lease.count);
        self.note_used(lease.count - unused);
        if let Used::Bucket(level) = &mut self.used {
            *level = level.saturating_add(bucket::tokens(unused));
        }
        true
    }

    fn use_up(&mut self, count: u32) {
        self.take(count);
        self.note_used(count);
    }

    fn lend(&mut self, holder: Holder, count: u32, until: Timestamp) {
        if count > 0 {
            self.take(count);
            self.leases.push(Lease { holder, count, until });
        }
    }

    fn take(&mut self, count: u32) {
        if let Used::Bucket(level) = &mut self.used {
            *level = level.saturating_sub(bucket::tokens(count));
        }
    }

    fn line_up(&mut self, share: &Share, now: Timestamp, count: u32) -> Places {
        let most = f64::from(share.capacity_in_force()) / 2.0;
        let places = self.lines.line_up(now, share.pace(), count, most);
        places.not_before(self.next_at(share))
    }
}

/// What newcomers may not take while others wait in line: what those get whose places are next.
fn kept_for_the_line(waiting: u32, share: &Share) -> u32 {
    waiting.min((share.pace().ceil() as u32).max(1)).min(share.capacity_in_force())
}

/// After how long asking a shard again that had too little is worth a write.
fn worth_asking(share: &Share) -> Duration {
    let one = 1.0 / share.pace().max(1e-6);
    line::seconds((8.0 * one).min(0.25).max(one.min(1.0)))
}
