//! What is known of a job at another system: how its start was answered, what was reported of it, when it was last heard
//! of.
//!
//! Reports that come while a runner holds the execution, and heartbeats, are written beside the progress and change no
//! version: the version is the fence of the runner that started the job.

mod next;
mod permit;
pub mod receive;

use std::time::Duration;

use beadle_values::{duration, names};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::{
    next::{NextStep, early, is_abandoned, needs_abandoning, next, token, waits},
    permit::{PermitUse, may_have_kept_permit, permit_use},
    receive::{Alive, Received, Sent, SentKind, receive},
};
use super::{Answer, Failure, State};
use crate::policy::Milliseconds;

/// How often a heartbeat is written at most.
pub const WRITE_EVERY: Duration = Duration::from_secs(10);

/// What is known of the job of an execution.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JobRecord {
    /// How its start was answered, once it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Box<Accepted>>,
    /// The shard of its gate in which it keeps a permit, if it keeps one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit_shard: Option<u16>,
    /// A report that came before the runner had settled. Set without a new version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early: Option<Box<Report>>,
    /// The latest heartbeat. Set without a new version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heartbeat: Option<Box<Heartbeat>>,
    /// The report that ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
    /// Reports that came too late. Set without a new version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Late>,
}

/// How the start of a job was answered, and when to look after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// When.
    pub at: Timestamp,
    /// When its time is up.
    pub deadline: Timestamp,
    /// How long may pass without a sign of life.
    #[serde(default, rename = "heartbeat_timeout_ms", skip_serializing_if = "Option::is_none")]
    pub heartbeat_timeout: Option<Milliseconds>,
    /// The latest sign of life that was no heartbeat.
    pub seen_at: Timestamp,
    /// Where the job is, as the answer said in `Operation-Location` or `Location`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Where its result is, once the answer to a poll has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// The next poll.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<NextPoll>,
}

/// The next poll of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextPoll {
    /// When.
    pub at: Timestamp,
    /// The pause after it.
    #[serde(rename = "pause_ms")]
    pub pause: Milliseconds,
    /// How many polls were made.
    pub made: u32,
}

names! {
    /// How a job ended, as it was reported.
    pub enum JobEnd {
        /// It did what it was to do.
        Completed = "completed",
        /// It did not.
        Failed = "failed",
    }
}

/// A report of the end of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What is kept of it for good.
    #[serde(flatten)]
    pub reported: Reported,
    /// The body that it sent.
    pub answer: Answer,
    /// Why the job failed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// What is kept of a report, to answer it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The attempt that started the job, counted from 1.
    pub attempt: u32,
    /// When it came.
    pub at: Timestamp,
    /// How the job ended.
    pub end: JobEnd,
    /// A digest of its kind and its body: the same report again has the same one.
    pub digest: String,
}

/// A sign of life of a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// The attempt that started the job, counted from 1.
    pub attempt: u32,
    /// When it came.
    pub at: Timestamp,
    /// How much is done, 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whatever the job needs to go on from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<Value>,
}

/// Reports that came too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// When the latest one came.
    pub at: Timestamp,
    /// How many there were.
    pub times: u32,
}

/// Something about a job that is written beside the progress, without a new version.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A report, while a runner holds the execution. The first one counts.
    Early(Box<Report>),
    /// A heartbeat, while a runner holds the execution or it waits.
    Heartbeat(Box<Heartbeat>),
    /// A report that came too late.
    Late(Late),
}

impl JobRecord {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the report about the attempt of `state`, or about the one before it, is known: a write that does not know
    /// of the one in the store must not replace it.
    pub fn knows_report(&self, state: &State) -> bool {
        let of = match state {
            State::Pending { .. } => None,
            State::Retrying { attempt, .. } => Some(attempt.saturating_sub(1)),
            State::Running { attempt, .. }
            | State::Waiting { attempt, .. }
            | State::Deferred { attempt, .. } => Some(*attempt),
            State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } => {
                return self.early.is_some() || self.reported.is_some();
            }
        };
        self.early.is_some() || self.reported.as_ref().is_some_and(|reported| Some(reported.attempt) == of)
    }

    /// The latest heartbeat of attempt `attempt`.
    pub fn heartbeat_of(&self, attempt: u32) -> Option<&Heartbeat> {
        self.heartbeat.as_deref().filter(|heartbeat| heartbeat.attempt == attempt)
    }

    /// When the waiting attempt `attempt` is looked after next.
    pub fn wakes_at(&self, attempt: u32) -> Option<Timestamp> {
        self.accepted.as_ref().map(|accepted| accepted.wakes_at(self.heartbeat_of(attempt)))
    }

    /// The record of an attempt after one that failed.
    #[must_use]
    pub fn of_next_attempt(&self) -> Self {
        Self { late: self.late.clone(), permit_shard: self.permit_shard, ..Self::default() }
    }

    /// Takes over what was written beside the progress that this one replaces.
    pub fn take_beside(&mut self, stored: &Self) {
        self.heartbeat = stored.heartbeat.clone().or_else(|| self.heartbeat.take());
        self.late = stored.late.clone().or_else(|| self.late.take());
    }
}

impl Accepted {
    /// The start of a job that was accepted at `at`, whose answer says no more.
    pub fn new(at: Timestamp, deadline: Timestamp) -> Self {
        Self { at, deadline, heartbeat_timeout: None, seen_at: at, location: None, result: None, poll: None }
    }

    /// Dates what was written at a wrong time back to `now`; `wait` brings a time that lies ahead back.
    pub(super) fn rebase(&mut self, now: Timestamp, wait: impl Fn(Timestamp) -> Timestamp) {
        self.at = self.at.min(now);
        self.seen_at = self.seen_at.min(now);
        self.deadline = wait(self.deadline);
        if let Some(poll) = &mut self.poll {
            poll.at = wait(poll.at);
        }
    }

    /// When the job is looked after next, whose latest heartbeat this is.
    pub fn wakes_at(&self, heartbeat: Option<&Heartbeat>) -> Timestamp {
        let lost = self.lost_at(heartbeat);
        let times = [Some(self.deadline), lost, self.poll.as_ref().map(|poll| poll.at)];
        times.into_iter().flatten().min().unwrap_or(self.deadline)
    }

    /// When it counts as lost unless it gives a sign of life before.
    pub fn lost_at(&self, heartbeat: Option<&Heartbeat>) -> Option<Timestamp> {
        let seen = heartbeat.map_or(self.seen_at, |heartbeat| heartbeat.at.max(self.seen_at));
        self.heartbeat_timeout.map(|timeout| duration::after(seen, timeout.0))
    }
}

impl Accepted {
    /// The job, whose result is at `url`: it is fetched next, at `now`.
    #[must_use]
    pub fn fetched_from(&self, url: String, now: Timestamp) -> Self {
        let mut fetched = self.clone();
        fetched.result = Some(url);
        fetched.seen_at = now;
        fetched.put_off(now);
        fetched
    }

    /// Puts the next poll off until `at`, if there is one.
    pub fn put_off(&mut self, at: Timestamp) {
        if let Some(poll) = &mut self.poll {
            poll.at = at;
        }
    }
}

impl Heartbeat {
    /// The same, with what it leaves out taken from the one before.
    #[must_use]
    pub fn after(self, before: Option<&Self>) -> Self {
        let Some(before) = before else { return self };
        Self {
            percent: self.percent.or(before.percent),
            message: self.message.or_else(|| before.message.clone()),
            checkpoint: self.checkpoint.or_else(|| before.checkpoint.clone()),
            ..self
        }
    }
}
