//! A task, as it is answered: the fields of `task.user_tasks` of seed 003, its policies and its version.

pub(crate) mod config;
pub(super) mod graph;
mod notify;

use axum::response::Response;
use beadle_domain::{
    account::Credits,
    policy::{RetryPolicy, RunDefaults},
    spec::TaskType,
    task::{OnDependencyFailure, PausedBy, Priority, SavedTask, TaskStatus},
};
use beadle_schedule::{CatchUp, Overlap, Schedule};
use beadle_values::{
    duration,
    id::{ConfigId, OwnerId, TaskId, TemplateId},
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use self::{config::ConfigResponse, notify::NotifyResponse};
use crate::{
    document::{RetryPolicyObject, ScheduleObject},
    http::respond,
    state::Api,
};

/// A saved task.
#[derive(Serialize, ToSchema)]
#[schema(as = Task)]
pub(crate) struct TaskResponse<'a> {
    /// Its id.
    #[schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    id: TaskId,
    /// The same.
    #[schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    task_id: TaskId,
    /// Whose it is.
    user_id: &'a str,
    /// What its owner calls it.
    #[schema(example = "Health check")]
    name: &'a str,
    /// What it is for.
    description: Option<&'a str>,
    /// What it does.
    #[serde(rename = "type")]
    kind: TaskType,
    /// The same.
    task_type: TaskType,
    /// What it is about to do or did last.
    status: TaskStatus,
    /// Which queue its executions take.
    priority: Priority,
    /// How it does it, credentials masked.
    config: ConfigResponse<'a>,
    /// The config it names.
    #[schema(value_type = Option<String>)]
    config_id: Option<ConfigId>,
    /// What `${input…}` stands for.
    input: &'a Map<String, Value>,
    /// When it runs by itself, in normal form; null for a task that only runs when asked.
    #[schema(value_type = Option<ScheduleObject>)]
    schedule: Option<&'a Schedule>,
    /// Whether its schedule is suspended.
    paused: bool,
    /// What happens when it is due while it runs: `skip`, `queue`, `allow` or `cancel_running`.
    #[schema(value_type = Option<String>, example = "skip")]
    overlap: Option<Overlap>,
    /// What happens with runs that were missed: `none`, `latest`, or `{"all": "6h"}`.
    #[schema(value_type = Option<Value>)]
    catch_up: Option<CatchUp>,
    /// How long one attempt may take: as stated, or the default.
    #[schema(example = 30000)]
    timeout_ms: u64,
    /// Whether and when an attempt is made again: as stated, or the default.
    #[schema(value_type = RetryPolicyObject)]
    retry: RetryPolicy,
    /// Labels.
    tags: &'a [String],
    /// The owner's own data about it.
    metadata: &'a Map<String, Value>,
    /// The tasks that it runs after.
    #[schema(value_type = Vec<String>)]
    dependencies: &'a [TaskId],
    /// What becomes of it when one of them does not complete: `skip` or `run`.
    #[schema(value_type = String, example = "skip")]
    on_dependency_failure: OnDependencyFailure,
    /// Who works on it beside its owner.
    assigned_to: Option<&'a str>,
    /// Whom it tells, and of what, credentials masked.
    #[schema(value_type = Option<Object>)]
    notify: Option<NotifyResponse<'a>>,
    /// When it should be done.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_date: Option<Timestamp>,
    /// When to remind of it.
    #[schema(value_type = Option<String>, format = DateTime)]
    reminder_time: Option<Timestamp>,
    /// Whether it was ticked off.
    is_completed: bool,
    /// When it was ticked off.
    #[schema(value_type = Option<String>, format = DateTime)]
    completed_at: Option<Timestamp>,
    /// What an execution costs its owner, in credits.
    #[schema(value_type = f64, example = 0)]
    credits_per_run: Credits,
    /// The template it was made from.
    #[schema(value_type = Option<String>)]
    template_id: Option<&'a TemplateId>,
    /// Executions that ended.
    run_count: u64,
    /// Executions that completed.
    success_count: u64,
    /// Executions that failed.
    failure_count: u64,
    /// What its executions that completed have cost, in credits.
    #[schema(value_type = f64)]
    total_credits_consumed: Credits,
    /// What paused it where that was not a person: `limit`, a limit of its owner's level; null otherwise.
    #[schema(value_type = Option<String>, example = json!(null))]
    paused_by: Option<PausedBy>,
    /// When it runs next by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_run_time: Option<Timestamp>,
    /// When an execution last ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_run_time: Option<Timestamp>,
    /// When an execution last completed.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_success_time: Option<Timestamp>,
    /// Why the execution that failed last did.
    last_error: Option<&'a str>,
    /// What the execution that completed last came to: its JSON where that has at most 4 KB, else a note of its size.
    #[schema(value_type = Option<Value>)]
    last_result: Option<&'a Value>,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Who changed it last.
    updated_by: &'a str,
    /// When it was deleted.
    #[schema(value_type = Option<String>, format = DateTime)]
    deleted_at: Option<Timestamp>,
    /// Counts the changes; the `ETag`.
    #[schema(example = 1)]
    version: u64,
    /// The `Idempotency-Key` it was created under.
    idempotency_key: Option<&'a str>,
}

