//! Templates, as they are answered.

use axum::response::Response;
use beadle_domain::{
    account::{Credits, SubscriptionLevel},
    spec::TaskType,
    template::Template,
};
use http::HeaderValue;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::http::respond;

/// Templates are kept for five minutes (seed 003, "Template list cached with 5-minute TTL"), by whoever asked and nobody else.
pub(super) const CACHED: HeaderValue = HeaderValue::from_static("private, max-age=300");

/// A template: a prepared task.
#[derive(Serialize, ToSchema)]
#[schema(as = Template)]
pub(crate) struct TemplateResponse<'a> {
    /// Its id.
    #[schema(example = "tpl_weather_current")]
    id: &'a str,
    /// The same.
    template_id: &'a str,
    /// Its name; a task made from it has this name unless it is given another.
    name: &'a str,
    /// What it is for.
    description: Option<&'a str>,
    /// What kind of thing it does.
    #[schema(example = "weather")]
    category: &'a str,
    /// What its tasks do.
    task_type: TaskType,
    /// The config of its tasks, as far as it is prepared. What stands there as `${input.name}` is filled in by the field
    /// `name`; any other field takes the place of the member that has its name.
    default_config: &'a Map<String, Value>,
    /// The fields that have to be given.
    required_fields: &'a [String],
    /// The fields that may be given.
    optional_fields: &'a [String],
    /// What the fields have to be (JSON Schema, draft 2020-12).
    #[schema(value_type = Object)]
    config_schema: Value,
    /// The least level that may use it.
    #[schema(value_type = String, example = "free")]
    required_subscription_level: SubscriptionLevel,
    /// What an execution of its tasks costs, in credits.
    #[schema(value_type = f64)]
    credits_per_run: Credits,
    /// Labels.
    tags: &'a [String],
    /// Further data about it.
    metadata: &'a Map<String, Value>,
    /// Whether tasks can be made from it.
    is_active: bool,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Counts the changes; 0 for one that comes with Beadle as it is.
    version: u64,
}

impl<'a> TemplateResponse<'a> {
    /// Answers a template with its version as the `ETag`.
    pub(super) fn respond(template: &'a Template) -> Response {
        respond::versioned(&Self::of(template), template.version)
    }

    pub(crate) fn of(template: &'a Template) -> Self {
        Self {
            id: template.id.as_str(),
            template_id: template.id.as_str(),
            name: &template.name,
            description: template.description.as_deref(),
            category: &template.category,
            task_type: template.task_type,
            default_config: &template.default_config,
            required_fields: &template.required_fields,
            optional_fields: &template.optional_fields,
            config_schema: serde_json::to_value(&template.config_schema).unwrap_or_default(),
            required_subscription_level: template.required_subscription_level,
            credits_per_run: template.credits_per_run,
            tags: &template.tags,
            metadata: &template.metadata,
            is_active: template.is_active,
            created_at: template.created_at,
            updated_at: template.updated_at,
            version: template.version,
        }
    }
}

/// Templates, in the order of their ids.
#[derive(Serialize, ToSchema)]
pub(crate) struct TemplateList<'a> {
    /// The templates.
    templates: Vec<TemplateResponse<'a>>,
    /// Always null: all of them are in one answer.
    next_cursor: Option<&'a str>,
}

impl<'a> TemplateList<'a> {
    pub(crate) fn of(templates: &'a [Template]) -> Self {
        Self { templates: templates.iter().map(TemplateResponse::of).collect(), next_cursor: None }
    }
}
