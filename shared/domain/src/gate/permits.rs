//! How many calls of a config run at once. A process leases permits, uses each for one call after the other, and renews the
//! lease while it does; what a process holds that died is free when its lease is over.

#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Holder, Places,
    lease::Lease,
    line::{self, Lines},
};
use crate::policy::Milliseconds;

/// How long a lease of permits lasts while nobody else waits for them.
pub const LEASE: Duration = Duration::from_secs(30);

/// How long it lasts where permits are scarce: what a process held that died is free by then.
pub const SCARCE_LEASE: Duration = Duration::from_secs(10);

/// How many permits one shard deals out at most: keeps its document small where many processes hold one each.
pub const MOST_OF_A_SHARD: u32 = 64;

/// What is assumed about how long a call takes before one has ended.
const FIRST_GUESS: Duration = Duration::from_millis(200);

/// How long the line gets on that assumption: those who wait come back and learn better.
const FIRST_LINE: Duration = Duration::from_secs(2);

/// A shard of the calls at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermitsState {
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// Who holds how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    leases: Vec<Lease>,
    /// Who waits.
    #[serde(flatten)]
    lines: Lines,
    /// How long calls took of late, a moving average; `None` before the first has ended.
    #[serde(rename = "took_ms", default, skip_serializing_if = "Option::is_none")]
    took: Option<Milliseconds>,
}

/// What a process asks a shard for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// The process.
    pub holder: Holder,
    /// How many calls it has running that it has permits for.
    pub in_use: u32,
    /// How many permits it holds beside those, and would keep.
    pub idle: u32,
    /// How many calls wait in it that have waited in line before.
    pub returning: u32,
    /// How many calls wait in it that have not.
    pub newcomers: u32,
    /// How long its calls took since it asked last, on average.
    pub took: Option<Duration>,
    /// How many places in line it would like for newcomers who get none.
    pub places: u32,
    /// How many places in line it would like for the returning who get none again.
    pub back: u32,
}

/// What a process gets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grant {
    /// How many permits it holds now, those in use among them.
    pub held: u32,
    /// For how long, from when it asked. It renews them when half of that is over, and takes them for lost
    /// [`super::limiter::CLOCK_TOLERANCE`] before the end.
    pub lease: Duration,
    /// How many of them newcomers may use.
    pub for_newcomers: u32,
    /// Places in line for newcomers who got none.
    pub places: Option<Places>,
    /// Places in line for the returning who got none: theirs is a shorter one.
    pub back: Option<Places>,
    /// About when it is worth to ask again, if not all got one.
    pub next: Timestamp,
    /// Whether permits are scarce: what is idle is better given back than kept.
    pub scarce: bool,
    /// Whether the document has to be written: otherwise the process holds what it held, and got nothing.
    pub changed: bool,
}

/// Over how many documents the permits of a config are split.
pub fn shards(concurrency: u32) -> u16 {
    u16::try_from(concurrency.div_ceil(MOST_OF_A_SHARD)).unwrap_or(u16::MAX).max(1)
}

/// How many permits shard `shard` deals out.
pub fn share(concurrency: u32, shard: u16) -> u32 {
    let (count, shard) = (u32::from(shards(concurrency)), u32::from(shard));
    concurrency / count + u32::from(shard < concurrency % count)
}

/// What `request` gets of the shard `state`, which deals out `share` permits, at `now`; and the shard after it.
pub fn lease(
    state: Option<&PermitsState>,
    share: u32,
    now: Timestamp,
    request: &Request,
) -> (PermitsState, Grant) {
    let mut next = state.cloned().unwrap_or_else(|| PermitsState::new(now));
    next.advance(now);
    let now = next.seen;
    if let Some(took) = request.took {
        let before = next.took.map_or(took, |took| took.0);
        next.took = Some(Milliseconds((before * 3 + took) / 4));
    }
    let pace = next.pace(share);
    let before =
        next.leases.iter().find(|lease| lease.holder == request.holder).map_or(0, |lease| lease.count);
    next.leases.retain(|lease| lease.holder != request.holder);
    let free = share.saturating_sub(next.held()).saturating_sub(request.in_use);
    let waiting = next.waiting_at(share, now);
    let returning = request.returning.min(free);
    let left = free - returning;
    let for_the_line = waiting.min((pace.ceil() as u32).max(1)).min(share);
    let newcomers = request.newcomers.min(left.saturating_sub(for_the_line));
    let refused = (request.returning - returning) + (request.newcomers - newcomers);
    // What it holds already goes to those who wait in it; the rest it keeps as long as nobody else waits.
    let wanted = returning + newcomers;
    let idle = if refused == 0 && waiting == 0 {
        request.idle.saturating_sub(wanted).min(left - newcomers)
    } else {
        0
    };
    let held = request.in_use + wanted + idle;
    let scarce = refused > 0 || waiting > 0 || next.held().saturating_add(held) > share / 2;
    let lease = if scarce { SCARCE_LEASE } else { LEASE };
    if held > 0 {
        next.leases.push(Lease { holder: request.holder, count: held, until: duration::after(now, lease) });
    }
    let places = (request.places > 0 && refused > 0).then(|| next.line_up(pace, now, request.places));
    let back = (request.back > 0 && request.returning > returning)
        .then(|| next.lines.line_up_again(now, pace, request.back, pace / 4.0));
    let again = line::seconds((1.0 / pace).clamp(0.1, 1.0));
    // A process with nothing to renew, to give back or to get leaves the document alone.
    let changed = held > 0 || before > 0 || places.is_some() || back.is_some();
    let grant = Grant {
        changed,
        held,
        lease,
        for_newcomers: newcomers,
        back,
        places,
        next: duration::after(now, again),
        scarce,
    };
    (next, grant)
}

impl PermitsState {
    fn new(now: Timestamp) -> Self {
        Self { seen: now, leases: Vec::new(), lines: Lines::default(), took: None }
    }

    /// How many permits are leased.
    fn held(&self) -> u32 {
        self.leases.iter().fold(0, |sum, lease| sum.saturating_add(lease.count))
    }

    /// How many permits are leased at `now`.
    pub(super) fn held_at(&self, now: Timestamp) -> u32 {
        let held = self.leases.iter().filter(|lease| lease.until > now);
        held.fold(0, |sum, lease| sum.saturating_add(lease.count))
    }

    /// How many have places in the line that lie ahead at `now`.
    pub(super) fn waiting_at(&self, share: u32, now: Timestamp) -> u32 {
        self.lines.waiting(now, self.pace(share))
    }

    /// The same without a waiting line.
    pub(super) fn without_line(mut self) -> Self {
        self.lines = Lines::default();
        self
    }

    /// How many calls go through in a second when there are always some that wait.
    fn pace(&self, share: u32) -> f64 {
        let took = self.took.map_or(FIRST_GUESS, |took| took.0);
        f64::from(share.max(1)) / took.as_secs_f64().max(0.01)
    }

    fn advance(&mut self, now: Timestamp) {
        self.seen = now.max(self.seen);
        let seen = self.seen;
        self.leases.retain(|lease| lease.until > seen);
    }

    fn line_up(&mut self, pace: f64, now: Timestamp, count: u32) -> Places {
        let guessed = self.took.is_none();
        if guessed && self.lines.until.is_some_and(|end| duration::between(now, end) > FIRST_LINE) {
            self.lines.until = None;
        }
        self.lines.line_up(now, pace, count, pace / 4.0)
    }
}
