//! An execution: one run of a task, or of an ad-hoc request.
//!
//! The [`Request`] of an execution never changes. Its [`Progress`] changes only through [`Execution::apply`],
//! which uses the [transition] function. [`claim`] decides who may run it, [`conclude`] what follows from the
//! outcome of an attempt.

pub mod answer;
pub mod attempt;
pub mod cancel_reason;
pub mod cancellation;
pub mod claim;
pub mod compact;
pub mod conclude;
pub mod explain;
pub mod failure;
pub mod hold;
pub mod logs;
pub mod message;
pub mod progress;
pub mod request;
pub mod simulate;
pub mod state;
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
    hold::{Hold, HoldKind, HoldRecord},
    logs::{LogEntry, LogLevel},
    message::Message,
    progress::Progress,
    request::{IdempotencyStamp, Request},
    state::{Awaited, State, Status},
    transition::{Event, IllegalTransition},
    trigger::{Trigger, TriggerKind},
};
use crate::{
    account::Credits,
    policy::{RunPolicy, StatedPolicy},
};

/// An execution: its request and its progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// The request; shared, because it never changes.
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

    /// The consumed credits: the cost of the execution once it has completed.
    pub fn credits_consumed(&self) -> Credits {
        if self.status() == Status::Completed { self.request.credits } else { Credits::ZERO }
    }

    /// The tokens that the destination reported, once the execution has ended.
    pub fn tokens_consumed(&self) -> u64 {
        let answer = self.progress.answer.as_ref().filter(|_| self.status().is_final());
        answer.and_then(Answer::tokens_used).unwrap_or_default()
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
