//! Tasks as a calendar to subscribe to.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;
use beadle_domain::calendar::{self, MAX_RUNS, MEDIA_TYPE};
use beadle_values::{body::otherwise, query};
use http::{HeaderValue, header};
use serde_json::json;

use crate::{
    http::{Caller, Problem, Query, TaskPath, extract::up_to},
    state::Api,
};

/// Default number of runs per task.
const DEFAULT_RUNS: usize = 10;

query! {
    /// What a calendar shows.
    pub(crate) struct CalendarParameters {
        /// How many next runs of each task.
        runs: usize = otherwise(up_to(MAX_RUNS, || json!({"default": DEFAULT_RUNS})), || DEFAULT_RUNS),
    }
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
    Query { given: CalendarParameters { runs }, .. }: Query<CalendarParameters>,
) -> Result<Response, Problem> {
    let owner = by.owner.clone();
    Ok(respond(api.services.tasks.calendar(&by, owner, runs, api.now()).await?))
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
    Query { given: CalendarParameters { runs }, .. }: Query<CalendarParameters>,
) -> Result<Response, Problem> {
    let task = api.services.tasks.find(&by, id, Operation::ReadTask).await?.task;
    Ok(respond(calendar::calendar([&task], runs, api.now())))
}

fn respond(calendar: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], calendar).into_response()
}
