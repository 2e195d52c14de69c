//! Write a calendar.

use std::sync::Arc;

use axum::{extract::State, response::Response};
#[cfg(test)]
use beadle_domain::day_calendar::CalendarDraft;

use super::{CalendarScope, body::CalendarBody, response::CalendarResponse};
use crate::{
    http::{CalendarPath, Caller, IfMatch, Problem, Query, respond},
    state::Api,
};

/// Write a calendar
///
/// What is given takes the place of what the calendar was. Its name has 1 to 64 lower-case letters, digits, `-` and `_`, and
/// begins with a letter; schedules name it in `exclude` and `only`. Days can be given as iCalendar text too: as the member
/// `ical`, or alone with the content type `text/calendar`; its whole-day events and their rules are taken.
///
/// Runs that are due from now on are decided by it, of all schedules that name it.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/calendars/{name}",
    operation_id = "write_calendar",
    tag = "schedules",
    params(("name" = String, Path, description = "The name of the calendar"), IfMatch, CalendarScope),
    request_body = CalendarDraft,
    responses(
        (status = 200, description = "The calendar is changed", body = CalendarResponse<'_>),
        (status = 201, description = "The calendar is new", body = CalendarResponse<'_>),
        (status = 403, description = "Only admins may write shared calendars"),
        (status = 404, description = "This can't be the name of a calendar"),
        (status = 412, description = "The calendar has changed since it was read"),
        (status = 422, description = "The calendar is invalid; all violations are listed, those of iCalendar text with their lines"),
    )
))]
pub(crate) async fn write(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    CalendarPath(name): CalendarPath,
    IfMatch(expected): IfMatch,
    Query { given: CalendarScope { shared }, .. }: Query<CalendarScope>,
    CalendarBody(draft): CalendarBody,
) -> Result<Response, Problem> {
    let calendar = api.services.calendars.write(api.call(&by), (&name, shared), &draft, &expected).await?;
    let response = CalendarResponse::respond(&calendar);
    Ok(match calendar.version {
        1 => respond::created(response, format!("/api/v1/calendars/{name}")),
        _ => response,
    })
}
