//! A task, as it is written.

use std::collections::BTreeMap;

use beadle_domain::{
    spec::TaskType,
    task::{Occasion, OnDependencyFailure},
};
use beadle_values::id::{ConfigId, TaskId};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    AuthDocument, Duration, PriorityText, RetryPolicyDocument, ScheduleDocument,
    call::{QueryDocument, ResponseRulesDocument, with_call_members},
};

/// A new task. `type` and `task_type` say the same, as do `timeout` and `timeout_ms`, and `retry`, `retries` and
/// `max_retries`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({
    "name": "Health check",
    "type": "api_call",
    "config": {"method": "GET", "url": "https://api.example.com/health"},
    "schedule": "every 5 minutes",
    "timeout": "10s",
    "retries": 2,
    "tags": ["ops"]
}))]
pub(crate) struct TaskRequest {
    /// What its owner calls it, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What it is for, at most 10,000 characters.
    #[schema(max_length = 10000)]
    description: Option<String>,
    /// What it does.
    r#type: Option<TaskType>,
    /// The same.
    task_type: Option<TaskType>,
    /// How it does it; may be left out for a todo, a reminder or an event of a calendar.
    config: Option<TaskConfig>,
    /// The config it names: a profile of the destination.
    #[schema(pattern = "^cfg_[0-9a-f]{32}$", example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    config_id: Option<ConfigId>,
    /// What `${input…}` stands for.
    input: Option<BTreeMap<String, Value>>,
    /// When it runs by itself; null or `manual` for a task that only runs when asked.
    schedule: Option<ScheduleDocument>,
    /// How urgent it is.
    priority: Option<PriorityText>,
    /// Labels, at most 50 of at most 100 characters.
    #[schema(max_items = 50)]
    tags: Option<Vec<Tag>>,
    /// The owner's own data about it.
    metadata: Option<BTreeMap<String, Value>>,
    /// The tasks that it runs after, at most 250.
    #[schema(max_items = 250)]
    dependencies: Option<Vec<TaskId>>,
    /// What becomes of it when one of them does not complete: `skip` (the default) or `run`.
    on_dependency_failure: Option<OnDependencyFailure>,
    /// Who works on it beside its owner.
    #[schema(min_length = 1, max_length = 255)]
    assigned_to: Option<String>,
    /// Whom it tells, and of what.
    notify: Option<NotifyDocument>,
    /// When it should be done.
    #[schema(format = DateTime)]
    due_date: Option<String>,
    /// When to remind of it.
    #[schema(format = DateTime)]
    reminder_time: Option<String>,
    /// What an execution costs its owner, in credits.
    #[schema(minimum = 0, maximum = 1000000000)]
    credits_per_run: Option<f64>,
    /// Whether it is ticked off: for a todo.
    is_completed: Option<bool>,
    /// How long one attempt may take, 1 ms to 15 minutes.
    timeout: Option<Duration>,
    /// The same.
    timeout_ms: Option<Duration>,
    /// Whether and when to try again.
    retry: Option<RetryPolicyDocument>,
    /// How often to try again, 0 to 100, with the usual delays.
    #[schema(maximum = 100)]
    retries: Option<u32>,
    /// The same.
    #[schema(maximum = 100)]
    max_retries: Option<u32>,
}

