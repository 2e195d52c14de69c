//! The next runs of a task.

use std::sync::Arc;

use axum::{Json, extract::State};
use beadle_application::Operation;
use beadle_schedule::MAX_PREVIEWED;

use crate::{
    http::{Caller, Problem, Query, TaskPath},
    schedules::response::{PreviewResponse, UpcomingResponse},
    state::Api,
};

const DEFAULT_COUNT: usize = 10;

/// How far to look ahead.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct UpcomingParameters {
    /// How many runs to list.
    #[param(minimum = 1, maximum = 100, default = 10)]
    count: Option<usize>,
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
    mut query: Query,
) -> Result<Json<UpcomingResponse>, Problem> {
    let count = query.number("count", DEFAULT_COUNT, MAX_PREVIEWED);
    query.finish()?;
    let task = api.tasks.find(&by, id, Operation::ReadTask).await?.task;
    let preview = task.times().map(|times| times.preview(api.clock.now(), task.created_at, count).into());
    Ok(Json(UpcomingResponse::of(id, task.paused, preview.unwrap_or_else(PreviewResponse::none))))
}
