//! An execution: one run of a task, or of an ad-hoc request.
//!
//! The [`Request`] of an execution changes at most once, before its first attempt: if its task changed after
//! its schedule had made it ([`Execution::rebuilt`]). Its [`Progress`] changes only through [`Execution::apply`],
//! which uses the [transition] function. [`claim`] decides who may run it, [`conclude`] what follows from the
//! outcome of an attempt.

pub mod answer;
pub mod attempt;
pub mod budget;
pub mod bundle;
pub mod cancel_reason;
pub mod cancellation;
pub mod claim;
pub mod compact;
pub mod conclude;
pub mod explain;
pub mod failure;
pub mod filter;
pub mod hold;
pub mod job;
pub mod logs;
pub mod message;
pub mod output;
pub mod progress;
pub mod request;
pub mod retry_with;
pub mod simulate;
pub mod state;
pub mod stored;
pub mod transition;
pub mod trigger;

use std::{borrow::Cow, sync::Arc};

use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    answer::{Answer, AnswerBody},
    attempt::{Attempt, AttemptOutcome},
    cancel_reason::CancelReason,
    cancellation::Cancellation,
    failure::{Failure, FailureCode},
    filter::{ExecutionFilter, Waits},
    hold::{Hold, HoldKind, HoldRecord},
    job::{Accepted, JobRecord, Note},
    logs::{LogEntry, LogLevel},
    message::Message,
    output::{Output, OutputLine, OutputStream},
    progress::Progress,
    request::{IdempotencyStamp, Request},
    retry_with::RetryWith,
    state::{Awaited, State, Status},
    transition::{Event, IllegalTransition},
    trigger::{MadeUnder, Trigger, TriggerKind},
};
use crate::{
    account::Credits,
    order::OrderLine,
    policy::{RulingRecord, RunPolicy, StatedPolicy},
};

/// An execution: its request and its progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// The request; shared, because it hardly ever changes.
    pub request: Arc<Request>,
    /// The progress so far.
    pub progress: Progress,
}

impl Execution {
    /// A new execution, `pending` until `due`.
    pub fn new(request: Request, due: Timestamp) -> Self {
        let progress = Progress::new(request.created_at, due);
        Self { request: Arc::new(request), progress }
    }

    /// An execution that records something already done: `completed` when it was requested, without an
    /// attempt.
    pub fn completed(request: Request) -> Self {
        let at = request.created_at;
        let progress = Progress { state: State::Completed { at }, ..Progress::new(at, at) };
        Self { request: Arc::new(request), progress }
    }

    /// An execution that records why nothing was run: `failed` when it was requested, without an attempt.
    pub fn failed(request: Request, failure: Failure) -> Self {
        let at = request.created_at;
        let progress = Progress { state: State::Failed { at, failure }, ..Progress::new(at, at) };
        Self { request: Arc::new(request), progress }
    }

    /// The id.
    pub fn id(&self) -> ExecutionId {
        self.request.id
    }

    /// The version of the row. It also serves as the fencing token of a claim: the version that the claim
    /// wrote.
    pub fn version(&self) -> u64 {
        self.progress.version
    }

    /// The state.
    pub fn state(&self) -> &State {
        &self.progress.state
    }

    /// The name of the state.
    pub fn status(&self) -> Status {
        self.progress.state.status()
    }

    /// Whether it tells of something: a notification about a task, or an alert.
    pub fn is_notice(&self) -> bool {
        self.request.trigger.kind == TriggerKind::Event && self.request.task_id.is_none()
    }

    /// Whether it is a notification that could not be delivered.
    pub fn is_undelivered_notice(&self) -> bool {
        self.request.trigger.notice_of.is_some() && self.status() == Status::Failed
    }

