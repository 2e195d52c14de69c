//! Save a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::template::TemplateDraft;
use beadle_values::violation::Path;

use super::response::TemplateResponse;
use crate::{
    http::{Caller, JsonBody, Problem, respond},
    state::Api,
};

/// Save a template
///
/// For admins. A second template with the same id is refused, so a repeat creates nothing twice.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/templates",
    operation_id = "create_template",
    tag = "templates",
    request_body = TemplateDraft,
    responses(
        (status = 201, description = "The template is saved", body = TemplateResponse<'_>),
        (status = 403, description = "Only admins may save templates"),
        (status = 409, description = "A template with this id exists"),
        (status = 422, description = "The template is invalid; all violations are listed"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let new = TemplateDraft::parse(&body.value, &Path::body())?;
    let created = api.services.templates.create(api.call(&by), new).await?;
    let response = TemplateResponse::respond(&created);
    let response = respond::created(response, format!("/api/v1/templates/{}", created.id));
    Ok(response)
}