/// What is different about a task: any members of a new one. Members that only Beadle writes are refused.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({"name": "Health check, less often", "schedule": "every 15 minutes"}))]
pub(crate) struct TaskChange {
    /// What its owner calls it, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// What it is for.
    #[schema(max_length = 10000)]
    description: Option<String>,
    /// What it does.
    r#type: Option<TaskType>,
    /// The same.
    task_type: Option<TaskType>,
    /// How it does it. A header that reads `********`, as answers mask it, keeps its value.
    config: Option<TaskConfig>,
    /// The config it names: a profile of the destination.
    #[schema(pattern = "^cfg_[0-9a-f]{32}$", example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
    config_id: Option<ConfigId>,
    /// What `${input…}` stands for.
    input: Option<BTreeMap<String, Value>>,
    /// When it runs by itself.
    schedule: Option<ScheduleDocument>,
    /// How urgent it is.
    priority: Option<PriorityText>,
    /// Labels.
    #[schema(max_items = 50)]
    tags: Option<Vec<Tag>>,
    /// The owner's own data about it.
    metadata: Option<BTreeMap<String, Value>>,
    /// The tasks that it runs after, at most 250.
    #[schema(max_items = 250)]
    dependencies: Option<Vec<TaskId>>,
    /// What becomes of it when one of them does not complete: `skip` (the default) or `run`.
    on_dependency_failure: Option<OnDependencyFailure>,
    /// Who works on it beside its owner.
    #[schema(min_length = 1, max_length = 255)]
    assigned_to: Option<String>,
    /// Whom it tells, and of what.
    notify: Option<NotifyDocument>,
    /// When it should be done.
    #[schema(format = DateTime)]
    due_date: Option<String>,
    /// When to remind of it.
    #[schema(format = DateTime)]
    reminder_time: Option<String>,
    /// What an execution costs its owner, in credits.
    #[schema(minimum = 0, maximum = 1000000000)]
    credits_per_run: Option<f64>,
    /// Whether it is ticked off: for a todo.
    is_completed: Option<bool>,
    /// How long one attempt may take.
    timeout: Option<Duration>,
    /// The same.
    timeout_ms: Option<Duration>,
    /// Whether and when to try again.
    retry: Option<RetryPolicyDocument>,
    /// How often to try again.
    #[schema(maximum = 100)]
    retries: Option<u32>,
    /// The same.
    #[schema(maximum = 100)]
    max_retries: Option<u32>,
}

/// Whom a task tells, and of what: by a signed webhook, by an event on the bus, or both.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({"on": ["failed", "recovered"], "webhook": {"url": "https://example.com/hook"}}))]
pub(crate) struct NotifyDocument {
    /// What is told: `completed`, `failed`, `recovered`, `reminder`; failures and reminders where it is left out.
    #[schema(min_items = 1)]
    on: Option<Vec<Occasion>>,
    /// The webhook that is called, as the config of a task of type `webhook`.
    webhook: Option<TaskConfig>,
    /// Whether an event is published.
    event: Option<bool>,
}

/// What to run a task with.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({"input": {"user": {"id": 7}}}))]
pub(crate) struct RunRequest {
    /// What `${input…}` stands for; its members take the place of those of the task's.
    input: Option<BTreeMap<String, Value>>,
}

with_call_members! {
    /// What a task does: the members of its type.
    #[schema(example = json!({"method": "POST", "url": "https://example.com/hook", "body": {"text": "done"}}))]
    pub(crate) struct TaskConfig {
        before: {},
        after: {
            /// For `todo` and `calendar_event`: what to know about it.
            #[schema(min_length = 1, max_length = 10000)]
            notes: Option<String>,
            /// For `todo`: its steps, each as a text or as `{"text": …, "done": …}`.
            #[schema(max_items = 100)]
            checklist: Option<Vec<Value>>,
            /// For `reminder`: what it says; the name of the task where nothing is given.
            #[schema(min_length = 1, max_length = 2000)]
            message: Option<String>,
            /// For `calendar_event`: where it takes place.
            #[schema(min_length = 1, max_length = 1000)]
            location: Option<String>,
            /// For `calendar_event`: the mail addresses of those who take part.
            #[schema(max_items = 100)]
            attendees: Option<Vec<String>>,
            /// For `calendar_event`, which begins at the task's `due_date`: how long it takes, a second to 366 days.
            duration: Option<Duration>,
            /// The same.
            duration_ms: Option<u64>,
            /// For `calendar_event`: whether it takes whole days, in UTC.
            all_day: Option<bool>,
        }
    }
}

/// A label, 1 to 100 characters.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 100)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct Tag(String);
