//! Responses about templates.

use axum::response::Response;
use beadle_domain::{
    account::{Credits, SubscriptionLevel},
    plan::PlanMark,
    spec::TaskType,
    template::{Template, schema::Schema},
};
use http::HeaderValue;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::http::respond;

/// Templates may be cached for five minutes by the caller (seed 003, "Template list cached with 5-minute
/// TTL").
pub(super) const CACHED: HeaderValue = HeaderValue::from_static("private, max-age=300");

/// A template for tasks.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Template))]
pub(crate) struct TemplateResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(example = "tpl_weather_current"))]
    id: &'a str,
    /// Same as `id`.
    template_id: &'a str,
    /// Name; the default name of tasks created from it.
    name: &'a str,
    /// Description.
    description: Option<&'a str>,
    /// Category.
    #[cfg_attr(test, schema(example = "weather"))]
    category: &'a str,
    /// Type of its tasks.
    task_type: TaskType,
    /// Default configuration of its tasks. The field `name` fills in the placeholder `${input.name}`; a field
    /// without a placeholder replaces the member with its name.
    default_config: &'a Map<String, Value>,
    /// Required fields.
    required_fields: &'a [String],
    /// Optional fields.
    optional_fields: &'a [String],
    /// JSON Schema of the fields (draft 2020-12).
    #[cfg_attr(test, schema(value_type = Object))]
    config_schema: &'a Schema,
    /// Lowest subscription level that may use it.
    #[cfg_attr(test, schema(value_type = String, example = "free"))]
    required_subscription_level: SubscriptionLevel,
    /// Credits that an execution of its tasks costs.
    #[cfg_attr(test, schema(value_type = f64))]
    credits_per_run: Credits,
    /// Tags.
    tags: &'a [String],
    /// Free-form data.
    metadata: &'a Map<String, Value>,
    /// Whether tasks can be created from it.
    is_active: bool,
    /// The plan that keeps it.
    #[cfg_attr(test, schema(value_type = Option<PlanMark>))]
    plan: Option<&'a PlanMark>,
    /// Time of creation.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time of the last change.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    updated_at: Timestamp,
    /// Version; 0 for an unchanged built-in template.
    version: u64,
}

impl<'a> TemplateResponse<'a> {
    /// Responds with a template and its version as the `ETag`.
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
            config_schema: &template.config_schema,
            required_subscription_level: template.required_subscription_level,
            credits_per_run: template.credits_per_run,
            tags: &template.tags,
            metadata: &template.metadata,
            is_active: template.is_active,
            plan: template.plan.as_ref(),
            created_at: template.created_at,
            updated_at: template.updated_at,
            version: template.version,
        }
    }
}

/// A list of templates, ordered by id.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct TemplateList<'a> {
    /// The templates.
    templates: Vec<TemplateResponse<'a>>,
    /// Always null: all templates are in one response.
    next_cursor: Option<&'a str>,
}

impl<'a> TemplateList<'a> {
    pub(crate) fn of(templates: &'a [Template]) -> Self {
        Self { templates: templates.iter().map(TemplateResponse::of).collect(), next_cursor: None }
    }
}
