//! Close a batch.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::BatchResponse;
use crate::{
    http::{BatchPath, Caller, NoBody, Problem},
    state::Api,
};

/// Close a batch
///
/// Nothing can be added to it from then on, and what it asked for runs once all its executions have ended. A batch that is
/// already closed does not change.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/batches/{id}/close",
    operation_id = "close_batch",
    tag = "batches",
    params(("id" = String, Path, description = "The id of the batch")),
    responses(
        (status = 200, description = "The batch", body = BatchResponse<'_>),
        (status = 404, description = "The batch does not exist"),
    )
))]
pub(crate) async fn close(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    BatchPath(id): BatchPath,
    _: NoBody,
) -> Result<Response, Problem> {
    let call = api.call(&by);
    let counted = api.services.batches.close(call, id).await?;
    Ok(Json(BatchResponse::of(&counted, call.now)).into_response())
}
