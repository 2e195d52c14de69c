//! List templates.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::template::TemplateFilter;
use beadle_domain::{account::SubscriptionLevel, spec::TaskType};
use http::header;

use super::response::{CACHED, TemplateList};

use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Which templates to list.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
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
    mut query: Query,
) -> Result<Response, Problem> {
    let filter = TemplateFilter {
        category: query.text("category"),
        task_type: query.parsed::<TaskType>("type", "enum"),
        tag: query.text("tag"),
        level: query.parsed::<SubscriptionLevel>("subscription_level", "enum"),
    };
    query.finish()?;
    let templates = api.templates.list(&by, &filter).await?;
    Ok(([(header::CACHE_CONTROL, CACHED)], Json(TemplateList::of(&templates))).into_response())
}
