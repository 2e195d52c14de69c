//! Update a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::response::TemplateResponse;
use crate::{
    http::{Caller, IfMatch, JsonBody, Problem, TemplatePath},
    state::Api,
};

/// Set members of a template
///
/// For admins. Each given member replaces the member of the template; other members are kept. Tasks created
/// from it do not change. A built-in template can be changed or deactivated with `is_active`; deleting it
/// restores the original.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/templates/{id}",
    operation_id = "set_template",
    tag = "templates",
    params(("id" = String, Path, description = "The id of the template"), IfMatch),
    request_body = beadle_domain::template::draft::TemplateChange,
    responses(
        (status = 200, description = "The template after the change", body = TemplateResponse<'_>),
        (status = 403, description = "Only admins may change templates"),
        (status = 404, description = "The template does not exist"),
        (status = 412, description = "The template has changed since it was read"),
        (status = 422, description = "The change is invalid; all violations are listed"),
    )
))]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TemplatePath(id): TemplatePath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let after = api.services.templates.update(api.call(&by), &id, &body.value, &expected).await?;
    Ok(TemplateResponse::respond(&after))
}
