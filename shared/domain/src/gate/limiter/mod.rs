//! The rate limit of a config, exact as seen by its destination.
//!
//! A token bucket holds `level` tokens; tokens that processes have leased and may still use are
//! `outstanding`. All decisions keep `level + outstanding ≤ capacity`, and only time makes new tokens, so at
//! most `capacity + t × rate` calls pass in any time `t`. An empty bucket books [`Slots`]: the next call passes
//! when the next token is made, and its process waits for that date. A call arrives up to [`TRANSIT`] after it
//! has passed; the tokens that the rate makes in that time are subtracted from the burst, so that the limit also
//! holds at the arrival times that the destination sees.
//!
//! A sliding window counts the calls that have passed in ticks of 1/32 of the window, and treats each as if
//! it had passed at the end of its tick. Leased tokens count as passed until they are returned or used, or
//! until their lease ends.
//!
//! The clocks of processes differ: a document keeps the greatest time that any writer has seen, and time
//! never moves backwards. [`lease`](fn@lease) makes the decision.

mod bucket;
mod lease;
mod pacing;
mod share;
mod slots;
#[cfg(test)]
mod tests;
mod window;

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{lease::Lease, line::Lines, tick::Ticks};

pub use self::{
    lease::{Grant, Request, lease},
    share::{MAX_PER_SHARD, Share, shards},
    slots::Slots,
};

/// The maximum time from the decision to let a call pass until it arrives. A process that has exceeded it
/// asks again.
pub const TRANSIT: Duration = Duration::from_millis(150);

/// The maximum duration of a lease of spare tokens.
pub const MAX_LEASE: Duration = Duration::from_secs(30);

/// How far the clocks of two processes may drift apart during a lease.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(1);

/// How many processes may hold spare tokens of one shard, which keeps its document small.
pub const MAX_LEASES: usize = 16;

/// A shard of a rate limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimiterState {
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// The microseconds of that time after its millisecond: slots may be closer than a millisecond.
    #[serde(default, skip_serializing_if = "is_zero", rename = "us")]
    microseconds: u32,
    /// The used part of the limit.
    used: RateState,
    /// Spare tokens that processes hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    leases: Vec<Lease>,
    /// The waiting lines.
    #[serde(flatten)]
    lines: Lines,
    /// The executions that have a place in line.
    #[serde(default, skip_serializing_if = "is_zero")]
    lined_up: u32,
    /// When the last call that passed was due to go.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "jiff::fmt::serde::timestamp::millisecond::optional"
    )]
    last: Option<Timestamp>,
}

/// The microseconds of `time` after its millisecond.
fn microseconds(time: Timestamp) -> u32 {
    u32::try_from(time.as_microsecond().rem_euclid(1_000)).unwrap_or_default()
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The used part of the limit, as its strategy counts it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RateState {
    /// The level of a bucket, in billionths of a token; below zero while slots are booked.
    Bucket(i64),
    /// The calls in the window.
    Window(Ticks),
}

impl LimiterState {
    /// The initial state of a shard with `share`: nothing is used.
    fn new(share: &Share, now: Timestamp) -> Self {
        Self {
            seen: now,
            microseconds: microseconds(now),
            used: share.unused(),
            leases: Vec::new(),
            lines: Lines::default(),
            lined_up: 0,
            last: None,
        }
    }

    /// How many leased tokens may still be used.
    fn outstanding(&self) -> u32 {
        self.leases.iter().fold(0, |sum, lease| sum.saturating_add(lease.count))
    }

    /// How many calls may pass at `now`.
    pub(super) fn available_at(&self, share: &Share, now: Timestamp) -> u32 {
        let mut state = self.clone();
        state.advance(share, now);
        state.available(share)
    }

    /// How many executions wait at `now`: in line, or in their processes for the dates of their slots.
    pub(super) fn waiting_at(&self, share: &Share, now: Timestamp) -> u32 {
        let mut state = self.clone();
        state.advance(share, now);
        state.in_line(share, now).saturating_add(state.booked())
    }

    /// How many executions are in line at `now`. Of those that vanished none is counted once their places have
    /// passed.
    fn in_line(&self, share: &Share, now: Timestamp) -> u32 {
        self.lined_up.min(self.lines.waiting(now, share.pace()))
    }

    /// How many slots are booked.
    fn booked(&self) -> u32 {
        match &self.used {
            RateState::Bucket(level) => bucket::booked(*level),
            RateState::Window(_) => 0,
        }
    }

    /// The same state without waiting lines.
    pub(super) fn without_line(mut self) -> Self {
        self.lines = Lines::default();
        self.lined_up = 0;
        self
    }

    fn available(&self, share: &Share) -> u32 {
        match &self.used {
            RateState::Bucket(level) => bucket::whole_tokens(*level),
            RateState::Window(log) => window::available(log, share, self.outstanding()),
        }
    }

    /// Advances the time: tokens are added, leases end, old calls leave the window.
    fn advance(&mut self, share: &Share, now: Timestamp) {
        if !share.fits(&self.used) {
            self.used = share.unused();
        }
        let fraction = Duration::from_micros(self.microseconds.into());
        self.seen = Timestamp::from_millisecond(self.seen.as_millisecond())
            .map_or(self.seen, |seen| duration::after(seen, fraction));
        self.leases.sort_by_key(|lease| lease.until);
        let now = now.max(self.seen);
        while let Some(lease) = self.leases.first().copied().filter(|lease| lease.until <= now) {
            self.pass(share, lease.until.max(self.seen));
            self.leases.remove(0);
            // The holder may have used the token until the end of the lease.
            self.record_used(lease.count);
        }
        self.pass(share, now);
    }

    fn pass(&mut self, share: &Share, now: Timestamp) {
        let outstanding = self.outstanding();
        match &mut self.used {
            RateState::Bucket(level) => *level = bucket::refilled(*level, share, outstanding, self.seen, now),
            RateState::Window(log) => window::forget(log, share, now),
        }
        self.seen = now;
        self.microseconds = microseconds(now);
    }

    /// Records in the window that `count` calls may have passed up to now.
    fn record_used(&mut self, count: u32) {
        if let RateState::Window(log) = &mut self.used {
            log.add(self.seen, count);
        }
    }
}
