//! Run a batch of requests without saving them.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;
use beadle_domain::{adhoc::AdHoc, batch::BatchDraft};
use beadle_values::{
    body,
    body::{custom, list, of, optional, required},
    violation::Path,
};
use serde_json::Value;

use super::members::Members;
#[cfg(test)]
use super::response::ExecutionResponse;
#[cfg(test)]
use crate::batches::response::BatchResponse;
use crate::{
    batches,
    http::{Caller, IdempotencyKey, JsonBody, Problem, batch::MAX_ITEMS},
    state::Api,
};

/// The scope of the idempotency keys of items.
pub(crate) const SCOPE: &str = "executions/batch";

body! {
    /// Requests to run once.
    pub(crate) struct ExecutionBatchBody as "ExecutionBatchRequest" {
        /// The items; each is parsed on its own.
        requests: Vec<Value> = required(
            list("requests", custom(|value, _| Ok(value.clone()), AdHoc::schema)).min(1).max(MAX_ITEMS),
        )
        .mistaken_for("tasks"),
        /// The batch that counts them: with it, they are added to a batch that has a status, and something may run once
        /// all of them have ended.
        batch: Option<BatchDraft> = optional(of()),
    }
    example {"requests": [
        {"type": "http", "url": "https://api.example.com/users/1"},
        {"type": "http", "url": "https://api.example.com/users/2", "delay": "10m"}
    ]}
}

/// Result of a batch of requests.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[schema(as = ExecutionBatchResult)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct ExecutionBatchResponse<'a> {
    /// Number of executions started.
    succeeded: usize,
    /// Number of items refused.
    failed: usize,
    /// Results in the order in which the items were sent.
    results: Vec<ExecutionBatchItem<'a>>,
    /// The batch, if the request names one.
    #[schema(required = false)]
    batch: BatchResponse<'a>,
}

/// Result of one item of a batch of requests.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct ExecutionBatchItem<'a> {
    /// Index in the batch, counted from 0.
    index: usize,
    /// HTTP status that the item would have received on its own.
    #[schema(example = 202)]
    status: u16,
    /// The execution, if it was started.
    #[schema(required = false)]
    execution: ExecutionResponse<'a>,
    /// The problem, if the item was refused: as in other responses, without `instance` and `request_id`.
    #[schema(required = false, value_type = Object)]
    problem: Value,
}

/// Run up to 100 requests now or later
///
/// Each request is started or refused independently; those with an `order_key` are accepted in the order of the batch. The paths of violations are relative to the item. With
/// an `Idempotency-Key`, repeating a batch starts nothing twice.
///
/// With `batch`, the executions are counted in a batch, which several requests can fill until it is closed. Each execution
/// is counted before it runs. Once the batch is closed and all of them have ended, `on_complete` or `on_failure` runs,
/// exactly one of them and once. Placeholders such as `${batch.total}`, `${batch.failed}` and `${batch.id}` have their values
/// there.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/batch",
    operation_id = "execute_batch",
    tag = "executions",
    params(IdempotencyKey),
    request_body = ExecutionBatchBody,
    responses(
        (status = 207, description = "The result of each item", body = ExecutionBatchResponse<'_>),
        (status = 403, description = "The batch belongs to another user"),
        (status = 404, description = "The batch does not exist"),
        (status = 409, description = "The batch was created with something else to run at its end"),
        (status = 422, description = "The body is not a batch"),
        (status = 429, description = "The batch has more items than the subscription level allows"),
    )
))]
pub(crate) async fn execute(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    Operation::Execute.check_own(&by)?;
    let ExecutionBatchBody { requests, batch: of } = ExecutionBatchBody::parse(&body.value, &Path::body())?;
    api.services.accounts.may_batch(api.call(&by), requests.len()).await?;
    if let Some(draft) = of {
        return batches::add::add(&api, &by, &key, draft, &requests).await;
    }
    let call = api.call(&by);
    let mut members = Members::read(&requests, call.now, &key, SCOPE);
    let begun = api.services.executions.start_many_ad_hoc(call, members.take_ready()).await?;
    Ok(members.results(&api, begun).await.into_response())
}
