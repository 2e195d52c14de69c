//! Delete a template.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::{
    http::{Caller, IfMatch, Problem, TemplatePath},
    state::Api,
};

/// Delete a template
///
/// For admins. Tasks created from it are kept. A built-in template can't be deleted; if it was changed,
/// deleting it restores the original.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/templates/{id}",
    operation_id = "delete_template",
    tag = "templates",
    params(("id" = String, Path, description = "The id of the template"), IfMatch),
    responses(
        (status = 204, description = "The template is deleted"),
        (status = 403, description = "Only admins may delete templates"),
        (status = 404, description = "The template does not exist"),
        (status = 409, description = "The template is built in"),
        (status = 412, description = "The template has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TemplatePath(id): TemplatePath,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    api.services.templates.delete(api.call(&by), &id, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
