//! Get the dependency graph of a task.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::graph::GraphResponse;
use crate::{
    http::{Caller, Problem, TaskPath},
    state::Api,
};

/// Get the dependency graph of a task
///
/// Its direct and indirect dependencies and dependents, as far as the caller may see them. At most 1,000
/// tasks are read.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/graph",
    operation_id = "task_graph",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task")),
    responses(
        (status = 200, description = "The tasks and their dependencies", body = GraphResponse<'_>),
        (status = 404, description = "The task does not exist"),
    )
))]
pub(crate) async fn graph(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
) -> Result<Response, Problem> {
    let graph = api.services.graphs.graph(&by, id).await?;
    Ok(Json(GraphResponse::of(&graph, api.now())).into_response())
}
