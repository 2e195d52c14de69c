//! Templates, and what is made from them, as they are written.

use std::collections::BTreeMap;

use beadle_domain::{account::SubscriptionLevel, spec::TaskType, task::OnDependencyFailure};
use beadle_values::id::{ConfigId, TaskId};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{Duration, PriorityText, RetryPolicyDocument, ScheduleDocument, Tag};

/// A template. To change one, any of its members but the id.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({
    "template_id": "tpl_ping", "name": "Ping", "category": "monitoring", "task_type": "http",
    "default_config": {"method": "GET", "url": "https://${input.host}/health"},
    "required_fields": ["host"],
    "config_schema": {"type": "object", "properties": {"host": {"type": "string", "minLength": 1}}}
}))]
pub(crate) struct TemplateRequest {
    /// The id that it is to have: `tpl_` and lower-case letters, digits and underscores. Without one it gets a fresh one.
    #[schema(pattern = "^tpl_[a-z0-9_]{1,60}$")]
    template_id: Option<String>,
    /// Its name, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: String,
    /// What it is for.
    #[schema(max_length = 10000)]
    description: Option<String>,
    /// What kind of thing it does.
    #[schema(min_length = 1, max_length = 100)]
    category: String,
    /// What its tasks do.
    task_type: TaskType,
    /// The config of its tasks, as far as it is prepared.
    default_config: Option<BTreeMap<String, Value>>,
    /// The fields that have to be given, at most 50.
    #[schema(max_items = 50)]
    required_fields: Option<Vec<String>>,
    /// The fields that may be given, at most 50.
    #[schema(max_items = 50)]
    optional_fields: Option<Vec<String>>,
    /// What the fields have to be: JSON Schema, as far as types, properties, enumerations, least and most go.
    config_schema: Option<BTreeMap<String, Value>>,
    /// The least level that may use it.
    required_subscription_level: Option<SubscriptionLevel>,
    /// What an execution of its tasks costs, in credits.
    #[schema(minimum = 0)]
    credits_per_run: Option<f64>,
    /// Labels.
    #[schema(max_items = 50)]
    tags: Option<Vec<Tag>>,
    /// Further data about it.
    metadata: Option<BTreeMap<String, Value>>,
    /// Whether tasks can be made from it.
    is_active: Option<bool>,
}

/// What is different about a template.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({"is_active": false}))]
pub(crate) struct TemplateChange {
    /// Its name, 1 to 255 characters.
    #[schema(min_length = 1, max_length = 255)]
    name: Option<String>,
    /// What it is for.
    #[schema(max_length = 10000)]
    description: Option<String>,
    /// What kind of thing it does.
    #[schema(min_length = 1, max_length = 100)]
    category: Option<String>,
    /// What its tasks do.
    task_type: Option<TaskType>,
    /// The config of its tasks, as far as it is prepared.
    default_config: Option<BTreeMap<String, Value>>,
    /// The fields that have to be given, at most 50.
    #[schema(max_items = 50)]
    required_fields: Option<Vec<String>>,
    /// The fields that may be given, at most 50.
    #[schema(max_items = 50)]
    optional_fields: Option<Vec<String>>,
    /// What the fields have to be.
    config_schema: Option<BTreeMap<String, Value>>,
    /// The least level that may use it.
    required_subscription_level: Option<SubscriptionLevel>,
    /// What an execution of its tasks costs, in credits.
    #[schema(minimum = 0)]
    credits_per_run: Option<f64>,
    /// Labels.
    #[schema(max_items = 50)]
    tags: Option<Vec<Tag>>,
    /// Further data about it.
    metadata: Option<BTreeMap<String, Value>>,
    /// Whether tasks can be made from it.
    is_active: Option<bool>,
}

/// A task to make from a template: the template's fields as `config`, and any members of a task that the template does not
/// decide.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain reads")]
#[schema(example = json!({
    "template_id": "tpl_weather_current", "name": "Weather in Berlin",
    "config": {"latitude": 52.52, "longitude": 13.41}, "schedule": "daily at 7:00"
}))]
pub(crate) struct FromTemplateRequest {
    /// The template.
    #[schema(pattern = "^tpl_[a-z0-9_]{1,60}$")]
    template_id: String,
    /// The template's fields: `GET /api/v1/templates/{id}` says which.
    config: Option<BTreeMap<String, Value>>,
    /// What its owner calls it; the template's name where none is given.
    #[schema(min_length = 1, max_length = 255, nullable = false)]
    name: Option<String>,
    /// What it is for; the template's description where none is given.
    #[schema(max_length = 10000)]
    description: Option<String>,
    /// The config it names: a profile of the destination.
    config_id: Option<ConfigId>,
    /// Further members of what `${input…}` stands for.
    input: Option<BTreeMap<String, Value>>,
    /// When it runs by itself.
    schedule: Option<ScheduleDocument>,
    /// How urgent it is.
    priority: Option<PriorityText>,
    /// Labels; the template's where none are given.
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

/// Which templates to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct TemplateFilters {
    /// Only those of this category.
    category: Option<String>,
    /// Only those whose tasks have this type.
    #[param(inline)]
    r#type: Option<TaskType>,
    /// Only those with this label.
    tag: Option<String>,
    /// Only those that this level may use: `free`, `basic`, `pro` or `enterprise`.
    #[param(inline)]
    subscription_level: Option<SubscriptionLevel>,
}
