//! Read a batch.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::BatchResponse;
use crate::{
    http::{BatchPath, Caller, Problem, Query},
    state::Api,
};

/// Read a batch, with its counts
///
/// The counts follow the executions within moments; `total` is exact at once.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/batches/{id}",
    operation_id = "get_batch",
    tag = "batches",
    params(("id" = String, Path, description = "The id of the batch")),
    responses(
        (status = 200, description = "The batch", body = BatchResponse<'_>),
        (status = 404, description = "The batch does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    BatchPath(id): BatchPath,
    _: Query<()>,
) -> Result<Response, Problem> {
    let counted = api.services.batches.get(&by, id).await?;
    Ok(Json(BatchResponse::of(&counted, api.now())).into_response())
}
