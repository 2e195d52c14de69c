//! Replay the executions of a batch that failed.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::replay::{BatchReplay, Replay};
use beadle_values::violation::Path;

use crate::{
    executions::replay::replay_selected,
    http::{BatchPath, Caller, IdempotencyKey, OptionalBody, Problem},
    state::Api,
};

/// Replay the executions of a batch that failed
///
/// Starts a new execution for each of its executions that failed, as `/api/v1/executions/replay` does with the batch as its
/// filter. The new executions are not in the batch: its counts stay what happened, and nothing runs at its end again.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/batches/{id}/replay",
    operation_id = "replay_batch",
    tag = "batches",
    params(("id" = String, Path, description = "The id of the batch"), IdempotencyKey),
    request_body = Option<BatchReplay>,
    responses(
        (status = 200, description = "What would be started, for a dry run", body = crate::executions::response::replay::ReplayPreview<'_>),
        (status = 207, description = "The result of each item", body = crate::executions::response::replay::ReplayResults<'_>),
        (status = 404, description = "The batch does not exist"),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn replay(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    BatchPath(id): BatchPath,
    key: IdempotencyKey,
    OptionalBody(body): OptionalBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let replay: Replay = BatchReplay::parse_at(&body, now, &Path::body())?.of(id);
    let key = key.scoped(format!("batches/{id}/replay"), &body)?;
    replay_selected(&api, &by, key.as_ref(), now, &replay).await
}
