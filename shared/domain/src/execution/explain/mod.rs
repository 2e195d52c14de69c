//! Explains the status of an execution: what it waits for, what happens next, and what has been decided.
//!
//! Pure: computed from what is stored about the execution, its config, its gate and its task.

mod account;
mod decisions;
mod job;
mod needed;
mod next;
mod pause;
#[cfg(test)]
mod tests;

use beadle_values::id::ExecutionId;
use jiff::Timestamp;

pub use self::{account::AccountView, needed::Needed};
use super::{Awaited, Execution, HoldKind, State, Status};
use crate::{
    config::Config,
    gate::{GateView, Pause, PauseTarget},
    order,
    task::Task,
};

/// The explanation of an execution's status.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The status.
    pub status: Status,
    /// Since when it has this status.
    pub since: Timestamp,
    /// What the execution waits for; `None` if it has ended.
    pub waiting_for: Option<WaitingFor>,
    /// What happens next; `None` if it has ended.
    pub next: Option<Next>,
    /// The decisions so far, in chronological order.
    pub decisions: Vec<Decision>,
}

/// What an execution waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingFor {
    /// The kind of wait.
    pub kind: WaitKind,
    /// The reason, as one sentence.
    pub reason: String,
    /// The gate of its config, if it has one.
    pub gate: Option<GateView>,
    /// The account of its owner, if that holds it back and the caller may see it.
    pub account: Option<AccountView>,
    /// The execution that it waits for, if it is not the first with its order key.
    pub execution: Option<ExecutionId>,
    /// The pause that holds it back now, if it was held back by one.
    pub pause: Option<(PauseTarget, Pause)>,
}

/// The kind of what an execution waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitKind {
    /// The time it was asked to run at, or that its attempt takes.
    Time,
    /// A runner.
    Runner,
    /// The end of the attempt that is being made.
    Attempt,
    /// The delay before its next attempt.
    RetryDelay,
    /// The end of its job.
    Job(Awaited),
    /// Something that keeps it back.
    Hold(HoldKind),
}

impl WaitKind {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Runner => "runner",
            Self::Attempt => "attempt",
            Self::RetryDelay => "retry_delay",
            Self::Job(what) => what.as_str(),
            Self::Hold(kind) => kind.as_str(),
        }
    }
}

/// What happens next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// One sentence.
    pub what: String,
    /// The time, at the latest or approximately.
    pub at: Timestamp,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When it was made.
    pub at: Timestamp,
    /// Its name, such as `created`, `held`, `attempt_failed`, `completed`.
    pub what: &'static str,
    /// One sentence.
    pub detail: String,
}

/// Explains `execution` at `now`. `config` is its config, `gate` that config's gate and `task` its task, each
/// `None` if it does not exist (any more). `needed` are the tasks because of which it was skipped or does not
/// begin. `account` is its owner's account, if that holds it back.
pub fn explain(
    execution: &Execution,
    config: Option<&Config>,
    gate: Option<&GateView>,
    task: Option<&Task>,
    needed: &[Needed],
    account: Option<&AccountView>,
    now: Timestamp,
) -> Explanation {
    Explanation {
        status: execution.status(),
        since: since(execution),
        waiting_for: next::waiting_for(execution, config, gate, account, now),
        next: next::next(execution, config, task, needed, account, now),
        decisions: decisions::of(execution, config, task, needed),
    }
}

impl Explanation {
    /// The explanation of an execution that waits in the line of its order key, of which `first` is the first now.
    #[must_use]
    pub fn behind(mut self, first: &Execution) -> Self {
        if let Some(waiting) = &mut self.waiting_for {
            waiting.reason = order::why_behind(first);
            waiting.execution = Some(first.id());
        }
        self
    }
}

fn since(execution: &Execution) -> Timestamp {
    let progress = &execution.progress;
    match &progress.state {
        State::Pending { .. } => execution.request.created_at,
        State::Running { since, .. } => *since,
        State::Deferred { attempt, hold, .. } => {
            let held = progress.holds.last();
            let same = held.filter(|held| held.kind == hold.kind && held.attempt == *attempt);
            same.map_or(progress.updated_at, |held| held.since)
        }
        State::Completed { at } | State::Failed { at, .. } | State::Cancelled { at, .. } => *at,
        State::Retrying { .. } | State::Waiting { .. } => progress.updated_at,
    }
}
