//! Save a batch of tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{Call, Operation};
use beadle_domain::{access::Principal, task::TaskDraft};
use beadle_values::{
    body,
    body::{Member, custom, list, required},
    violation::Path,
};
use http::StatusCode;
use serde_json::Value;

use super::response::TaskResponse;
use crate::{
    http::{
        Batch, Caller, IdempotencyKey, JsonBody, Problem,
        batch::{self, MAX_ITEMS},
    },
    state::Api,
};

body! {
    /// Tasks to save.
    pub(crate) struct TaskBatchBody as "TaskBatchRequest" {
        /// The items; each is parsed on its own.
        tasks: Vec<Value> = required(
            list("tasks", custom(|value, _| Ok(value.clone()), <TaskDraft as Member>::schema)).min(1).max(MAX_ITEMS),
        )
        .mistaken_for("requests"),
    }
    example {"tasks": [
        {"name": "Morning", "type": "api_call", "config": {"url": "https://api.example.com/morning"}, "schedule": "daily at 7:00"},
        {"name": "Call the plumber", "type": "todo", "due_date": "2099-01-01T08:00:00Z"}
    ]}
}

/// Result of a batch of tasks.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[schema(as = TaskBatchResult)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct TaskBatchResponse<'a> {
    /// Number of tasks created.
    succeeded: usize,
    /// Number of items refused.
    failed: usize,
    /// Results in the order in which the items were sent.
    results: Vec<TaskBatchItem<'a>>,
}

/// Result of one item of a batch of tasks.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `Batch` writes")]
pub(crate) struct TaskBatchItem<'a> {
    /// Index in the batch, counted from 0.
    index: usize,
    /// HTTP status that the item would have received on its own.
    #[schema(example = 201)]
    status: u16,
    /// The task, if it was created.
    #[schema(required = false)]
    task: TaskResponse<'a>,
    /// The problem, if the item was refused: as in other responses, without `instance` and `request_id`.
    #[schema(required = false, value_type = Object)]
    problem: Value,
}

/// Save up to 100 tasks
///
/// Each task is saved or refused independently. The paths of violations are relative to the item. With an
/// `Idempotency-Key`, repeating a batch creates no task twice.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/batch",
    operation_id = "create_tasks",
    tag = "tasks",
    params(IdempotencyKey),
    request_body = TaskBatchBody,
    responses(
        (status = 207, description = "The result of each item", body = TaskBatchResponse<'_>),
        (status = 422, description = "The body is not a batch"),
        (status = 429, description = "The batch has more items than the subscription level allows"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    Operation::CreateTask.check_own(&by)?;
    let TaskBatchBody { tasks } = TaskBatchBody::parse(&body.value, &Path::body())?;
    let batch = Batch::new(tasks, "tasks/batch", key);
    api.services.accounts.may_batch(api.call(&by), batch.len()).await?;
    let items = (0..batch.len()).map(|index| create_item(&api, &by, &batch, index));
    Ok(batch::respond("task", StatusCode::CREATED, items).await)
}

async fn create_item(api: &Api, by: &Principal, batch: &Batch, index: usize) -> Result<Value, Problem> {
    let item = batch.item(index);
    let now = api.now();
    let draft = TaskDraft::parse(item, &Path::body())?;
    let key = batch.key(index, &draft)?;
    let created = api.services.tasks.create(Call::new(by, now).with_key(key.as_ref()), draft).await?;
    let answer = TaskResponse::of(&created.saved, &api.task_defaults, now);
    serde_json::to_value(answer).map_err(|_| Problem::internal())
}
