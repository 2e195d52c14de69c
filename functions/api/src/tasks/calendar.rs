//! Tasks as a calendar that others subscribe to.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::Operation;
use beadle_domain::calendar::{self, MAX_RUNS, MEDIA_TYPE};
use http::{HeaderValue, header};

use crate::{
    document::CalendarParameters,
    http::{Caller, Problem, Query, TaskPath},
    state::Api,
};

/// How many runs of a task are shown where it is not said.
const USUAL_RUNS: usize = 10;

/// The calendar of the caller's tasks
///
/// iCalendar (RFC 5545): the next runs of schedules as events, due dates as things to do, reminders as alarms; of the newest
/// 1,000 tasks on the caller's list.
#[utoipa::path(
    get,
    path = "/api/v1/calendar.ics",
    operation_id = "calendar",
    tag = "tasks",
    params(CalendarParameters),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn all(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let runs = query.number("runs", USUAL_RUNS, MAX_RUNS);
    query.finish()?;
    let owner = by.owner.clone();
    Ok(respond(api.tasks.calendar(&by, owner, runs, api.clock.now()).await?))
}

/// The calendar of a task
///
/// iCalendar (RFC 5545), as `/api/v1/calendar.ics`.
#[utoipa::path(
    get,
    path = "/api/v1/tasks/{id}/calendar.ics",
    operation_id = "task_calendar",
    tag = "tasks",
    params(("id" = String, Path, description = "The id of the task"), CalendarParameters),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String),
        (status = 404, description = "There is no such task"),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn one(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    TaskPath(id): TaskPath,
    mut query: Query,
) -> Result<Response, Problem> {
    let runs = query.number("runs", USUAL_RUNS, MAX_RUNS);
    query.finish()?;
    let task = api.tasks.find(&by, id, Operation::ReadTask).await?.task;
    Ok(respond(calendar::calendar([&task], runs, api.clock.now())))
}

fn respond(calendar: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE))], calendar).into_response()
}
