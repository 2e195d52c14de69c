//! Save many tasks at once.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, Operation};
use beadle_domain::{access::Principal, task::TaskDraft};
use beadle_values::violation::Path;
use http::StatusCode;
use serde_json::Value;
use utoipa::ToSchema;

use super::response::TaskResponse;
use crate::{
    document::{CreateHeaders, TaskBatchRequest},
    http::{Batch, Caller, IdempotencyKey, JsonBody, Problem, batch},
    state::Api,
};

/// What came of a batch of tasks.
#[derive(ToSchema)]
#[schema(as = TaskBatchResult)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct TaskBatchResponse<'a> {
    /// How many are created.
    succeeded: usize,
    /// How many are not.
    failed: usize,
    /// The items, in the order they were sent.
    results: Vec<TaskBatchItem<'a>>,
}

/// What came of one item of a batch of tasks.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct TaskBatchItem<'a> {
    /// Its place in the batch, counted from 0.
    index: usize,
    /// The status that it would have been answered with alone.
    #[schema(example = 201)]
    status: u16,
    /// The task, if it is created.
    #[schema(required = false)]
    task: TaskResponse<'a>,
    /// What is wrong, if it is not: as in other answers, without `instance` and `request_id`.
    #[schema(required = false, value_type = Object)]
    problem: Value,
}

/// Save up to 100 tasks
///
/// Each is saved or refused by itself, as if it had come alone; paths of faults are those of the item. Under an
/// `Idempotency-Key` the repeat of a batch creates no task twice.
#[utoipa::path(
    post,
    path = "/api/v1/tasks/batch",
    operation_id = "create_tasks",
    tag = "tasks",
    params(CreateHeaders),
    request_body = TaskBatchRequest,
    responses(
        (status = 207, description = "What came of each", body = TaskBatchResponse<'_>),
        (status = 422, description = "It is no batch"),
        (status = 429, description = "It has more items than the subscription level allows"),
    )
)]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    Operation::CreateTask.check_own(&by)?;
    let batch = Batch::parse(body.value, "tasks", "tasks/batch", key)?;
    api.accounts.may_batch(api.call(&by), batch.len()).await?;
    let items = (0..batch.len()).map(|index| one(&api, &by, &batch, index));
    Ok(batch::respond("task", StatusCode::CREATED, items).await)
}

async fn one(api: &Api, by: &Principal, batch: &Batch, index: usize) -> Result<Value, Problem> {
    let (item, key) = batch.item(index);
    let now = api.clock.now();
    let draft = TaskDraft::parse(item, &Path::body())?;
    let created = api.tasks.create(Call::new(by, now).with_key(key.as_ref()), draft).await?;
    let answer = TaskResponse::of(&created.saved, &api.task_defaults, now);
    serde_json::to_value(answer).map_err(|_| Problem::internal())
}
