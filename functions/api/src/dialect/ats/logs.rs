//! What happened to a task of the Automated Task System.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::response::AtsLog;
use crate::{
    document::PageParameters,
    executions::response::log::LogResponse,
    http::{Caller, Problem, Query, TaskPath},
    state::Api,
    tasks::logs::executions,
};

/// Get task execution logs
///
/// The lines of its executions, in the order of their times; `limit` counts executions, and `Link` leads to earlier ones.
#[utoipa::path(
    get,
    path = "/api/tasks/{id}/logs",
    operation_id = "automated_task_logs",
    tag = "automated tasks",
    params(("id" = String, Path, description = "The id of the task"), PageParameters),
    responses(
        (status = 200, description = "The lines", body = Vec<LogResponse>),
        (status = 404, description = "There is no such task"),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn logs(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    query: Query,
) -> Result<Response, Problem> {
    let (page, uri) = executions(&api, &by, id, query).await?;
    Ok(AtsLog::respond(&page, &uri))
}
