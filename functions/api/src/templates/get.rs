//! Get a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use http::header;

use super::response::{CACHED, TemplateResponse};
use crate::{
    http::{Caller, Problem, TemplatePath},
    state::Api,
};

/// Get a template
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/templates/{id}",
    operation_id = "get_template",
    tag = "templates",
    params(("id" = String, Path, description = "The id of the template")),
    responses(
        (status = 200, description = "The template", body = TemplateResponse<'_>),
        (status = 404, description = "The template does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TemplatePath(id): TemplatePath,
) -> Result<Response, Problem> {
    let mut response = TemplateResponse::respond(&api.services.templates.find(&by, &id).await?);
    response.headers_mut().insert(header::CACHE_CONTROL, CACHED);
    Ok(response)
}
