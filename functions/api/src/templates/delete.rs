//! Delete a template.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    document::ChangeHeaders,
    http::{Caller, IfMatch, Problem, TemplatePath},
    state::Api,
};

/// Delete a template
///
/// For admins. Tasks that were made from it stay. One that comes with Beadle can't be deleted; where it was changed, it is
/// what it was again.
#[utoipa::path(
    delete,
    path = "/api/v1/templates/{id}",
    operation_id = "delete_template",
    tag = "templates",
    params(("id" = String, Path, description = "The id of the template"), ChangeHeaders),
    responses(
        (status = 204, description = "It is deleted"),
        (status = 403, description = "Only admins delete templates"),
        (status = 404, description = "There is no such template"),
        (status = 409, description = "It comes with Beadle"),
        (status = 412, description = "The template was changed since it was read"),
    )
)]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TemplatePath(id): TemplatePath,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    api.templates.delete(api.call(&by), &id, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
