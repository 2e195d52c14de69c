//! The concurrency limit of a config. A process leases permits, uses each for one call after the other, and
//! renews the lease meanwhile. The permits of a process that died are free when its lease ends. A job that keeps its
//! permit while it is awaited has one of its own, see [`JobPermit`].

mod jobs;
#[cfg(test)]
mod tests;

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::jobs::{JobPermit, JobRequest, release_job, shard_of};
use self::jobs::{Jobs, Kept};
use super::{
    Holder, Places,
    lease::Lease,
    line::{self, Lines},
};
use crate::policy::Milliseconds;

/// The duration of a lease while nobody else waits for permits.
pub const LEASE: Duration = Duration::from_secs(30);

/// The duration of a lease while permits are scarce: the permits of a dead process are free by then.
pub const SCARCE_LEASE: Duration = Duration::from_secs(10);

/// A call whose place in line is this near waits in its process for a permit.
pub const NEAR: Duration = Duration::from_secs(1);

/// For how long a call waits in its process at most.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// How long before their places calls return, to wait the rest in their processes: places are estimates, and a queue that
/// counts in whole seconds brings calls back up to a second late.
pub const RETURNS_EARLY: Duration = Duration::from_secs(1);

/// How many permits one shard grants at most. Keeps its document small if many processes or jobs hold one permit
/// each.
pub const MAX_PER_SHARD: u32 = 64;

/// The assumed duration of a call before any has ended.
const FIRST_GUESS: Duration = Duration::from_millis(200);

/// The length of the line under that assumption: those who wait return and get a better estimate.
const FIRST_LINE: Duration = Duration::from_secs(2);

/// The fraction of the pace at which calls pass that returned and waited in vain.
const BETWEEN: f64 = 0.1;

/// How long calls return together, so that one write serves them.
const TOGETHER: Duration = Duration::from_millis(250);

/// A shard of the concurrency limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermitsState {
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// The leases of the processes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    leases: Vec<Lease>,
    /// The permits that jobs keep.
    #[serde(default, skip_serializing_if = "Jobs::is_empty")]
    jobs: Jobs,
    /// The waiting lines.
    #[serde(flatten)]
    lines: Lines,
    /// The moving average of call durations; `None` before the first call has ended.
    #[serde(rename = "took_ms", default, skip_serializing_if = "Option::is_none")]
    took: Option<Milliseconds>,
}

/// A process's request to a shard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// The process.
    pub holder: Holder,
    /// Running calls that have permits.
    pub in_use: u32,
    /// Further permits that the process holds and would keep.
    pub idle: u32,
    /// Waiting calls that have already waited in line.
    pub returning: u32,
    /// Waiting calls that have not.
    pub newcomers: u32,
    /// The average duration of its calls since its last request.
    pub took: Option<Duration>,
    /// How many places in line it would like for newcomers without a permit.
    pub places: u32,
    /// How many places in line it would like for returning calls without a permit.
    pub back: u32,
    /// A job that is to keep a permit, beside those of the process.
    pub job: Option<JobRequest>,
}

/// What a process is granted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grant {
    /// How many permits the process holds now, including those in use.
    pub held: u32,
    /// The duration of the lease, from when the process asked. It renews the lease after half of that time,
    /// and considers it lost [`super::limiter::CLOCK_TOLERANCE`] before the end.
    pub lease: Duration,
    /// How many of them newcomers may use.
    pub for_newcomers: u32,
    /// Places in line for newcomers without a permit.
    pub places: Option<Places>,
    /// Places in line for returning calls without a permit; their line is shorter.
    pub back: Option<Places>,
    /// The approximate time at which asking again is worthwhile, if not all calls got a permit.
    pub next: Timestamp,
    /// Whether permits are scarce, so that idle ones should be returned.
    pub scarce: bool,
    /// Whether calls wait, here or elsewhere, so that they should be returned at once.
    pub wanted: bool,
    /// Whether the job keeps a permit now.
    pub job_kept: bool,
    /// How many permits jobs keep, if they keep all of them and some call got none: then there are no places in line,
    /// since nobody knows when a job ends.
    pub blocked_by_jobs: u32,
    /// Whether the document has to be written. Otherwise the process holds what it held and was granted
    /// nothing.
    pub changed: bool,
}

/// The number of documents over which the permits of a config are split.
pub fn shards(concurrency: u32) -> u16 {
    u16::try_from(concurrency.div_ceil(MAX_PER_SHARD)).unwrap_or(u16::MAX).max(1)
}

/// How many permits shard `shard` grants.
pub fn share(concurrency: u32, shard: u16) -> u32 {
    let (count, shard) = (u32::from(shards(concurrency)), u32::from(shard));
    concurrency / count + u32::from(shard < concurrency % count)
}

