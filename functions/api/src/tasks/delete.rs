//! Delete a task.

use std::sync::Arc;

use axum::extract::State;
use beadle_domain::access::Principal;
use beadle_values::{
    body::{flag, otherwise},
    id::TaskId,
    query,
};
use http::StatusCode;

use crate::{
    http::{Caller, IfMatch, Problem, Query, TaskPath},
    state::Api,
};

query! {
    /// How to delete a task.
    pub(crate) struct DeleteParameters {
        /// Whether to delete it though other tasks run after it.
        force: bool = otherwise(flag(), || false),
    }
}

impl DeleteParameters {
    /// Refuses to leave tasks waiting for ever that run after the task, unless that is forced.
    pub(crate) async fn check(self, api: &Api, by: &Principal, id: TaskId) -> Result<(), Problem> {
        if !self.force {
            api.services.graphs.may_delete(by, id).await?;
        }
        Ok(())
    }
}

/// Delete a task
///
/// The task disappears and stops running. Its executions are kept until their retention ends. Tasks that run
/// after it would wait for ever: while there are some, it is deleted only with `force=true`.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/tasks/{id}",
    operation_id = "delete_task",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), IfMatch, DeleteParameters),
    responses(
        (status = 204, description = "The task is deleted"),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "Tasks run after it: `dependents` lists them"),
        (status = 412, description = "The task has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    IfMatch(expected): IfMatch,
    Query { given, .. }: Query<DeleteParameters>,
) -> Result<StatusCode, Problem> {
    given.check(&api, &by, id).await?;
    api.services.tasks.delete(api.call(&by), id, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
