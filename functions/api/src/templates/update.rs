//! Change a template.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::response::TemplateResponse;
use crate::{
    document::{ChangeHeaders, TemplateChange},
    http::{Caller, IfMatch, JsonBody, Problem, TemplatePath},
    state::Api,
};

/// Set the members given
///
/// For admins. Each member given takes the place of the template's; the others stay. Tasks that were made from it stay as
/// they are. One that comes with Beadle can be changed too, or taken out of use with `is_active`; deleting it brings back
/// what it was.
#[utoipa::path(
    put,
    path = "/api/v1/templates/{id}",
    operation_id = "set_template",
    tag = "templates",
    params(("id" = String, Path, description = "The id of the template"), ChangeHeaders),
    request_body = TemplateChange,
    responses(
        (status = 200, description = "The template after the change", body = TemplateResponse<'_>),
        (status = 403, description = "Only admins change templates"),
        (status = 404, description = "There is no such template"),
        (status = 412, description = "The template was changed since it was read"),
        (status = 422, description = "The change has faults, all of which are listed"),
    )
)]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TemplatePath(id): TemplatePath,
    IfMatch(expected): IfMatch,
    body: JsonBody,
) -> Result<Response, Problem> {
    let after = api.templates.update(api.call(&by), &id, &body.value, &expected).await?;
    Ok(TemplateResponse::respond(&after))
}