/// Grants `request` from the shard `state`, which has `share` permits, at `now`. Returns the next state and
/// the grant.
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
    let before =
        next.leases.iter().find(|lease| lease.holder == request.holder).map_or(0, |lease| lease.count);
    next.leases.retain(|lease| lease.holder != request.holder);
    let free = next.open(share).saturating_sub(next.held()).saturating_sub(request.in_use);
    let for_the_line = next.for_the_line(share, now);
    let kept = request.job.map_or(Kept::No, |job| next.jobs.keep(&job, free, for_the_line, now));
    let free = free - u32::from(kept == Kept::New);
    let (open, pace) = (next.open(share), next.pace(share));
    let waiting = next.waiting_at(share, now);
    let returning = request.returning.min(free);
    let left = free - returning;
    let newcomers = request.newcomers.min(left.saturating_sub(for_the_line));
    let refused_job = u32::from(request.job.is_some() && kept == Kept::No);
    let refused = (request.returning - returning) + (request.newcomers - newcomers) + refused_job;
    // Idle permits of the process go to its waiting calls first; it keeps the rest as long as nobody else
    // waits.
    let wanted = returning + newcomers;
    let idle = if refused == 0 && waiting == 0 {
        request.idle.saturating_sub(wanted).min(left - newcomers)
    } else {
        0
    };
    let held = request.in_use + wanted + idle;
    let scarce = refused > 0 || waiting > 0 || next.held().saturating_add(held) > open / 2;
    let lease = if scarce { SCARCE_LEASE } else { LEASE };
    if held > 0 {
        next.leases.push(Lease { holder: request.holder, count: held, until: duration::after(now, lease) });
    }
    let blocked_by_jobs = if open == 0 && refused > 0 { next.jobs.count() } else { 0 };
    let has_places = blocked_by_jobs == 0;
    let places =
        (has_places && request.places > 0 && refused > 0).then(|| next.line_up(pace, now, request.places));
    let soon = duration::after(now, line::SOON);
    let back = (has_places && request.back > 0 && request.returning > returning)
        .then(|| next.lines.line_up_between(soon, pace, pace * BETWEEN, request.back, TOGETHER));
    let again = if has_places { next.worth_asking(share) } else { next.jobs.worth_waiting(now) };
    // A process with nothing to renew, return or receive does not write the document.
    let changed = held > 0 || before > 0 || places.is_some() || back.is_some() || kept != Kept::No;
    let grant = Grant {
        changed,
        held,
        lease,
        for_newcomers: newcomers,
        back,
        places,
        next: duration::after(now, again),
        scarce,
        wanted: refused > 0 || waiting > 0,
        job_kept: kept != Kept::No,
        blocked_by_jobs,
    };
    (next, grant)
}

impl PermitsState {
    fn new(now: Timestamp) -> Self {
        Self { seen: now, leases: Vec::new(), jobs: Jobs::default(), lines: Lines::default(), took: None }
    }

    /// Whether jobs keep permits. They give them back without a word to the processes that have copies of the document.
    pub fn has_jobs(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// How many permits of the shard are free at `now`.
    pub fn free_at(&self, share: u32, now: Timestamp) -> u32 {
        share.saturating_sub(self.held_at(now.max(self.seen)))
    }

    /// Whether a call has ended, so that the pace of the line is known.
    pub fn knows_pace(&self) -> bool {
        self.took.is_some()
    }

    /// After which time it is worth asking again for one of `share` permits.
    pub fn worth_asking(&self, share: u32) -> Duration {
        line::seconds((1.0 / self.pace(share)).clamp(0.1, 1.0))
    }

    /// When the document has nothing to say any more.
    pub(super) fn until(&self) -> Timestamp {
        self.jobs.until().map_or(self.seen, |until| until.max(self.seen))
    }

    /// How many of the permits of the shard are not kept by jobs.
    fn open(&self, share: u32) -> u32 {
        share.saturating_sub(self.jobs.count())
    }

    /// How many permits are left to those who wait in line.
    fn for_the_line(&self, share: u32, now: Timestamp) -> u32 {
        let next = (self.pace(share).ceil() as u32).max(1);
        self.waiting_at(share, now).min(next).min(self.open(share))
    }

    /// How many permits processes have leased.
    fn held(&self) -> u32 {
        self.leases.iter().fold(0, |sum, lease| sum.saturating_add(lease.count))
    }

    /// How many permits are leased or kept at `now`.
    pub(super) fn held_at(&self, now: Timestamp) -> u32 {
        let held = self.leases.iter().filter(|lease| lease.until > now);
        held.fold(self.jobs.count_at(now), |sum, lease| sum.saturating_add(lease.count))
    }

    /// How many places in line are after `now`.
    pub(super) fn waiting_at(&self, share: u32, now: Timestamp) -> u32 {
        self.lines.waiting(now, self.pace(share))
    }

    /// The same state without waiting lines.
    pub(super) fn without_line(mut self) -> Self {
        self.lines = Lines::default();
        self
    }

    /// How many calls pass per second while there are always some waiting.
    fn pace(&self, share: u32) -> f64 {
        let took = self.took.map_or(FIRST_GUESS, |took| took.0);
        f64::from(self.open(share).max(1)) / took.as_secs_f64().max(0.01)
    }

    fn advance(&mut self, now: Timestamp) {
        self.seen = now.max(self.seen);
        let seen = self.seen;
        self.leases.retain(|lease| lease.until > seen);
        self.jobs.expire(seen);
    }

    fn line_up(&mut self, pace: f64, now: Timestamp, count: u32) -> Places {
        if self.took.is_some() {
            return self.lines.line_up(now, pace, count, pace / 4.0);
        }
        if self.lines.until.is_some_and(|end| duration::between(now, end) > FIRST_LINE) {
            self.lines.until = None;
        }
        let pace = pace.max(f64::from(count) / FIRST_LINE.as_secs_f64());
        self.lines.line_up(now, pace, count, pace / 4.0)
    }
}
