//! Get a calendar.

use std::sync::Arc;

use axum::{extract::State, response::Response};

use super::{CalendarScope, response::CalendarResponse};
use crate::{
    http::{CalendarPath, Caller, Problem, Query},
    state::Api,
};

/// Get a calendar
///
/// The one that the name means in the caller's schedules: their own, or else the shared one.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/calendars/{name}",
    operation_id = "get_calendar",
    tag = "schedules",
    params(("name" = String, Path, description = "The name of the calendar"), CalendarScope),
    responses(
        (status = 200, description = "The calendar", body = CalendarResponse<'_>),
        (status = 404, description = "The calendar does not exist"),
    )
))]
pub(crate) async fn get(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    CalendarPath(name): CalendarPath,
    Query { given: CalendarScope { shared }, .. }: Query<CalendarScope>,
) -> Result<Response, Problem> {
    Ok(CalendarResponse::respond(&api.services.calendars.get(&by, &name, shared).await?))
}
