//! What happened, as far as alerts want to know.

use beadle_values::id::{ConfigId, ExecutionId, TaskId};
use jiff::Timestamp;

use super::{AlertRule, Condition};
use crate::{
    account::Credits,
    execution::{Status, TriggerKind},
    gate::PhaseName,
    projection::{Change, ChangeRecord, ExecutionFacts},
};

/// Something that happened to a thing of an owner, or that was found out about it.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// An execution of a task failed.
    Failed {
        /// The task.
        task: TaskId,
        /// The execution.
        execution: ExecutionId,
        /// When.
        at: Timestamp,
    },
    /// An execution of a task completed.
    Completed {
        /// The task.
        task: TaskId,
        /// When.
        at: Timestamp,
    },
    /// A circuit breaker changed its phase.
    Breaker {
        /// The config.
        config: ConfigId,
        /// The phase that it is in.
        phase: PhaseName,
        /// When.
        at: Timestamp,
    },
    /// A run started in time or did not, or the pings of a monitor stopped or came back.
    Expected {
        /// The task.
        task: TaskId,
        /// Whether it did not come.
        missed: bool,
        /// The time of the run, or when the monitor changed.
        at: Timestamp,
    },
    /// So many credits are left.
    Credits {
        /// What is left.
        left: Credits,
        /// When it was read.
        at: Timestamp,
    },
    /// What waits, as far as a rule is concerned.
    Backlog {
        /// The name of the rule.
        rule: String,
        /// Since when the oldest execution waits that has waited for too long; `None` if none has.
        waiting_since: Option<Timestamp>,
        /// When it was read.
        at: Timestamp,
    },
    /// A task or a config is no longer there.
    Gone {
        /// Its id.
        subject: String,
        /// Since when.
        at: Timestamp,
    },
}

impl Fact {
    /// The facts of a change, in order.
    pub fn of(record: &ChangeRecord) -> Vec<Self> {
        match &record.change {
            Change::Execution { .. } => record.ended().and_then(Self::of_end).into_iter().collect(),
            Change::Breaker { config, transitions, .. } => transitions
                .iter()
                .map(|transition| Self::Breaker { config: *config, phase: transition.to, at: transition.at })
                .collect(),
            Change::Task { after, .. } => {
                let gone = after.deleted_at.map(|at| Self::Gone { subject: after.id.to_string(), at });
                gone.into_iter().collect()
            }
            Change::Record(_) | Change::BatchClosed(_) => Vec::new(),
        }
    }

    /// The fact of the end of an execution, if a run of a task completed or failed.
    fn of_end(ended: &ExecutionFacts) -> Option<Self> {
        let at = ended.ended_at.unwrap_or(ended.created_at);
        let task = ended.task_id.filter(|_| ended.trigger != TriggerKind::Reminder)?;
        match ended.status {
            Status::Completed => Some(Self::Completed { task, at }),
            Status::Failed => Some(Self::Failed { task, execution: ended.id, at }),
            _ => None,
        }
    }

    /// What it is about: the id of a task or a config, `backlog` or `credits`.
    pub fn subject(&self) -> String {
        match self {
            Self::Failed { task, .. } | Self::Completed { task, .. } | Self::Expected { task, .. } => {
                task.to_string()
            }
            Self::Breaker { config, .. } => config.to_string(),
            Self::Credits { .. } => "credits".to_owned(),
            Self::Backlog { .. } => "backlog".to_owned(),
            Self::Gone { subject, .. } => subject.clone(),
        }
    }

    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Failed { at, .. }
            | Self::Completed { at, .. }
            | Self::Breaker { at, .. }
            | Self::Expected { at, .. }
            | Self::Credits { at, .. }
            | Self::Backlog { at, .. }
            | Self::Gone { at, .. } => *at,
        }
    }

    /// Whether `rule` is about it.
    pub fn concerns(&self, rule: &AlertRule) -> bool {
        let task_fits = |task: &TaskId| rule.task_id.is_none_or(|wanted| wanted == *task);
        match (self, rule.when) {
            (Self::Failed { task, .. } | Self::Completed { task, .. }, Condition::ConsecutiveFailures)
            | (Self::Expected { task, .. }, Condition::Missed) => task_fits(task),
            (Self::Breaker { config, .. }, Condition::BreakerOpen) => {
                rule.config_id.is_none_or(|wanted| wanted == *config)
            }
            (Self::Credits { .. }, Condition::CreditsBelow) | (Self::Gone { .. }, _) => true,
            (Self::Backlog { rule: name, .. }, Condition::BacklogOlderThan) => rule.name == *name,
            _ => false,
        }
    }
}
