//! Logs of a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{execution::ListOf, port::ExecutionQuery};
use beadle_domain::{access::Principal, execution::Execution};
use beadle_values::{id::TaskId, page::Page};

use crate::{
    executions::response::log::LogList,
    http::{Caller, PageParameters, Problem, Query, TaskPath},
    state::Api,
};

/// Get the logs of a task, newest first
///
/// The log entries of its executions and of the notifications about it: attempts, delays, warnings and ends. `limit` counts executions.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/logs",
    operation_id = "task_logs",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), PageParameters),
    responses(
        (status = 200, description = "The log entries of a page of executions", body = LogList<'_>),
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
    Ok(LogList::respond(&page, &uri))
}

/// Returns the requested page of executions of task `id`.
pub(crate) async fn executions(
    api: &Api,
    by: &Principal,
    id: TaskId,
    PageParameters { limit, cursor }: PageParameters,
) -> Result<Page<Execution>, Problem> {
    let filter = |scope| ExecutionQuery { cursor, ..ExecutionQuery::newest(scope, limit) };
    Ok(api.services.executions.list(by, ListOf::Task(id), filter).await?)
}
