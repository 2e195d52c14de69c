//! Logs of a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::response::AtsLog;
use crate::{
    http::{Caller, PageParameters, Problem, Query, TaskPath},
    state::Api,
    tasks::logs::executions,
};

/// Get task execution logs
///
/// The log entries of its executions, oldest first. `limit` counts executions; `Link` points to earlier ones.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/tasks/{id}/logs",
    operation_id = "automated_task_logs",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task"), PageParameters),
    responses(
        (status = 200, description = "The log entries", body = Vec<crate::executions::response::log::LogResponse>),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn logs(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    Query { given, uri }: Query<PageParameters>,
) -> Result<Response, Problem> {
    let page = executions(&api, &by, id, given).await?;
    Ok(AtsLog::respond(&page, &uri))
}
