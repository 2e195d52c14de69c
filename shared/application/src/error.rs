//! Why a service did not do what it was asked to.

use std::time::Duration;

use beadle_domain::{
    account::{LimitType, SubscriptionLevel},
    call::SandboxError,
    execution::Status,
    function::FunctionName,
    resource_key::ResourceKey,
};
use beadle_values::{
    id::{ApiKeyId, BatchId, ConfigId, ExecutionId, TaskId, TemplateId},
    violation::{Violation, Violations},
};

use crate::{
    Operation,
    calendar::CalendarUser,
    conflict::Contended,
    execution::Unrecorded,
    function::FunctionUser,
    port::{SchedulerError, StoreError},
    task::Dependent,
};

/// Why a service did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is invalid.
    #[error("{0}")]
    Invalid(#[from] Violations),
    /// The task does not exist, or the caller may not know of it.
    #[error("there is no task {0}")]
    TaskNotFound(TaskId),
    /// No task has this number, or the caller may not know of it.
    #[error("there is no task number {0}")]
    NumberNotFound(u64),
    /// The execution does not exist, or the caller may not know of it.
    #[error("there is no execution {0}")]
    ExecutionNotFound(ExecutionId),
    /// The record of the execution is deferred, and it has not begun.
    #[error("the execution {} has no record yet", .0.id)]
    NotRecorded(Unrecorded),
    /// The config does not exist, or the caller may not know of it.
    #[error("there is no config {0}")]
    ConfigNotFound(ConfigId),
    /// The API key does not exist, or the caller may not know of it.
    #[error("there is no API key {0}")]
    ApiKeyNotFound(ApiKeyId),
    /// Another one of the owner has the key.
    #[error("{holder} has the key {key}")]
    KeyTaken {
        /// The key.
        key: ResourceKey,
        /// The id of what has it.
        holder: String,
    },
    /// Tasks use the config.
    #[error("{} tasks use the config", .tasks.len())]
    ConfigInUse {
        /// The tasks, at most a hundred.
        tasks: Vec<TaskId>,
        /// Whether there are more.
        more: bool,
    },
    /// Tasks or configs name the function.
    #[error("{} tasks and configs name the function", .users.len())]
    FunctionInUse {
        /// These, at most a hundred.
        users: Vec<FunctionUser>,
        /// Whether there are more.
        more: bool,
    },
    /// The calendar does not exist, or the caller may not know of it.
    #[error("there is no calendar {0}")]
    CalendarNotFound(String),
    /// Tasks name the calendar in their schedules.
    #[error("{} tasks name the calendar", .users.len())]
    CalendarInUse {
        /// These, at most a hundred.
        users: Vec<CalendarUser>,
        /// Whether there are more.
        more: bool,
    },
    /// Other tasks run after the task.
    #[error("{} tasks run after the task", .0.len())]
    HasDependents(Vec<Dependent>),
    /// The caller may know of it, but may not do this.
    #[error("{0} is not permitted")]
    Denied(Operation),
    /// The resource has another version than the caller expects.
    #[error("the current version is {current}")]
    Stale {
        /// The current version.
        current: u64,
    },
    /// What is to be imported differs from what has its id.
    #[error("there is another {0}")]
    ImportDiffers(String),
    /// What is to be imported has an id that is somebody else's.
    #[error("{0} is somebody else's")]
    ImportTaken(String),
    /// Concurrent changes were faster too often.
    #[error("concurrent changes were faster too often")]
    Contended,
    /// The request exceeds a limit of the owner's subscription level.
    #[error("the limit of {} is {most}", .limit.as_str())]
    Limit {
        /// The limit.
        limit: LimitType,
        /// Its value, as shown to the caller.
        most: String,
        /// How long until the limit allows more, where time helps.
        retry_after: Option<Duration>,
    },
    /// The template requires a higher subscription level than the caller has.
    #[error("the template requires the level {required}")]
    Level {
        /// The required level.
        required: SubscriptionLevel,
    },
    /// The template does not exist, or the caller may not know of it.
    #[error("there is no template {0}")]
    TemplateNotFound(TemplateId),
    /// The template is built in and can't be changed.
    #[error("the template {0} is built in")]
    TemplateBuiltIn(TemplateId),
    /// A template with this id exists.
    #[error("the template {0} exists")]
    TemplateExists(TemplateId),
    /// The function does not exist.
    #[error("there is no function {0}")]
    FunctionNotFound(String),
    /// The function has no such version, or keeps it no longer.
    #[error("the function {name} has no version {number}")]
    FunctionVersionNotFound {
        /// The function.
        name: FunctionName,
        /// The version.
        number: u32,
    },
    /// Scripts and functions can't be run here, or not now.
    #[error("{0}")]
    Sandbox(SandboxError),
    /// The batch does not exist, or the caller may not know of it.
    #[error("there is no batch {0}")]
    BatchNotFound(BatchId),
    /// The batch is closed, so nothing can be added to it.
    #[error("the batch {0} is closed")]
    BatchClosed(BatchId),
    /// The batch with this name or key was created with something else to run at its end.
    #[error("the batch {0} was created otherwise")]
    BatchDiffers(BatchId),
    /// The execution has ended, so it can't be cancelled.
    #[error("the execution is {0} already")]
    Ended(Status),
    /// The execution has not ended, so it can't be retried.
    #[error("the execution is still {0}")]
    NotEnded(Status),
    /// The execution is not the one that blocks its order key.
    #[error("the execution {0} blocks no order key")]
    NotBlocking(ExecutionId),
    /// Dependencies of the task have not completed.
    #[error("{} dependencies of the task have not completed", .0.len())]
    DependenciesUnmet(Vec<Unmet>),
    /// The task of the execution was deleted.
    #[error("the task {0} was deleted")]
    TaskGone(TaskId),
    /// Only a todo or a calendar event can be completed.
    #[error("the task {0} is neither a todo nor a calendar event")]
    NotATodo(TaskId),
    /// Only a deleted task can be restored.
    #[error("the task {0} is not deleted")]
    NotDeleted(TaskId),
    /// The idempotency key was used for another body.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scheduler failed.
    #[error(transparent)]
    Scheduler(#[from] SchedulerError),
}

impl From<Violation> for Error {
    fn from(violation: Violation) -> Self {
        Self::Invalid(violation.into())
    }
}

impl From<Contended> for Error {
    fn from(_: Contended) -> Self {
        Self::Contended
    }
}

/// A dependency whose last execution did not complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// The task.
    pub task: TaskId,
    /// Its name; `None` if it was deleted so long ago that its row is gone.
    pub name: Option<String>,
    /// Whether it was deleted: it will not run again.
    pub deleted: bool,
    /// The status of its last ended execution; `None` if none has ended.
    pub status: Option<Status>,
}
