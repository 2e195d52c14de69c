//! Delete a calendar.

use std::sync::Arc;

use axum::extract::State;
use beadle_values::{
    body::{flag, otherwise},
    query,
};
use http::StatusCode;

use crate::{
    http::{CalendarPath, Caller, IfMatch, Problem, Query},
    state::Api,
};

query! {
    /// Which calendar to delete, and how.
    pub(crate) struct DeleteCalendarParameters {
        /// Whether to delete it though schedules name it.
        force: bool = otherwise(flag(), || false),
        /// Whether it is the one that is shared with everyone, which admins delete.
        shared: bool = otherwise(flag(), || false),
    }
}

/// Delete a calendar
///
/// Refused while schedules of the caller name it, unless `force=true`. To find these, the caller's tasks are read, a page of 100
/// at a time (on AWS half a read unit for each 4 KB of them); those of other users are not looked for.
///
/// A schedule never loses runs by that: a calendar that does not exist excludes no day, neither in `exclude` nor, for the days
/// that it does not have, in `only`. Tasks that name it say so in `missing_calendars`, and so do their previews.
#[cfg_attr(test, utoipa::path(
    delete,
    path = "/api/v1/calendars/{name}",
    operation_id = "delete_calendar",
    tag = "schedules",
    params(("name" = String, Path, description = "The name of the calendar"), IfMatch, DeleteCalendarParameters),
    responses(
        (status = 204, description = "The calendar is deleted"),
        (status = 403, description = "Only admins may delete shared calendars"),
        (status = 404, description = "The calendar does not exist"),
        (status = 409, description = "Schedules name it: `use_count` is their number, `uses` lists the first of them"),
        (status = 412, description = "The calendar has changed since it was read"),
    )
))]
pub(crate) async fn delete(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    CalendarPath(name): CalendarPath,
    IfMatch(expected): IfMatch,
    Query { given: DeleteCalendarParameters { force, shared }, .. }: Query<DeleteCalendarParameters>,
) -> Result<StatusCode, Problem> {
    api.services.calendars.delete(api.call(&by), (&name, shared), force, &expected).await?;
    Ok(StatusCode::NO_CONTENT)
}
