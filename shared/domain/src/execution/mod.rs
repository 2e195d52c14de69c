//! An execution: one run of a task, or of a request that was never saved.
//!
//! What was asked ([`Request`]) never changes; what became of it ([`Progress`]) changes only through
//! [`Execution::apply`], which asks the one [transition] function. Read [`claim`] for who may run it and
//! [`conclude`] for what an attempt's outcome leads to.

pub mod answer;
pub mod attempt;
pub mod cancel_reason;
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

use std::sync::Arc;

use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    answer::{Answer, AnswerBody},
    attempt::{Attempt, AttemptOutcome},
    cancel_reason::CancelReason,
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
use crate::account::Credits;

/// One run: what was asked and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// What was asked; shared, since it never changes.
    pub request: Arc<Request>,
    /// What became of it so far.
    pub progress: Progress,
}

impl Execution {
    /// A new execution, `pending` until `due`.
    pub fn new(request: Request, due: Timestamp) -> Self {
        let progress = Progress::new(request.created_at, due);
        Self { request: Arc::new(request), progress }
    }

    /// Its id.
    pub fn id(&self) -> ExecutionId {
        self.request.id
    }

    /// The version of its row; as the fence of a claim, the version the claim wrote.
    pub fn version(&self) -> u64 {
        self.progress.version
    }

    /// Its state.
    pub fn state(&self) -> &State {
        &self.progress.state
    }

    /// The name of its state.
    pub fn status(&self) -> Status {
        self.progress.state.status()
    }

    /// The credits it has consumed: what it costs, once it has completed.
    pub fn credits_consumed(&self) -> Credits {
        if self.status() == Status::Completed { self.request.credits } else { Credits::ZERO }
    }

    /// The tokens that its destination says it used, once it has ended.
    pub fn tokens_consumed(&self) -> u64 {
        let answer = self.progress.answer.as_ref().filter(|_| self.status().is_final());
        answer.and_then(Answer::tokens_used).unwrap_or_default()
    }

    /// The execution after `event` at `now`, one version on.
    ///
    /// # Errors
    /// [`IllegalTransition`] when its state does not allow the event.
    pub fn apply(&self, event: Event, now: Timestamp) -> Result<Self, IllegalTransition> {
        let progress = self.progress.apply(event, now)?;
        Ok(Self { request: Arc::clone(&self.request), progress })
    }
}