impl<'a> TaskResponse<'a> {
    /// Answers a task with its version as the `ETag`.
    pub(super) fn respond(api: &Api, saved: &'a SavedTask, now: Timestamp) -> Response {
        respond::versioned(&Self::of(saved, &api.task_defaults, now), saved.task.version)
    }

    /// The task as it is at `now`.
    pub(crate) fn of(saved: &'a SavedTask, defaults: &RunDefaults, now: Timestamp) -> Self {
        let SavedTask { task, stats } = saved;
        let policy = task.policy.resolve(defaults, false);
        Self {
            id: task.id,
            task_id: task.id,
            user_id: task.owner.as_str(),
            name: &task.name,
            description: task.description.as_deref(),
            kind: task.spec.task_type(),
            task_type: task.spec.task_type(),
            status: TaskStatus::of(task, stats),
            priority: task.priority,
            config: ConfigResponse::of(&task.spec),
            config_id: task.config_id,
            input: &task.input,
            schedule: task.schedule.as_ref(),
            paused: task.paused,
            overlap: task.schedule.as_ref().map(Schedule::overlap),
            catch_up: task.schedule.as_ref().map(Schedule::catch_up),
            timeout_ms: duration::millis(policy.timeout),
            retry: policy.retry,
            tags: &task.tags,
            metadata: &task.metadata,
            dependencies: &task.dependencies,
            on_dependency_failure: task.on_dependency_failure,
            assigned_to: task.assigned_to.as_ref().map(OwnerId::as_str),
            notify: task.notify.as_ref().map(NotifyResponse::of),
            due_date: task.due_date,
            reminder_time: task.reminder_time,
            is_completed: task.completed_at.is_some(),
            completed_at: task.completed_at,
            credits_per_run: task.credits_per_run,
            template_id: task.template_id.as_ref(),
            run_count: stats.run_count,
            success_count: stats.success_count,
            failure_count: stats.failure_count,
            total_credits_consumed: stats.total_credits_consumed,
            paused_by: task.paused_by,
            next_run_time: task.next_run(now),
            last_run_time: stats.last_run_time,
            last_success_time: stats.last_success_time,
            last_error: stats.last_error.as_deref(),
            last_result: stats.last_result.as_ref(),
            created_at: task.created_at,
            updated_at: task.updated_at,
            updated_by: task.updated_by.as_str(),
            deleted_at: task.deleted_at,
            version: task.version,
            idempotency_key: task.idempotency.as_ref().map(|stamp| stamp.key.as_str()),
        }
    }
}
