//! List calendars.

use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse, response::Response};

use super::response::CalendarList;
use crate::{
    http::{Caller, Problem},
    state::Api,
};

/// List calendars
///
/// The caller's calendars and the shared ones, each ordered by name, without their days. On AWS this reads the calendars as a
/// whole.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/calendars",
    operation_id = "list_calendars",
    tag = "schedules",
    responses((status = 200, description = "The calendars", body = CalendarList<'_>))
))]
pub(crate) async fn list(State(api): State<Arc<Api>>, Caller(by): Caller) -> Result<Response, Problem> {
    let calendars = api.services.calendars.list(&by).await?;
    Ok(Json(CalendarList::of(&calendars)).into_response())
}
