//! What an owner's tasks and executions came to.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::report::MAX_DAYS;
use jiff::tz::TimeZone;

use super::response::{AnalyticsResponse, StatsResponse};
use crate::{
    document::{AnalyticsParameters, StatsParameters},
    http::{Caller, Problem, Query},
    state::Api,
};

/// How many days a report is about where that is not said.
const USUAL_DAYS: usize = 30;

/// What executions came to
///
/// Counts, success rate, durations, credits, tokens and US dollars of the last days, from what is added up hour by hour:
/// exact, and a moment behind the executions. Days and hours are those of the time zone.
#[utoipa::path(
    get,
    path = "/api/v1/analytics",
    operation_id = "get_analytics",
    tag = "analytics",
    params(AnalyticsParameters),
    responses(
        (status = 200, description = "What they came to", body = AnalyticsResponse<'_>),
        (status = 403, description = "They are another user's"),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn analytics(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let owner = query.owner(&by);
    let days = query.number("days", USUAL_DAYS, MAX_DAYS.into());
    let name = query.text("timezone").unwrap_or_else(|| "UTC".to_owned());
    let zone = TimeZone::get(&name);
    if zone.is_err() {
        query.fault("timezone", "timezone", "is no time zone of the IANA database, such as Europe/Berlin");
    }
    query.finish()?;
    let zone = zone.unwrap_or(TimeZone::UTC);
    let days = u16::try_from(days).unwrap_or(MAX_DAYS);
    let (window, report) = api.reports.report(api.call(&by), &owner, days, zone).await?;
    Ok(Json(AnalyticsResponse::of(&owner, &name, &window, &report)).into_response())
}

/// How many tasks there are
///
/// By status, type and priority: exact, and a moment behind.
#[utoipa::path(
    get,
    path = "/api/v1/stats",
    operation_id = "get_stats",
    tag = "analytics",
    params(StatsParameters),
    responses(
        (status = 200, description = "How many there are", body = StatsResponse<'_>),
        (status = 403, description = "They are another user's"),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn stats(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let owner = query.owner(&by);
    query.finish()?;
    let census = api.reports.task_census(&by, &owner).await?;
    Ok(Json(StatsResponse::of(&owner, &census)).into_response())
}
