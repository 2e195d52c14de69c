//! Responses of the Automated Task System (seed 002): tasks and executions.

mod log;
mod stats;

use axum::response::Response;
use beadle_domain::{
    call::{self, ResultBody},
    execution::{Execution, Status, TriggerKind},
    policy::RunDefaults,
    spec::TaskType,
    task::{Priority, SavedTask, TaskStatus},
};
use beadle_values::{
    duration,
    id::{ConfigId, ExecutionId, TaskId},
    page::Page,
};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

pub(crate) use self::{log::AtsLog, stats::AtsStats};
use crate::{http::page, tasks::response::config::ConfigResponse};

/// A task in the dialect of the Automated Task System.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, schema(as = AutomatedTask))]
pub(crate) struct AtsTask<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: TaskId,
    /// Name.
    #[cfg_attr(test, schema(example = "Health Check"))]
    name: &'a str,
    /// Description.
    description: Option<&'a str>,
    /// Task type.
    #[serde(rename = "type")]
    kind: TaskType,
    /// `pending` (including tasks that wait for their schedule), `running`, `completed`, `failed`,
    /// `cancelled` or `paused`.
    #[cfg_attr(test, schema(example = "pending"))]
    status: &'static str,
    /// `low`, `normal` or `high`.
    #[cfg_attr(test, schema(example = "normal"))]
    priority: &'static str,
    /// Configuration of its type, with credentials masked.
    config: ConfigResponse<'a>,
    /// Schedule, as an English phrase if there is one; null for a task that only runs on request.
    #[cfg_attr(test, schema(example = "every 5 minutes"))]
    schedule: Option<String>,
    /// Ids of the tasks it depends on.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    dependencies: &'a [TaskId],
    /// Maximum number of retries.
    #[cfg_attr(test, schema(example = 3))]
    max_retries: u32,
    /// Timeout of an attempt, in milliseconds.
    #[cfg_attr(test, schema(example = 300_000))]
    timeout: u64,
    /// Id of the config it uses.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    config_id: Option<ConfigId>,
    /// Tags.
    tags: &'a [String],
    /// Free-form data of the owner.
    metadata: &'a Map<String, Value>,
    /// Number of executions that have ended.
    run_count: u64,
    /// Error message of the last failed execution.
    last_error: Option<&'a str>,
    /// Time at which an execution last ended.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    last_run: Option<Timestamp>,
    /// Time of the next scheduled run.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    next_run: Option<Timestamp>,
    /// Id of the user who created it.
    created_by: &'a str,
    /// User the task is assigned to.
    assigned_to: Option<&'a str>,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time of the last change.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
}

/// A page of tasks, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, schema(as = AutomatedList))]
pub(crate) struct AtsTaskList<'a> {
    /// The tasks.
    tasks: Vec<AtsTask<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// An execution in the dialect of the Automated Task System.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, schema(as = AutomatedExecution))]
pub(crate) struct AtsExecution<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: ExecutionId,
    /// Id of the task.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    task_id: Option<TaskId>,
    /// Status.
    status: Status,
    /// What triggered the execution.
    trigger: TriggerKind,
    /// Result, once the execution has completed.
    #[cfg_attr(test, schema(value_type = Value))]
    result: Option<ResultBody<'a>>,
    /// Error message of the failure, or of the last failed attempt.
    error: Option<&'a str>,
    /// Number of attempts that have ended.
    attempts: usize,
    /// Time of the request.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Start of the first attempt.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    started_at: Option<Timestamp>,
    /// End of the execution.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    completed_at: Option<Timestamp>,
    /// Milliseconds from the first attempt to the end.
    duration: Option<u64>,
}

/// The dialect's name of a status.
fn status(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Scheduled => TaskStatus::Pending.as_str(),
        TaskStatus::Skipped => TaskStatus::Cancelled.as_str(),
        status => status.as_str(),
    }
}

/// The dialect's name of a priority.
fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Medium => "normal",
        priority => priority.as_str(),
    }
}

impl<'a> AtsTask<'a> {
    /// Builds the response as of `now`.
    pub(crate) fn of(saved: &'a SavedTask, defaults: &RunDefaults, now: Timestamp) -> Self {
        let SavedTask { task, stats } = saved;
        let policy = task.policy.resolve(defaults, false);
        Self {
            id: task.id,
            name: &task.name,
            description: task.description.as_deref(),
            kind: task.spec.task_type(),
            status: status(TaskStatus::of(task, stats, now)),
            priority: priority(task.priority),
            config: ConfigResponse::of(&task.spec),
            schedule: task.schedule.as_ref().map(beadle_schedule::Schedule::english),
            dependencies: &task.dependencies,
            max_retries: policy.retry.max_retries,
            timeout: duration::millis(policy.timeout),
            config_id: task.config_id,
            tags: &task.tags,
            metadata: &task.metadata,
            run_count: stats.run_count,
            last_error: stats.last_error.as_deref(),
            last_run: stats.last_run_time,
            next_run: task.next_run(now),
            created_by: task.owner.as_str(),
            assigned_to: task.assigned_to.as_ref().map(beadle_values::id::OwnerId::as_str),
            created_at: task.created_at,
            updated_at: task.updated_at,
        }
    }
}

impl AtsTaskList<'_> {
    pub(crate) fn respond(
        page: &Page<SavedTask>,
        uri: &Uri,
        defaults: &RunDefaults,
        now: Timestamp,
    ) -> Response {
        let tasks = page.items.iter().map(|saved| AtsTask::of(saved, defaults, now)).collect();
        let next_cursor = page.next.as_ref().map(|next| next.0.as_str());
        page::respond(&AtsTaskList { tasks, next_cursor }, uri, page.next.as_ref())
    }
}

impl<'a> AtsExecution<'a> {
    pub(crate) fn of(execution: &'a Execution) -> Self {
        let (request, progress) = (&*execution.request, &execution.progress);
        let (started_at, completed_at) = (progress.started_at(), progress.state.ended_at());
        let elapsed = |(from, to)| duration::millis(duration::between(from, to));
        let completed = execution.status() == Status::Completed;
        let answer = progress.answer.as_ref().filter(|_| completed);
        Self {
            id: request.id,
            task_id: request.task_id,
            status: execution.status(),
            trigger: request.trigger.kind,
            result: answer.map(|answer| call::result(request.spec.task_type(), answer)),
            error: progress.failure().map(|failure| failure.message.as_str()),
            attempts: progress.attempts.len(),
            created_at: request.created_at,
            started_at,
            completed_at,
            duration: started_at.zip(completed_at).map(elapsed),
        }
    }
}
