//! Statistics of a user's tasks and executions.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::report::MAX_DAYS;
use beadle_schedule::Zone;
use beadle_values::{
    body::{Custom, Shape, custom, optional, otherwise, whole},
    id::OwnerId,
    query,
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};

use super::response::{AnalyticsResponse, StatsResponse};

use crate::{
    http::{Caller, OwnerParameters, Problem, Query, extract::user},
    state::Api,
};

/// Default number of days in a report.
const DEFAULT_DAYS: u16 = 30;

query! {
    /// Which days to report about.
    pub(crate) struct AnalyticsParameters {
        /// How many days, today included.
        days: u16 =
            otherwise(whole(1, MAX_DAYS.into()).shown(|| json!({"default": DEFAULT_DAYS})), || DEFAULT_DAYS),
        /// The time zone of days and hours, by its name in the IANA database.
        timezone: Zone = otherwise(
            zone().shown(|| json!({"default": "UTC", "example": "Europe/Berlin"})),
            Zone::utc,
        ),
        /// Those of another user: for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
}

fn zone() -> Custom<Zone> {
    custom(read_zone, |_| json!({"type": "string"}))
}

fn read_zone(value: &Value, path: &Path) -> Result<Zone, Violations> {
    Ok(Zone::parse_exact(value.as_str().unwrap_or_default()).ok_or_else(|| {
        let message = "is no time zone of the IANA database, such as Europe/Berlin";
        Violation::new(path.clone(), "timezone", message)
    })?)
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
    Query { given, .. }: Query<AnalyticsParameters>,
) -> Result<Response, Problem> {
    let AnalyticsParameters { days, timezone, user_id } = given;
    let owner = user_id.unwrap_or_else(|| by.owner.clone());
    let (window, report) =
        api.services.reports.report(api.call(&by), &owner, days, timezone.rules().clone()).await?;
    Ok(Json(AnalyticsResponse::of(&owner, timezone.name(), &window, &report)).into_response())
}

/// Get task counts
///
/// Counts by status, type and priority. The counts are exact and may lag by a moment.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/stats",
    operation_id = "get_stats",
    tag = "analytics",
    params(OwnerParameters),
    responses(
        (status = 200, description = "The task counts", body = StatsResponse<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn stats(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given, .. }: Query<OwnerParameters>,
) -> Result<Response, Problem> {
    let owner = given.owner(&by);
    let census = api.services.reports.task_census(&by, &owner).await?;
    Ok(Json(StatsResponse::of(&owner, &census)).into_response())
}
