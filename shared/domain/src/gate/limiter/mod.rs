//! The rate limit of a config, exact at its destination.
//!
//! A token bucket holds `level` tokens; those that processes have leased and may still use are `outstanding`. All decisions
//! keep `level + outstanding ≤ capacity`, and only time makes new tokens, so in any time `t` at most
//! `capacity + t × rate` calls are let through. A call arrives up to [`TRANSIT`] after it is let through; what the rate
//! makes in that time is held back from the burst, so that the destination's own log keeps to the limit too.
//!
//! A sliding window counts what was let through in ticks of a 32nd of the window and takes each for as late as its tick
//! ends. Leased tokens count as let through until they are returned, used, or their lease is over.
//!
//! The clocks of processes differ: a document keeps the greatest time that any writer has seen, and time only ever moves
//! forward. See [`lease`](fn@lease) for the one decision.

mod bucket;
mod lease;
mod share;
#[cfg(test)]
mod tests;
mod window;

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{lease::Lease, line::Lines, tick::Ticks};

pub use self::{
    lease::{Grant, Request, lease},
    share::{MOST_OF_A_SHARD, Share, shards},
};

/// How long a call may take from the decision to let it through until it arrives. A process that has let that time pass
/// asks again.
pub const TRANSIT: Duration = Duration::from_millis(150);

/// How long a lease of spare tokens lasts at most.
pub const LONGEST_LEASE: Duration = Duration::from_secs(30);

/// How far the clocks of two processes may differ while a lease lasts.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(1);

/// How many processes may hold spare tokens of one shard: keeps its document small.
pub const MOST_LEASES: usize = 16;

/// A shard of a rate limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LimiterState {
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// What is left of the limit.
    used: Used,
    /// Spare tokens that processes hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    leases: Vec<Lease>,
    /// Who waits.
    #[serde(flatten)]
    lines: Lines,
}

/// What is left of the limit, as its strategy counts it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Used {
    /// The level of a bucket, in billionths of a token.
    Bucket(u64),
    /// What was let through in the window.
    Window(Ticks),
}

impl LimiterState {
    /// What a shard with `share` starts as: nothing is used.
    fn new(share: &Share, now: Timestamp) -> Self {
        Self { seen: now, used: share.unused(), leases: Vec::new(), lines: Lines::default() }
    }

    /// How many leased tokens may still be used.
    fn outstanding(&self) -> u32 {
        self.leases.iter().fold(0, |sum, lease| sum.saturating_add(lease.count))
    }

    /// How many calls can be let through at `now`.
    pub(super) fn available_at(&self, share: &Share, now: Timestamp) -> u32 {
        let mut state = self.clone();
        state.advance(share, now);
        state.available(share)
    }

    /// How many have places in the line that lie ahead at `now`.
    pub(super) fn waiting_at(&self, share: &Share, now: Timestamp) -> u32 {
        self.lines.waiting(now, share.pace())
    }

    /// The same without a waiting line.
    pub(super) fn without_line(mut self) -> Self {
        self.lines = Lines::default();
        self
    }

    fn available(&self, share: &Share) -> u32 {
        match &self.used {
            Used::Bucket(level) => bucket::whole(*level),
            Used::Window(log) => window::available(log, share, self.outstanding()),
        }
    }

    /// Lets time pass: tokens come, leases end, old calls leave the window.
    fn advance(&mut self, share: &Share, now: Timestamp) {
        if !share.fits(&self.used) {
            self.used = share.unused();
        }
        self.leases.sort_by_key(|lease| lease.until);
        let now = now.max(self.seen);
        while let Some(lease) = self.leases.first().copied().filter(|lease| lease.until <= now) {
            self.pass(share, lease.until.max(self.seen));
            self.leases.remove(0);
            // Its holder may have used it up to the end.
            self.note_used(lease.count);
        }
        self.pass(share, now);
    }

    fn pass(&mut self, share: &Share, now: Timestamp) {
        let outstanding = self.outstanding();
        match &mut self.used {
            Used::Bucket(level) => *level = bucket::refilled(*level, share, outstanding, self.seen, now),
            Used::Window(log) => window::forget(log, share, now),
        }
        self.seen = now;
    }

    /// Notes in the log that `count` calls may have been let through up to now.
    fn note_used(&mut self, count: u32) {
        if let Used::Window(log) = &mut self.used {
            log.add(self.seen, count);
        }
    }
}
