//! Statistics of a user's tasks and executions.

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
    http::{Caller, Problem, Query},
    state::Api,
};

/// Default number of days in a report.
const DEFAULT_DAYS: usize = 30;

/// Which days to report about.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct AnalyticsParameters {
    /// How many days, today included.
    #[param(minimum = 1, maximum = 366, default = 30)]
    days: Option<usize>,
    /// The time zone of days and hours, by its name in the IANA database.
    #[param(default = "UTC", example = "Europe/Berlin")]
    timezone: Option<String>,
    /// Those of another user: for operators and admins.
    user_id: Option<String>,
}

/// Whose tasks to count.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct StatsParameters {
    /// Those of another user: for operators and admins.
    user_id: Option<String>,
}

/// Get execution analytics
///
/// Counts, success rate, durations, credits, tokens and US dollars of the last days, from hourly rollups. The
/// figures are exact and may lag by a moment. Days and hours are those of the time zone.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/analytics",
    operation_id = "get_analytics",
    tag = "analytics",
    params(AnalyticsParameters),
    responses(
        (status = 200, description = "The analytics", body = AnalyticsResponse<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn analytics(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let owner = query.owner(&by);
    let days = query.number("days", DEFAULT_DAYS, MAX_DAYS.into());
    let name = query.text("timezone").unwrap_or_else(|| "UTC".to_owned());
    let zone = TimeZone::get(&name);
    if zone.is_err() {
        query.violation(
            "timezone",
            "timezone",
            "is no time zone of the IANA database, such as Europe/Berlin",
        );
    }
    query.finish()?;
    let zone = zone.unwrap_or(TimeZone::UTC);
    let days = u16::try_from(days).unwrap_or(MAX_DAYS);
    let (window, report) = api.reports.report(api.call(&by), &owner, days, zone).await?;
    Ok(Json(AnalyticsResponse::of(&owner, &name, &window, &report)).into_response())
}

/// Get task counts
///
/// Counts by status, type and priority. The counts are exact and may lag by a moment.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/stats",
    operation_id = "get_stats",
    tag = "analytics",
    params(StatsParameters),
    responses(
        (status = 200, description = "The task counts", body = StatsResponse<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
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
