//! What a task runs after and what runs after it.

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

/// What a task runs after and what runs after it
///
/// Directly and through others, as far as the caller may see the tasks. At most 1,000 tasks are looked at.
#[utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/graph",
    operation_id = "task_graph",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task")),
    responses(
        (status = 200, description = "The tasks and which of them runs after which", body = GraphResponse<'_>),
        (status = 404, description = "There is no such task"),
    )
)]
pub(crate) async fn graph(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
) -> Result<Response, Problem> {
    let graph = api.graphs.graph(&by, id).await?;
    Ok(Json(GraphResponse::from(&graph)).into_response())
}