    /// The policy in force: that of the next attempt under `config`, which is the execution's as it is now, or
    /// that of the last attempt, once the execution has ended.
    pub fn policy(&self, config: Option<&StatedPolicy>) -> Cow<'_, RunPolicy> {
        match config.filter(|_| !self.status().is_final()) {
            Some(config) => Cow::Owned(self.request.policy.under(config)),
            None => Cow::Borrowed(self.progress.policy.as_ref().unwrap_or(&self.request.policy)),
        }
    }

    /// Notes that the latest attempt was made under `policy`.
    pub fn note_policy(&mut self, policy: &RunPolicy) {
        self.progress.policy = Some(policy).filter(|policy| **policy != self.request.policy).cloned();
    }

    /// Notes that the call of the latest attempt was cut off while it was under way.
    pub fn note_cut_off(&mut self) {
        if let Some(attempt) = self.progress.attempts.last_mut() {
            attempt.cut_off = true;
        }
    }

    /// Notes the answer of the retry function about the latest attempt, if that failed.
    pub fn note_ruling(&mut self, ruling: RulingRecord) {
        let failed = |attempt: &&mut Attempt| attempt.outcome == AttemptOutcome::Failed;
        if let Some(attempt) = self.progress.attempts.last_mut().filter(failed) {
            attempt.ruling = Some(Box::new(ruling));
        }
    }

    /// The consumed credits: the cost of the execution once it has completed.
    pub fn credits_consumed(&self) -> Credits {
        if self.status() == Status::Completed { self.request.credits } else { Credits::ZERO }
    }

    /// The tokens that the destination reported, once the execution has ended.
    pub fn tokens_consumed(&self) -> u64 {
        let answer = self.progress.answer.as_ref().filter(|_| self.status().is_final());
        answer.and_then(Answer::tokens_used).unwrap_or_default()
    }

    /// The claimed execution with `request` in place of what its schedule made before the task was changed.
    /// The version stays: it is the fence of the claim.
    #[must_use]
    pub fn rebuilt(&self, request: Request) -> Self {
        Self { request: Arc::new(request), progress: self.progress.clone() }
    }

    /// Whether it has not begun, as far as its progress shows: it may be claimed for its first attempt, or have
    /// been deferred before it.
    pub fn is_unbegun(&self) -> bool {
        let first = match self.state() {
            State::Pending { .. } => true,
            State::Running { attempt, .. } | State::Deferred { attempt, .. } => *attempt == 1,
            _ => false,
        };
        first && self.progress.attempts.is_empty()
    }

    /// Whether it was made before it was due, as those of a schedule below a minute are.
    pub fn was_made_ahead(&self) -> bool {
        let request = &self.request;
        request.trigger.scheduled_for.is_some_and(|time| time > request.created_at)
    }

    /// Whether it goes on when `other`, a later execution of its task, is due: it has been claimed, or was
    /// due before.
    pub fn goes_before(&self, other: &Self) -> bool {
        self.status() != Status::Pending || self.begins_at() <= other.begins_at()
    }

    /// Whether it is deferred beyond `now` since an earlier run of its task has not ended.
    pub fn waits_for_earlier(&self, now: Timestamp) -> bool {
        matches!(self.state(), State::Deferred { due, hold, .. } if hold.kind == HoldKind::Overlap && *due > now)
    }

    /// The line of its order key, if it has one.
    pub fn order_line(&self) -> Option<OrderLine> {
        let Request { owner, order, .. } = &*self.request;
        let order = order.as_ref().filter(|order| order.fault.is_none())?;
        Some(OrderLine { owner: owner.clone(), key: order.key.clone() })
    }

    /// Whether it is deferred beyond `now` since it is not the first of its line.
    pub fn waits_in_line(&self, now: Timestamp) -> bool {
        matches!(self.state(), State::Deferred { due, hold, .. } if hold.kind == HoldKind::Order && *due > now)
    }

    /// Since when it waits for a runner or for what holds it back, or will: from the time at which it was to begin. `None` once it
    /// runs or has ended, and while it waits for its next attempt or for its job.
    pub fn waiting_since(&self) -> Option<Timestamp> {
        match self.state() {
            State::Pending { due } => Some(self.begins_at().max(*due)),
            State::Deferred { .. } => Some(self.begins_at()),
            _ => None,
        }
    }

    /// When it was to begin.
    fn begins_at(&self) -> Timestamp {
        let created_at = self.request.created_at;
        self.request.trigger.scheduled_for.map_or(created_at, |time| time.max(created_at))
    }

    /// The next version of the execution: after `event` at `now`.
    ///
    /// # Errors
    /// [`IllegalTransition`] if the state does not allow the event.
    pub fn apply(&self, event: Event, now: Timestamp) -> Result<Self, IllegalTransition> {
        let progress = self.progress.apply(event, now)?;
        Ok(Self { request: Arc::clone(&self.request), progress })
    }
}
