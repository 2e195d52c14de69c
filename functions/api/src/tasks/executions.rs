//! List the executions of a task.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::execution::ListOf;

#[cfg(test)]
use crate::{
    executions::list::{ExecutionFilters, ExecutionSort},
    http::PageParameters,
};
use crate::{
    executions::list::{ListParameters, list_of},
    http::{Caller, Problem, Query, TaskPath},
    state::Api,
};

/// List the executions of a task
///
/// Newest first unless `sort` says otherwise. What a filter costs is said at `GET /api/v1/executions`.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/executions",
    operation_id = "list_task_executions",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), ExecutionFilters, ExecutionSort, PageParameters),
    responses(
        (status = 200, description = "A page of executions", body = crate::executions::list::ExecutionList<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn executions(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    Query { given, uri }: Query<ListParameters>,
) -> Result<Response, Problem> {
    list_of(&api, &by, ListOf::Task(id), given, &uri).await
}
