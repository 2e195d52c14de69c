//! Progress of an execution.

use std::time::Duration;

use beadle_values::duration;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    answer::Answer,
    attempt::{Attempt, AttemptOutcome},
    cancel_reason::CancelReason,
    cancellation::Cancellation,
    failure::Failure,
    hold::{self, HoldRecord},
    job::JobRecord,
    output::Output,
    state::State,
    transition::{Event, IllegalTransition, transition},
};
use crate::{function::RanFunction, policy::RunPolicy};

/// The part of an execution that changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The number of changes, starting at 1. A write names the version it replaces, so that of two concurrent
    /// writers one fails.
    pub version: u64,
    /// The state.
    pub state: State,
    /// The attempts so far, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// The holds of attempts before they were made, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<HoldRecord>,
    /// The latest response of the destination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What its attempts wrote, if they ran a script or a function.
    #[serde(default, skip_serializing_if = "Output::is_empty")]
    pub output: Output,
    /// The version of the function that its latest attempt called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<RanFunction>,
    /// The policy of its latest attempt, if its config made it another one than that of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<RunPolicy>,
    /// Whether a cancellation was requested while it ran. Set without a new version, never reset.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancel_requested: bool,
    /// The first request to cancel it, if one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<Cancellation>,
    /// What is known of the job of a wait.
    #[serde(default, skip_serializing_if = "JobRecord::is_empty")]
    pub job: JobRecord,
    /// How many of its attempts ran without a claim being written ([`super::claim::needs_no_claim`]).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unclaimed: u32,
    /// The time of the latest change.
    pub updated_at: Timestamp,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Progress {
    /// The first version: `pending` until `due`.
    pub fn new(created_at: Timestamp, due: Timestamp) -> Self {
        Self {
            version: 1,
            state: State::Pending { due },
            attempts: Vec::new(),
            holds: Vec::new(),
            answer: None,
            output: Output::default(),
            function: None,
            policy: None,
            cancel_requested: false,
            cancellation: None,
            job: JobRecord::default(),
            unclaimed: 0,
            updated_at: created_at,
        }
    }

    /// Dates a progress that was written at a wrong time, after `now`, back to `now`. It waits as long as it
    /// was to wait then.
    pub fn rebase(&mut self, now: Timestamp) {
        let written = self.updated_at;
        let wait = |until: Timestamp| {
            let left = until.duration_since(written).max(SignedDuration::ZERO);
            now.checked_add(left).unwrap_or(Timestamp::MAX)
        };
        match &mut self.state {
            State::Pending { due } | State::Retrying { due, .. } | State::Deferred { due, .. } => {
                *due = wait(*due)
            }
            State::Waiting { until, .. } => {
                *until = wait(*until);
                if let Some(accepted) = &mut self.job.accepted {
                    accepted.rebase(now, wait);
                }
            }
            State::Running { lease_until, .. } => *lease_until = wait(*lease_until),
            State::Completed { .. } | State::Failed { .. } | State::Cancelled { .. } => {}
        }
        self.updated_at = now;
    }

    /// Whether a cancellation was requested: while it ran, or while it waited for a job that a runner has to stop first.
    pub fn is_to_be_cancelled(&self) -> bool {
        self.cancel_requested || self.cancellation.is_some()
    }

    /// Why it is to be cancelled, once that was requested. Rows that were written before requests had reasons
    /// have none: then a caller asked.
    pub fn cancel_reason(&self) -> CancelReason {
        self.cancellation.as_ref().map_or(CancelReason::Requested, |cancellation| cancellation.reason)
    }

    /// How often a runner died during an attempt.
    pub fn interruptions(&self) -> usize {
        self.attempts.iter().filter(|attempt| attempt.outcome == AttemptOutcome::Interrupted).count()
    }

    /// Whether every report about the job is known that may be in the store.
    pub fn knows_report(&self) -> bool {
        self.job.knows_report(&self.state)
    }

    /// When its waiting attempt is looked after next: later than its state says if its job has given a sign of life. One
    /// that is to be cancelled is looked after at once.
    pub fn wakes_at(&self) -> Option<Timestamp> {
        match &self.state {
            State::Waiting { attempt, until, .. } if self.cancellation.is_none() => {
                Some(self.job.wakes_at(*attempt).map_or(*until, |wakes| wakes.max(*until)))
            }
            state => state.due(),
        }
    }

    /// Whether the running or waiting attempt has waited for its result before.
    pub fn has_waited(&self) -> bool {
        let State::Running { attempt, .. } = self.state else { return false };
        let mut attempts = self.attempts.iter();
        attempts.any(|made| made.number == attempt && made.outcome == AttemptOutcome::Waiting)
    }

    /// When its first attempt was claimed.
    pub fn started_at(&self) -> Option<Timestamp> {
        match (&self.state, self.attempts.first()) {
            (_, Some(first)) => Some(first.started_at),
            (State::Running { since, .. }, None) => Some(*since),
            _ => None,
        }
    }

    /// Why it failed for good, or why its latest attempt failed.
    pub fn failure(&self) -> Option<&Failure> {
        match &self.state {
            State::Failed { failure, .. } => Some(failure),
            State::Completed { .. } => None,
            _ => self.attempts.last().and_then(|attempt| attempt.failure.as_ref()),
        }
    }

    pub(super) fn apply(&self, event: Event, now: Timestamp) -> Result<Self, IllegalTransition> {
        let state = transition(&self.state, &event, now)?;
        let ended = self.attempt_ended(&event, now);
        let mut attempts = Vec::with_capacity(self.attempts.len() + usize::from(ended.is_some()));
        attempts.extend_from_slice(&self.attempts);
        if ended.as_ref().is_some_and(|ended| ended.outcome != AttemptOutcome::Interrupted) {
            // An attempt is one record from its first claim to its outcome, however often it waited in
            // between.
            attempts.pop_if(|last| Some(&*last) == self.waited());
        }
        attempts.extend(ended);
        let holds = match (&self.state, &event) {
            (State::Running { attempt, .. }, Event::Defer { hold, .. }) => {
                hold::record(&self.holds, hold.kind, *attempt, now)
            }
            _ => self.holds.clone(),
        };
        let answer = match event {
            Event::Succeed { answer } | Event::Retry { answer, .. } | Event::Fail { answer, .. } => answer,
            _ => self.answer.clone(),
        };
        let job = match state {
            State::Retrying { .. } => self.job.of_next_attempt(),
            _ => self.job.clone(),
        };
        Ok(Self {
            version: self.version + 1,
            state,
            attempts,
            holds,
            answer,
            output: self.output.clone(),
            function: self.function.clone(),
            policy: self.policy.clone(),
            cancel_requested: self.cancel_requested,
            cancellation: self.cancellation.clone(),
            job,
            unclaimed: self.unclaimed,
            updated_at: now,
        })
    }

    /// The record of the running or waiting attempt, if it has waited.
    fn waited(&self) -> Option<&Attempt> {
        let (State::Running { attempt, .. } | State::Waiting { attempt, .. }) = self.state else {
            return None;
        };
        let is_its = |last: &&Attempt| last.number == attempt && last.outcome == AttemptOutcome::Waiting;
        self.attempts.last().filter(is_its)
    }

    /// The record of the attempt that `event` ends, if it ends one.
    fn attempt_ended(&self, event: &Event, now: Timestamp) -> Option<Attempt> {
        let (number, since) = match self.state {
            State::Running { attempt, since, .. } => (attempt, since),
            State::Waiting { .. }
                if matches!(event, Event::Claim { .. } | Event::Abandon { .. } | Event::Release { .. }) =>
            {
                return None;
            }
            State::Waiting { attempt, .. } => (attempt, self.updated_at),
            _ => return None,
        };
        let (outcome, failure, next_attempt_at) = match event {
            Event::Succeed { .. } => (AttemptOutcome::Succeeded, None, None),
            Event::Retry { failure, due, .. } => (AttemptOutcome::Failed, Some(failure), Some(*due)),
            Event::Fail { failure, .. } => (AttemptOutcome::Failed, Some(failure), None),
            Event::Wait { .. } => (AttemptOutcome::Waiting, None, None),
            Event::Cancel { .. } => (AttemptOutcome::Cancelled, None, None),
            Event::Withdraw { .. } if self.waited().is_none() => return None,
            Event::Withdraw { .. } => (AttemptOutcome::Cancelled, None, None),
            Event::Claim { .. } | Event::Abandon { .. } => (AttemptOutcome::Interrupted, None, None),
            Event::Defer { .. } | Event::Release { .. } => return None,
        };
        let http_status = match event {
            Event::Succeed { answer } | Event::Retry { answer, .. } | Event::Fail { answer, .. } => {
                answer.as_ref().and_then(|answer| answer.status)
            }
            _ => None,
        };
        let began = self.waited().filter(|_| outcome != AttemptOutcome::Interrupted);
        let started_at = began.map_or(since, |waited| waited.started_at);
        // What was waited since the attempt waited last lies before the runner that looks after it now, if one does.
        let waited_ms = began.map_or(0, |waited| {
            let from = duration::after(waited.started_at, Duration::from_millis(waited.duration_ms));
            let until = if matches!(self.state, State::Running { .. }) { since } else { now };
            waited.waited_ms.saturating_add(duration::millis(duration::between(from, until)))
        });
        Some(Attempt {
            number,
            started_at,
            duration_ms: duration::millis(duration::between(started_at, now)),
            waited_ms,
            outcome,
            http_status,
            failure: failure.cloned(),
            next_attempt_at,
            cut_off: false,
            ruling: None,
        })
    }
}

#[cfg(test)]
mod tests;
