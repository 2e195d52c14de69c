//! Cancel the executions of a batch.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::cancel_many::{CancelFilter, CancelMany};
use beadle_values::{
    body,
    body::{Shape, flag, optional, otherwise, string, whole},
    page::Cursor,
    violation::Path,
};
use serde_json::json;

use crate::{
    executions::cancel_many::cancel_selected,
    http::{BatchPath, Caller, OptionalBody, Problem, batch::MAX_ITEMS},
    state::Api,
};

/// How many executions are looked for unless given.
const DEFAULT_LIMIT: usize = 50;

body! {
    /// How to cancel a batch.
    pub(crate) struct BatchCancelBody as "BatchCancelRequest" {
        /// Whether to show only which executions would be cancelled.
        dry_run: bool = otherwise(flag(), || false),
        /// How many executions to look for at most.
        limit: usize = otherwise(
            whole::<u32>(1, MAX_ITEMS as u64).map(|limit| limit as usize).shown(|| json!({"default": DEFAULT_LIMIT})),
            || DEFAULT_LIMIT,
        ),
        /// The `next_cursor` of the page before.
        cursor: Option<Cursor> = optional(string().map(Cursor)),
    }
    example {"limit": 100}
}

/// Cancel the executions of a batch
///
/// Closes the batch, and cancels those of its executions that have not ended, one page per request. To continue, send the
/// same request with `next_cursor` as `cursor`; to repeat it does no harm. Once all of them have ended, `on_failure` runs.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/batches/{id}/cancel",
    operation_id = "cancel_batch",
    tag = "batches",
    params(("id" = String, Path, description = "The id of the batch")),
    request_body = Option<BatchCancelBody>,
    responses(
        (status = 200, description = "What would be cancelled, for a dry run", body = crate::executions::cancel_many::CancelPreview<'_>),
        (status = 207, description = "The result of each item", body = crate::executions::cancel_many::CancelResults<'_>),
        (status = 404, description = "The batch does not exist"),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn cancel(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    BatchPath(id): BatchPath,
    OptionalBody(body): OptionalBody,
) -> Result<Response, Problem> {
    let BatchCancelBody { dry_run, limit, cursor } = BatchCancelBody::parse(&body, &Path::body())?;
    if !dry_run {
        api.services.batches.close(api.call(&by), id).await?;
    }
    let filter = CancelFilter {
        task: None,
        batch: Some(id),
        user: None,
        status: None,
        task_type: None,
        config: None,
        from: None,
        to: None,
    };
    cancel_selected(&api, &by, &CancelMany { filter, dry_run, limit, cursor }).await
}
