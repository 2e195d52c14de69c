//! A task of the Automated Task System (seed 002), as it is written.

use std::collections::BTreeMap;

use beadle_domain::{
    spec::TaskType,
    task::{OnDependencyFailure, TaskStatus},
};
use beadle_values::id::{ConfigId, TaskId};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    AuthDocument, Duration, PriorityText, ScheduleDocument, Tag,
    call::{QueryDocument, ResponseRulesDocument, with_call_members},
    task::NotifyDocument,
};

/// Writes a struct for a new task and one for a change, which differ in what is required.
macro_rules! task {
    ($(#[$meta:meta])* $name:ident, $required:ty, $kind:ty, $config:ty) => {
        #[derive(ToSchema)]
        $(#[$meta])*
        #[expect(dead_code, non_snake_case, reason = "describes what the route reads")]
        pub(crate) struct $name {
            /// What its owner calls it, 1 to 255 characters.
            #[schema(min_length = 1, max_length = 255)]
            name: $required,
            /// What it is for, at most 10,000 characters.
            #[schema(max_length = 10000)]
            description: Option<String>,
            /// What it does: `api_call`, `webhook`, `http`, `graphql`, `database` or `simulated`. The document's `script` and
            /// `custom` are refused with a hint.
            r#type: $kind,
            /// How it does it.
            config: $config,
            /// When it runs by itself; null or `manual` for a task that only runs when asked.
            schedule: Option<ScheduleDocument>,
            /// `low`, `normal` or `high`; `medium` is read as `normal`.
            priority: Option<PriorityText>,
            /// The tasks that it runs after.
            #[schema(max_items = 250)]
            dependencies: Option<Vec<TaskId>>,
            /// How often to try again, 0 to 100.
            #[schema(maximum = 100)]
            maxRetries: Option<u32>,
            /// How long one attempt may take, 1 ms to 15 minutes.
            timeout: Option<Duration>,
            /// Who works on it beside its owner.
            #[schema(min_length = 1, max_length = 255)]
            assignedTo: Option<String>,
            /// The profile of the destination that it names.
            #[schema(pattern = "^cfg_[0-9a-f]{32}$", example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
            configId: Option<ConfigId>,
            /// What `${input…}` stands for.
            input: Option<BTreeMap<String, Value>>,
            /// Labels.
            #[schema(max_items = 50)]
            tags: Option<Vec<Tag>>,
            /// The owner's own data about it.
            metadata: Option<BTreeMap<String, Value>>,
            /// What becomes of it when one of its dependencies does not complete: `skip` or `run`.
            onDependencyFailure: Option<OnDependencyFailure>,
            /// Whom it tells, and of what.
            notify: Option<NotifyDocument>,
            /// When it should be done.
            #[schema(format = DateTime)]
            dueDate: Option<String>,
            /// When to remind of it.
            #[schema(format = DateTime)]
            reminderTime: Option<String>,
            /// What an execution costs its owner, in credits.
            #[schema(minimum = 0, maximum = 1000000000)]
            creditsPerRun: Option<f64>,
        }
    };
}

task! {
    /// A new task.
    #[schema(example = json!({
        "name": "Health Check",
        "type": "api_call",
        "config": {"method": "GET", "url": "https://api.example.com/health", "timeout": 30000},
        "schedule": "every 5 minutes"
    }))]
    AutomatedTaskRequest, String, TaskType, AutomatedConfig
}

task! {
    /// What is different about a task: any members of a new one.
    #[schema(example = json!({"name": "Health Check, less often", "schedule": "every 15 minutes", "priority": "normal"}))]
    AutomatedTaskChange, Option<String>, Option<TaskType>, Option<AutomatedConfig>
}

with_call_members! {
    /// What a task does: the members of its type.
    #[schema(example = json!({"method": "GET", "url": "https://api.example.com/health", "timeout": 30000}))]
    pub(crate) struct AutomatedConfig {
        before: {},
        after: {
            /// How long one attempt may take; beside a `timeout` of the task the shorter one.
            timeout: Option<Duration>,
        }
    }
}

/// Which tasks to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, non_snake_case, reason = "describes what the route reads")]
pub(crate) struct AutomatedFilters {
    /// Only those with this status: `pending`, `running`, `completed`, `failed`, `cancelled`, `scheduled` or `paused`.
    #[param(inline)]
    status: Option<TaskStatus>,
    /// Only those of this type; those of the document that nothing runs yet are never found.
    #[param(inline)]
    r#type: Option<AutomatedTypeFilter>,
    /// Only those of this priority: `low`, `normal` or `high`; `medium` is read as `normal`.
    #[param(inline)]
    priority: Option<PriorityText>,
    /// Only those assigned to this user.
    assignedTo: Option<String>,
}

/// A type, those that nothing runs yet among them.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes names that the domain reads and writes")]
pub(crate) enum AutomatedTypeFilter {
    Http,
    ApiCall,
    Webhook,
    Graphql,
    Database,
    Simulated,
    Script,
    Custom,
}
