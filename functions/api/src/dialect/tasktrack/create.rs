//! Create a task and run it.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_domain::task::TaskDraft;
use beadle_values::violation::{Path, Violations};
use serde_json::{Value, json};

use super::{members, response::TasktrackMessage};
use crate::{
    http::{Caller, IdempotencyKey, JsonBody, Problem, idempotent, respond},
    state::Api,
};

/// Create a task and run it
///
/// The task takes some minutes (`SIMULATED_MIN` to `SIMULATED_MAX`) without using compute, and then succeeds
/// or fails.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/task",
    operation_id = "create_numbered_task",
    tag = "numbered tasks",
    params(IdempotencyKey),
    request_body = super::TasktrackTask,
    responses(
        (status = 201, description = "The task is created and running", body = TasktrackMessage),
        (status = 422, description = "The task is invalid; all violations are listed"),
    )
))]
pub(crate) async fn create(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    key: IdempotencyKey,
    body: JsonBody,
) -> Result<Response, Problem> {
    let draft = draft(body.value)?;
    let key = key.scoped("task", &draft)?;
    let created = api.services.numbered_tasks.create(api.call(&by).with_key(key.as_ref()), draft).await?;
    let number = created.saved.task.number.ok_or_else(Problem::internal)?;
    let message = TasktrackMessage { message: "Task created successfully", task_id: number };
    let response = Json(message).into_response();
    let response = respond::created(response, format!("/api/task/{number}"));
    Ok(idempotent::mark_replayed(response, created.replayed))
}

/// Parses the task. It is never retried, because seed 004 knows only `done` and `failed`.
fn draft(body: Value) -> Result<TaskDraft, Violations> {
    let (mut document, mut violations) = members(body)?;
    document.insert("type".to_owned(), json!("simulated"));
    document.insert("config".to_owned(), json!({}));
    document.insert("max_retries".to_owned(), json!(0));
    match violations.take(TaskDraft::parse(&Value::Object(document), &Path::body())) {
        Some(draft) if violations.is_empty() => Ok(draft),
        _ => Err(violations),
    }
}
