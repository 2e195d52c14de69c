//! What was seen of a monitor.

use std::sync::Arc;

use axum::{Json, extract::State};
use beadle_application::{Error, Operation};
use beadle_domain::spec::TaskSpec;
use http::StatusCode;

use super::response::MonitorResponse;
use crate::{
    http::{Caller, Problem, TaskPath},
    state::Api,
};

/// Get the condition of a monitor
///
/// With the path that its job pings, for whoever may change the monitor: the path is a credential.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/monitor",
    operation_id = "get_monitor",
    tag = "monitors",
    params(("id" = String, Path, description = "The id of the task")),
    responses(
        (status = 200, description = "The condition", body = MonitorResponse),
        (status = 404, description = "The task does not exist"),
        (status = 409, description = "The task is not a monitor"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
) -> Result<Json<MonitorResponse>, Problem> {
    let task = api.services.tasks.find(&by, id, Operation::ReadTask).await?.task;
    let seen = api.services.watches.monitor(&task).await.map_err(Error::from)?;
    let (TaskSpec::Monitor(spec), Some(seen)) = (&task.spec, seen) else {
        let detail = "The task is not a monitor";
        let problem = Problem::new(StatusCode::CONFLICT, "not_a_monitor", detail);
        return Err(problem.member("task_id", id.to_string()));
    };
    let token = match api.services.tasks.find(&by, id, Operation::UpdateTask).await {
        Ok(_) => api.callbacks.keys.as_ref().map(|keys| keys.mint_ping(id)),
        Err(Error::Denied(_)) => None,
        Err(error) => return Err(error.into()),
    };
    Ok(Json(MonitorResponse::of(&task, spec, &seen, token.as_deref())))
}
