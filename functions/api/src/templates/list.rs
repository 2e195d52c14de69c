//! List templates.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::template::TemplateFilter;
use beadle_domain::{account::SubscriptionLevel, spec::TaskType};
use beadle_values::{
    body::{one_of, optional, string},
    query,
};
use http::header;

use super::response::{CACHED, TemplateList};

use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

query! {
    /// Which templates to list.
    pub(crate) struct TemplateFilters {
        /// Only those of this category.
        category: Option<String> = optional(string()),
        /// Only those whose tasks have this type.
        "type" => task_type: Option<TaskType> = optional(one_of()),
        /// Only those with this label.
        tag: Option<String> = optional(string()),
        /// Only those that this level may use: `free`, `basic`, `pro` or `enterprise`.
        "subscription_level" => level: Option<SubscriptionLevel> = optional(one_of()),
    }
}

/// List templates
///
/// All templates, ordered by id. The response may be cached for five minutes.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/templates",
    operation_id = "list_templates",
    tag = "templates",
    params(TemplateFilters),
    responses(
        (status = 200, description = "The templates", body = TemplateList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given, .. }: Query<TemplateFilters>,
) -> Result<Response, Problem> {
    let TemplateFilters { category, task_type, tag, level } = given;
    let filter = TemplateFilter { category, task_type, tag, level };
    let templates = api.services.templates.list(&by, &filter).await?;
    Ok(([(header::CACHE_CONTROL, CACHED)], Json(TemplateList::of(&templates))).into_response())
}
