//! Tasks as a calendar to subscribe to.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;
use beadle_domain::calendar::{self, MAX_RUNS, MEDIA_TYPE};
use http::{HeaderValue, header};

use crate::{
    http::{Caller, Problem, Query, TaskPath},
    state::Api,
};

/// Default number of runs per task.
const DEFAULT_RUNS: usize = 10;

/// What a calendar shows.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct CalendarParameters {
    /// How many next runs of each task.
    #[param(minimum = 1, maximum = 100, default = 10)]
    runs: Option<usize>,
}

/// Get the calendar of your tasks
///
/// iCalendar (RFC 5545): upcoming runs as events, due dates as to-dos, reminders as alarms. Covers the newest
/// 1,000 tasks of the caller.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/calendar.ics",
    operation_id = "calendar",
    tag = "tasks",
    params(CalendarParameters),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn all(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let runs = query.number("runs", DEFAULT_RUNS, MAX_RUNS);
    query.finish()?;
    let owner = by.owner.clone();
    Ok(respond(api.tasks.calendar(&by, owner, runs, api.clock.now()).await?))
}

/// Get the calendar of a task
///
/// iCalendar (RFC 5545), like `/api/v1/calendar.ics`.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/calendar.ics",
    operation_id = "task_calendar",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), CalendarParameters),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn one(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    mut query: Query,
) -> Result<Response, Problem> {
    let runs = query.number("runs", DEFAULT_RUNS, MAX_RUNS);
    query.finish()?;
    let task = api.tasks.find(&by, id, Operation::ReadTask).await?.task;
    Ok(respond(calendar::calendar([&task], runs, api.clock.now())))
}

fn respond(calendar: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], calendar).into_response()
}
