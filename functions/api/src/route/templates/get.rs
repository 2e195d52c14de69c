//! Look at a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::template;
use http::header;

use super::respond::{self, CACHED};
use crate::{answer::TemplateAnswer, auth::Caller, extract::TemplatePath, problem::Problem, state::Api};

/// Look at a template
#[utoipa::path(
    get,
    path = "/api/v1/templates/{id}",
    operation_id = "get_template",
    tag = "templates",
    params(("id" = String, Path, description = "The id of the template")),
    responses(
        (status = 200, description = "The template", body = TemplateAnswer<'_>),
        (status = 404, description = "There is no such template"),
    )
)]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TemplatePath(id): TemplatePath,
) -> Result<Response, Problem> {
    let mut response = respond::with_tag(&template::find(&*api.templates, &by, &id).await?);
    response.headers_mut().insert(header::CACHE_CONTROL, CACHED);
    Ok(response)
}
