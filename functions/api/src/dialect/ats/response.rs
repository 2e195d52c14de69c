//! A task and an execution as the Automated Task System answers them (seed 002).

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
use utoipa::ToSchema;

pub(crate) use self::{log::AtsLog, stats::AtsStats};
use crate::{http::page, tasks::response::config::ConfigResponse};

/// A task of the Automated Task System.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AutomatedTask)]
pub(crate) struct AtsTask<'a> {
    /// Its id.
    #[schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    id: TaskId,
    /// What its owner calls it.
    #[schema(example = "Health Check")]
    name: &'a str,
    /// What it is for.
    description: Option<&'a str>,
    /// What it does.
    #[serde(rename = "type")]
    kind: TaskType,
    /// `pending` (also where it waits for its schedule), `running`, `completed`, `failed`, `cancelled` or `paused`.
    #[schema(example = "pending")]
    status: &'static str,
    /// `low`, `normal` or `high`.
    #[schema(example = "normal")]
    priority: &'static str,
    /// How it does it, credentials masked.
    config: ConfigResponse<'a>,
    /// When it runs by itself, as an English phrase where there is one for it; null for a task that only runs when asked.
    #[schema(example = "every 5 minutes")]
    schedule: Option<String>,
    /// The tasks that it runs after.
    #[schema(value_type = Vec<String>)]
    dependencies: &'a [TaskId],
    /// How often it is tried again.
    #[schema(example = 3)]
    max_retries: u32,
    /// How long one attempt may take, in milliseconds.
    #[schema(example = 300_000)]
    timeout: u64,
    /// The profile of the destination that it names.
    #[schema(value_type = Option<String>)]
    config_id: Option<ConfigId>,
    /// Labels.
    tags: &'a [String],
    /// The owner's own data about it.
    metadata: &'a Map<String, Value>,
    /// Executions that ended.
    run_count: u64,
    /// Why the execution that failed last did.
    last_error: Option<&'a str>,
    /// When an execution last ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_run: Option<Timestamp>,
    /// When it runs next by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_run: Option<Timestamp>,
    /// Who created it.
    created_by: &'a str,
    /// Who works on it beside its owner.
    assigned_to: Option<&'a str>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// A page of tasks, newest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AutomatedList)]
pub(crate) struct AtsTaskList<'a> {
    /// The tasks.
    tasks: Vec<AtsTask<'a>>,
    /// The `cursor` of the next page; null on the last one. A page may be short, or empty, and still have a next one.
    next_cursor: Option<&'a str>,
}

/// One run of a task of the Automated Task System.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AutomatedExecution)]
pub(crate) struct AtsExecution<'a> {
    /// Its id.
    #[schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    id: ExecutionId,
    /// The task it runs.
    #[schema(value_type = Option<String>)]
    task_id: Option<TaskId>,
    /// Where it stands.
    status: Status,
    /// What started it.
    trigger: TriggerKind,
    /// What it came to, once it has completed.
    #[schema(value_type = Value)]
    result: Option<ResultBody<'a>>,
    /// Why it failed, or its last attempt did.
    error: Option<&'a str>,
    /// How many attempts have ended.
    attempts: usize,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its first attempt began.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
    /// From the first attempt to the end, in milliseconds.
    duration: Option<u64>,
}

/// The document's name of a status.
fn status(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Scheduled => TaskStatus::Pending.as_str(),
        status => status.as_str(),
    }
}

/// The document's name of a priority.
fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Medium => "normal",
        priority => priority.as_str(),
    }
}

impl<'a> AtsTask<'a> {
    /// The task as it is at `now`.
    pub(crate) fn of(saved: &'a SavedTask, defaults: &RunDefaults, now: Timestamp) -> Self {
        let SavedTask { task, stats } = saved;
        let policy = task.policy.resolve(defaults, false);
        Self {
            id: task.id,
            name: &task.name,
            description: task.description.as_deref(),
            kind: task.spec.task_type(),
            status: status(TaskStatus::of(task, stats)),
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
