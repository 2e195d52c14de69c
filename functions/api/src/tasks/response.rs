//! Response about a task: the fields of `task.user_tasks` of seed 003, its policies and its version.

pub(crate) mod config;
pub(super) mod graph;
mod notify;
mod order;
mod policy;
mod skip;
mod wait;

use axum::response::Response;
use beadle_domain::{
    account::Credits,
    hook::Hook,
    plan::PlanMark,
    policy::{RetryPolicy, RunDefaults},
    resource_key::ResourceKey,
    spec::TaskType,
    task::{OnDependencyFailure, PausedBy, Priority, SavedTask, TaskStatus},
};
use beadle_schedule::{CatchUp, Overlap, Schedule};
use beadle_values::{
    duration,
    id::{ConfigId, OwnerId, TaskId, TemplateId},
    time::UtcTime,
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use self::{
    config::ConfigResponse, notify::NotifyResponse, order::TaskOrderResponse, policy::StatedPolicyResponse,
    skip::SkipResponse,
};
use crate::{http::respond, state::Api};

/// A saved task.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Task))]
pub(crate) struct TaskResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: TaskId,
    /// Same as `id`.
    #[cfg_attr(test, schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    task_id: TaskId,
    /// Id of the owner.
    user_id: &'a str,
    /// Key, by which its owner finds it.
    #[cfg_attr(test, schema(value_type = Option<String>, example = "shop/poll"))]
    key: Option<&'a ResourceKey>,
    /// Name.
    #[cfg_attr(test, schema(example = "Health check"))]
    name: &'a str,
    /// Description.
    description: Option<&'a str>,
    /// Task type.
    #[serde(rename = "type")]
    kind: TaskType,
    /// Same as `type`.
    task_type: TaskType,
    /// Status: what the task is about to do or did last.
    status: TaskStatus,
    /// Priority of its executions.
    priority: Priority,
    /// Configuration of its type, with credentials masked.
    config: ConfigResponse<'a>,
    /// Id of the config it uses.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    config_id: Option<ConfigId>,
    /// The order of its executions; null without an order key.
    order: Option<TaskOrderResponse<'a>>,
    /// Input: values of `${input…}`.
    input: &'a Map<String, Value>,
    /// Schedule in normal form; null for a task that only runs on request.
    #[cfg_attr(test, schema(value_type = Option<Schedule>))]
    schedule: Option<&'a Schedule>,
    /// Calendars that the schedule names and that do not exist (any more): they exclude no day.
    missing_calendars: Vec<String>,
    /// Whether the schedule is paused.
    paused: bool,
    /// What happens when a run is due while another one is running: `skip`, `queue`, `allow` or
    /// `cancel_running`.
    #[cfg_attr(test, schema(value_type = Option<String>, example = "skip"))]
    overlap: Option<Overlap>,
    /// Which missed runs are made up for: `none`, `latest`, or `{"all": "6h"}`.
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    catch_up: Option<CatchUp>,
    /// Timeout of an attempt: as given, or the default.
    #[cfg_attr(test, schema(example = 30000))]
    timeout_ms: u64,
    /// Retry policy: as given, or the default.
    #[cfg_attr(test, schema(value_type = RetryPolicy))]
    retry: RetryPolicy,
    /// Time for all attempts together; null for as long as its retries take.
    give_up_after_ms: Option<u64>,
    /// Timeout and retries as the task states them; null for what the defaults say.
    stated_policy: StatedPolicyResponse<'a>,
    /// Tags.
    tags: &'a [String],
    /// Free-form data of the owner.
    metadata: &'a Map<String, Value>,
    /// Ids of the tasks it depends on.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    dependencies: &'a [TaskId],
    /// What happens if a dependency does not complete: `skip` or `run`.
    #[cfg_attr(test, schema(value_type = String, example = "skip"))]
    on_dependency_failure: OnDependencyFailure,
    /// User the task is assigned to.
    assigned_to: Option<&'a str>,
    /// Notifications, with credentials masked.
    #[cfg_attr(test, schema(value_type = Option<Object>))]
    notify: Option<NotifyResponse<'a>>,
    /// How other systems start it, by `POST /hooks/{id}`.
    #[cfg_attr(test, schema(value_type = Option<Hook>))]
    hook: Option<&'a Hook>,
    /// Due date.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    due_date: Option<UtcTime>,
    /// Time of the reminder.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    reminder_time: Option<Timestamp>,
    /// Whether the task is completed.
    is_completed: bool,
    /// Time of completion.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    completed_at: Option<Timestamp>,
    /// Credits that an execution costs.
    #[cfg_attr(test, schema(value_type = f64, example = 0))]
    credits_per_run: Credits,
    /// The plan that keeps it.
    #[cfg_attr(test, schema(value_type = Option<PlanMark>))]
    plan: Option<&'a PlanMark>,
    /// Id of the template it was created from.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    template_id: Option<&'a TemplateId>,
    /// Number of executions that have ended, without those that were skipped.
    run_count: u64,
    /// Number of executions that were skipped: they were due, and the task did not run.
    skipped_count: u64,
    /// The latest execution that was skipped, and why; null if none was.
    last_skip: Option<SkipResponse>,
    /// Number of executions that completed.
    success_count: u64,
    /// Number of executions that failed.
    failure_count: u64,
    /// Credits spent by completed executions.
    #[cfg_attr(test, schema(value_type = f64))]
    total_credits_consumed: Credits,
    /// Why the system paused it: `limit`, a limit of the subscription level; null otherwise.
    #[cfg_attr(test, schema(value_type = Option<String>, example = json!(null)))]
    paused_by: Option<PausedBy>,
    /// Time of the next scheduled run.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    next_run_time: Option<Timestamp>,
    /// Time at which an execution last ended.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    last_run_time: Option<Timestamp>,
    /// Time at which an execution last completed.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    last_success_time: Option<Timestamp>,
    /// Error message of the last failed execution.
    last_error: Option<&'a str>,
    /// Result of the last completed execution: its JSON if that has at most 4 KB, else a note with its size.
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    last_result: Option<&'a Value>,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time of the last change.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
    /// User who made the last change.
    updated_by: &'a str,
    /// Time of deletion.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    deleted_at: Option<Timestamp>,
    /// Version; incremented by every change and sent as the `ETag`.
    #[cfg_attr(test, schema(example = 1))]
    version: u64,
    /// The `Idempotency-Key` of the request that created it.
    idempotency_key: Option<&'a str>,
}

