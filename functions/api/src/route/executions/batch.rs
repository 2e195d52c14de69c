//! Run many requests at once, without saving them.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_domain::{
    access::Principal,
    adhoc::AdHoc,
    usecase::{Operation, execution::start_ad_hoc},
    violation::Path,
};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde_json::Value;

use crate::{
    answer::{BatchResults, ExecutionAnswer, ExecutionBatchAnswer},
    auth::Caller,
    document::{CreateHeaders, ExecutionBatchRequest},
    extract::{Batch, IdempotencyKey, JsonBody},
    problem::Problem,
    state::Api,
};

/// How many are started at a time.
const AT_ONCE: usize = 8;

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
        (status = 207, description = "What came of each", body = ExecutionBatchAnswer<'_>),
        (status = 422, description = "It is no batch"),
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
    let items = (0..batch.len()).map(|index| one(&api, &by, &batch, index));
    let started: Vec<_> = stream::iter(items).buffered(AT_ONCE).collect().await;
    let mut results = BatchResults::default();
    started.into_iter().for_each(|started| results.add("execution", StatusCode::ACCEPTED, started));
    Ok(results.into_response())
}

async fn one(api: &Api, by: &Principal, batch: &Batch, index: usize) -> Result<Value, Problem> {
    let (item, key) = batch.item(index);
    let now = api.clock.now();
    let asked = AdHoc::parse(item, now, &Path::body())?;
    let begun = start_ad_hoc(
        &*api.configs,
        api.account_ports(),
        &*api.starter,
        &*api.ids,
        &api.ad_hoc_defaults,
        by,
        asked,
        key.as_ref(),
        now,
    )
    .await?;
    serde_json::to_value(ExecutionAnswer::of(&begun.execution)).map_err(|_| Problem::internal())
}
