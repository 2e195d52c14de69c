//! The next runs of a task.

use std::sync::Arc;

use axum::{Json, extract::State};
use beadle_application::Operation;
use beadle_schedule::MAX_PREVIEWED;
use beadle_values::{body::otherwise, query};
use serde_json::json;

use crate::{
    http::{Caller, Problem, Query, TaskPath, extract::up_to},
    schedules::response::{PreviewResponse, UpcomingResponse},
    state::Api,
};

/// Default number of runs.
const DEFAULT_COUNT: usize = 10;

query! {
    /// How far to look ahead.
    pub(crate) struct UpcomingParameters {
        /// How many runs to list.
        count: usize =
            otherwise(up_to(MAX_PREVIEWED, || json!({"default": DEFAULT_COUNT})), || DEFAULT_COUNT),
    }
}

/// The next runs of a task
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/upcoming",
    operation_id = "upcoming_runs",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), UpcomingParameters),
    responses(
        (status = 200, description = "The next runs", body = UpcomingResponse),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn upcoming(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    Query { given: UpcomingParameters { count }, .. }: Query<UpcomingParameters>,
) -> Result<Json<UpcomingResponse>, Problem> {
    let task = api.services.tasks.find(&by, id, Operation::ReadTask).await?.task;
    let preview = task.times().map(|times| times.preview(api.now(), task.created_at, count).into());
    Ok(Json(UpcomingResponse::of(id, task.paused, preview.unwrap_or_else(PreviewResponse::none))))
}