impl<'a> TaskResponse<'a> {
    /// Responds with a task and its version as the `ETag`.
    pub(super) fn respond(api: &Api, saved: &'a SavedTask, now: Timestamp) -> Response {
        respond::versioned(&Self::of(saved, &api.task_defaults, now), saved.task.version)
    }

    /// Builds the response as of `now`.
    pub(crate) fn of(saved: &'a SavedTask, defaults: &RunDefaults, now: Timestamp) -> Self {
        let SavedTask { task, stats } = saved;
        let policy = task.policy.resolve(defaults, false);
        Self {
            id: task.id,
            task_id: task.id,
            user_id: task.owner.as_str(),
            key: task.key.as_ref(),
            name: &task.name,
            description: task.description.as_deref(),
            kind: task.spec.task_type(),
            task_type: task.spec.task_type(),
            status: TaskStatus::of(task, stats, now),
            priority: task.priority,
            config: ConfigResponse::of(&task.spec),
            config_id: task.config_id,
            order: task.order.as_ref().map(TaskOrderResponse::from),
            input: &task.input,
            schedule: task.schedule.as_ref(),
            missing_calendars: missing_calendars(task.schedule.as_ref()),
            paused: task.paused,
            overlap: task.schedule.as_ref().map(Schedule::overlap),
            catch_up: task.schedule.as_ref().map(Schedule::catch_up),
            timeout_ms: duration::millis(policy.timeout),
            give_up_after_ms: policy.give_up_after.map(|length| duration::millis(length.0)),
            retry: policy.retry,
            stated_policy: StatedPolicyResponse::of(&task.policy),
            tags: &task.tags,
            metadata: &task.metadata,
            dependencies: &task.dependencies,
            on_dependency_failure: task.on_dependency_failure,
            assigned_to: task.assigned_to.as_ref().map(OwnerId::as_str),
            notify: task.notify.as_ref().map(NotifyResponse::of),
            hook: task.hook.as_deref(),
            due_date: task.due_date,
            reminder_time: task.reminder_time,
            is_completed: task.completed_at.is_some(),
            completed_at: task.completed_at,
            credits_per_run: task.credits_per_run,
            plan: task.plan.as_ref(),
            template_id: task.template_id.as_ref(),
            run_count: stats.run_count,
            skipped_count: stats.skipped_count,
            last_skip: stats.last_skip.as_ref().map(SkipResponse::from),
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

fn missing_calendars(schedule: Option<&Schedule>) -> Vec<String> {
    schedule.into_iter().flat_map(Schedule::unknown_calendars).map(ToString::to_string).collect()
}
