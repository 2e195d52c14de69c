//! Delete a task by its number.

use std::sync::Arc;

use axum::extract::State;
use beadle_application::{Expected, Operation};
use http::StatusCode;

use crate::{
    http::{Caller, NumberPath, Problem, Query},
    state::Api,
    tasks::delete::DeleteParameters,
};

/// Delete a task
///
/// A running execution is cancelled when its time is over.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/task/{id}",
    operation_id = "delete_numbered_task",
    tag = "numbered tasks",
    params(("id" = u64, Path, description = "The number of the task"), DeleteParameters),
    responses(
        (status = 204, description = "The task is deleted"),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "Tasks run after it: `dependents` lists them"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    NumberPath(number): NumberPath,
    Query { given, .. }: Query<DeleteParameters>,
) -> Result<StatusCode, Problem> {
    let id = api.services.numbered_tasks.find(&by, number, Operation::DeleteTask).await?;
    given.check(&api, &by, id).await?;
    api.services.tasks.delete(api.call(&by), id, &Expected::Any).await?;
    Ok(StatusCode::NO_CONTENT)
}
