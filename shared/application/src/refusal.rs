//! Why something was not done.

use std::time::Duration;

use beadle_domain::{
    account::{LimitType, SubscriptionLevel},
    execution::Status,
};
use beadle_values::{
    id::{ApiKeyId, ConfigId, ExecutionId, TaskId, TemplateId},
    violation::{Violation, Violations},
};

use crate::{
    Operation,
    port::{SchedulerError, StoreError},
};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The input has faults.
    #[error("{0}")]
    Invalid(#[from] Violations),
    /// There is no such task that the caller may know of.
    #[error("there is no task {0}")]
    TaskNotFound(TaskId),
    /// There is no task under this number that the caller may know of.
    #[error("there is no task number {0}")]
    NumberNotFound(u64),
    /// There is no such execution that the caller may know of.
    #[error("there is no execution {0}")]
    ExecutionNotFound(ExecutionId),
    /// There is no such config that the caller may know of.
    #[error("there is no config {0}")]
    ConfigNotFound(ConfigId),
    /// There is no such API key that the caller may know of.
    #[error("there is no API key {0}")]
    ApiKeyNotFound(ApiKeyId),
    /// Tasks name the config.
    #[error("{} tasks use the config", .tasks.len())]
    ConfigInUse {
        /// Those that do, at most a hundred.
        tasks: Vec<TaskId>,
        /// Whether there are more.
        more: bool,
    },
    /// The caller may know of it, but not do this.
    #[error("{0} is not permitted")]
    Denied(Operation),
    /// It has another version than the caller expects.
    #[error("it has version {current} by now")]
    Stale {
        /// The version it has.
        current: u64,
    },
    /// It kept changing while it was to be changed.
    #[error("it was changed by others too often meanwhile")]
    Contended,
    /// It is more than the owner's level allows.
    #[error("the limit of {} is {most}", .limit.as_str())]
    Limit {
        /// Which limit.
        limit: LimitType,
        /// The limit, as it is told.
        most: String,
        /// How long until there is room again, where time helps.
        retry_after: Option<Duration>,
    },
    /// It takes a higher level than the caller has.
    #[error("the template takes the level {required}")]
    Level {
        /// The level it takes.
        required: SubscriptionLevel,
    },
    /// There is no such template that the caller may know of.
    #[error("there is no template {0}")]
    TemplateNotFound(TemplateId),
    /// The template is part of Beadle and can't be changed.
    #[error("the template {0} is built in")]
    TemplateBuiltIn(TemplateId),
    /// There is a template with this id.
    #[error("there is a template {0}")]
    TemplateExists(TemplateId),
    /// The execution has ended, so nothing is left to cancel.
    #[error("the execution is {0} already")]
    Ended(Status),
    /// The execution has not ended, so there is nothing to run again yet.
    #[error("the execution is still {0}")]
    NotEnded(Status),
    /// The tasks that the task runs after have not all completed.
    #[error("{} of the tasks that it runs after have not completed", .0.len())]
    DependenciesUnmet(Vec<Unmet>),
    /// The task of the execution was deleted.
    #[error("the task {0} was deleted")]
    TaskGone(TaskId),
    /// Only a todo is ticked off.
    #[error("the task {0} is no todo")]
    NotATodo(TaskId),
    /// Only a deleted task is restored.
    #[error("the task {0} is not deleted")]
    NotDeleted(TaskId),
    /// The `Idempotency-Key` was used for another body.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scheduler could not do it.
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
}

impl From<Violation> for Refusal {
    fn from(violation: Violation) -> Self {
        Self::Invalid(violation.into())
    }
}

/// A task that another one runs after and that did not complete last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The task.
    pub task: TaskId,
    /// Its name; `None` for one that is gone.
    pub name: Option<String>,
    /// How its execution that ended last came out; `None` where none has ended.
    pub status: Option<Status>,
}
