//! Permits that jobs keep while they are awaited.
//!
//! No process holds such a permit, since none waits with the job: it stands under the id of the execution, until its
//! deadline. Each claim that starts the job again takes over what an earlier one left, so a runner that dies leaks nothing.
//! It is given back once the row of the execution says that nobody waits for the job any more. Giving back names the
//! version of that row: a permit that a later claim has taken stays.

use std::time::Duration;

use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PermitsState, shards};
use crate::gate::Holder;

/// The shortest and the longest time after which it is worth asking again while jobs keep all permits.
const WORTH_WAITING: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// The permit of a job. Stored as a short array, because a document may have many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Short", into = "Short")]
pub struct JobPermit {
    /// The execution that waits for the job.
    pub job: Holder,
    /// The version of the claim that started it.
    pub version: u64,
    /// Since when it is kept.
    pub since: Timestamp,
    /// Until when it is kept at most.
    pub until: Timestamp,
}

type Short = (Holder, u64, i64, i64);

impl From<JobPermit> for Short {
    fn from(permit: JobPermit) -> Self {
        let JobPermit { job, version, since, until } = permit;
        (job, version, since.as_second(), until.as_second())
    }
}

impl TryFrom<Short> for JobPermit {
    type Error = jiff::Error;

    fn try_from((job, version, since, until): Short) -> Result<Self, jiff::Error> {
        let (since, until) = (Timestamp::from_second(since)?, Timestamp::from_second(until)?);
        Ok(Self { job, version, since, until })
    }
}

impl JobPermit {
    /// The permit of the execution `id`, whose claim is of this version and starts its job at `now`; kept for `length` at
    /// most.
    pub fn new(id: ExecutionId, version: u64, now: Timestamp, length: Duration) -> Self {
        let whole = |time: Timestamp| Timestamp::from_second(time.as_second()).unwrap_or(time);
        let until = whole(duration::after(now, length));
        Self { job: Holder::of(id.uuid()), version, since: whole(now), until }
    }
}

/// A job that is to keep a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobRequest {
    /// The permit.
    pub permit: JobPermit,
    /// Whether its execution has waited for it before.
    pub returning: bool,
}

/// The shard of `concurrency` permits in which a job keeps its own: always the same, so that it finds it again.
pub fn shard_of(job: Holder, concurrency: u32) -> u16 {
    (job.number() % u64::from(shards(concurrency))) as u16
}

/// The shard without the permit of `job`, whose row has `version`; `None` if there is none to give back.
pub fn release_job(state: &PermitsState, job: Holder, version: u64, now: Timestamp) -> Option<PermitsState> {
    let is_over = |kept: &JobPermit| kept.job == job && kept.version <= version;
    if !state.jobs.0.iter().any(is_over) {
        return None;
    }
    let mut next = state.clone();
    next.advance(now);
    next.jobs.0.retain(|kept| !is_over(kept));
    Some(next)
}

/// The permits that jobs keep of one shard.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Jobs(Vec<JobPermit>);

/// Whether a job keeps a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    No,
    /// It got one.
    New,
    /// It had one before.
    Again,
}

impl Jobs {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn count_at(&self, now: Timestamp) -> u32 {
        u32::try_from(self.0.iter().filter(|kept| kept.until > now).count()).unwrap_or(u32::MAX)
    }

    /// When the last one ends at the latest.
    pub(super) fn until(&self) -> Option<Timestamp> {
        self.0.iter().map(|kept| kept.until).max()
    }

    pub(super) fn expire(&mut self, now: Timestamp) {
        self.0.retain(|kept| kept.until > now);
    }

    /// Keeps the permit that the job has, or one of `free`. Jobs that have not waited leave `for_the_line` of them.
    pub(super) fn keep(
        &mut self,
        request: &JobRequest,
        free: u32,
        for_the_line: u32,
        now: Timestamp,
    ) -> Kept {
        let JobRequest { permit, returning } = *request;
        if permit.until <= now {
            return Kept::No;
        }
        if let Some(kept) = self.0.iter_mut().find(|kept| kept.job == permit.job) {
            kept.version = kept.version.max(permit.version);
            kept.until = kept.until.max(permit.until);
            return Kept::Again;
        }
        let left = if returning { free } else { free.saturating_sub(for_the_line) };
        if left == 0 {
            return Kept::No;
        }
        self.0.push(permit);
        Kept::New
    }

    /// How long to wait before asking again: half as long as the oldest one has been kept, shared by all. The longer jobs
    /// take, the less often it is asked for them.
    pub(super) fn worth_waiting(&self, now: Timestamp) -> Duration {
        let oldest = self.0.iter().map(|kept| duration::between(kept.since, now)).max().unwrap_or_default();
        let (least, most) = WORTH_WAITING;
        (oldest / 2 / self.count().max(1)).clamp(least, most)
    }
}
