//! Run many requests at once, without saving them.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, Operation};
use beadle_domain::{access::Principal, adhoc::AdHoc};
use beadle_values::violation::Path;
use http::StatusCode;
use serde_json::Value;
use utoipa::ToSchema;

use super::response::ExecutionResponse;
use crate::{
    document::{CreateHeaders, ExecutionBatchRequest},
    http::{Batch, Caller, IdempotencyKey, JsonBody, Problem, batch},
    state::Api,
};

/// What came of a batch of requests.
#[derive(ToSchema)]
#[schema(as = ExecutionBatchResult)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct ExecutionBatchResponse<'a> {
    /// How many are started.
    succeeded: usize,
    /// How many are not.
    failed: usize,
    /// The items, in the order they were sent.
    results: Vec<ExecutionBatchItem<'a>>,
}

/// What came of one item of a batch of requests.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct ExecutionBatchItem<'a> {
    /// Its place in the batch, counted from 0.
    index: usize,
    /// The status that it would have been answered with alone.
    #[schema(example = 202)]
    status: u16,
    /// The execution, if it is started.
    #[schema(required = false)]
    execution: ExecutionResponse<'a>,
    /// What is wrong, if it is not: as in other answers, without `instance` and `request_id`.
    #[schema(required = false, value_type = Object)]
    problem: Value,
}

/// Run up to 100 requests now or later
///
/// Each is started or refused by itself, as if it had come alone; paths of faults are those of the item. Under an
/// `Idempotency-Key` the repeat of a batch starts nothing twice.
#[utoipa::path(
    post,
    path = "/api/v1/executions/batch",
    operation_id = "execute_batch",
    tag = "executions",
    params(CreateHeaders),
    request_body = ExecutionBatchRequest,
    responses(
        (status = 207, description = "What came of each", body = ExecutionBatchResponse<'_>),
        (status = 422, description = "It is no batch"),
        (status = 429, description = "It has more items than the subscription level allows"),
    )
)]
pub(crate) async fn execute(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    Operation::Execute.check_own(&by)?;
    let batch = Batch::parse(body.value, "requests", "executions/batch", key)?;
    api.accounts.may_batch(api.call(&by), batch.len()).await?;
    let items = (0..batch.len()).map(|index| one(&api, &by, &batch, index));
    Ok(batch::respond("execution", StatusCode::ACCEPTED, items).await)
}

async fn one(api: &Api, by: &Principal, batch: &Batch, index: usize) -> Result<Value, Problem> {
    let (item, key) = batch.item(index);
    let now = api.clock.now();
    let asked = AdHoc::parse(item, now, &Path::body())?;
    let begun = api.executions.start_ad_hoc(Call::new(by, now).with_key(key.as_ref()), asked).await?;
    serde_json::to_value(ExecutionResponse::of(&begun.execution)).map_err(|_| Problem::internal())
}
