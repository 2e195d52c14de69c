//! Statistics of a user's tasks and executions.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::report::{MAX_DAYS, ReportOn};
use beadle_domain::analytics::Window;
use beadle_schedule::Zone;
use beadle_values::{
    body::{Custom, Shape, custom, optional, otherwise, time, whole},
    id::{ConfigId, OwnerId, TaskId},
    page::Cursor,
    query,
    violation::{Path, Violation, Violations},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::response::{AnalyticsResponse, StatsResponse};

use crate::{
    http::{
        Caller, OwnerParameters, Problem, Query,
        extract::{check_span, config_id, cursor, task_id, user},
    },
    state::Api,
};

/// Default number of days in a report.
const DEFAULT_DAYS: u16 = 30;

query! {
    /// Which days to report about.
    pub(crate) struct AnalyticsParameters {
        /// How many days, today included; not with `from` or `to`.
        days: Option<u16> =
            optional(whole(1, MAX_DAYS.into()).shown(|| json!({"default": DEFAULT_DAYS}))),
        /// The start, in place of `days`. An hour counts if it starts at this time or later.
        from: Option<Timestamp> = optional(time()),
        /// The end, which is not part of it; now unless given.
        to: Option<Timestamp> = optional(time()),
        /// Only executions of this task, those that were requested in the time. Not with `user_id`.
        task_id: Option<TaskId> =
            optional(task_id()),
        /// Only executions with this config, those that were requested in the time.
        config_id: Option<ConfigId> =
            optional(config_id()),
        /// The `next_cursor` of the call before, whose `from` and `to` have to be repeated too.
        cursor: Option<Cursor> = optional(cursor()),
        /// The time zone of days and hours, by its name in the IANA database.
        timezone: Zone = otherwise(
            zone().shown(|| json!({"default": "UTC", "example": "Europe/Berlin"})),
            Zone::utc,
        ),
        /// Those of another user: for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
    check |given, _members, path, violations| {
        check_span(given.from, given.to, path, violations);
        let is_given = |there: bool, name: &str, why: &str, violations: &mut Violations| {
            if there {
                violations.add(path.key(name), "conflict", why);
            }
        };
        let has = |time: &Option<Option<Timestamp>>| matches!(time, Some(Some(_)));
        let spans = has(&given.from) || has(&given.to);
        let days = matches!(given.days, Some(Some(_)));
        is_given(days && spans, "days", "goes without `from` and `to`", violations);
        let task = matches!(given.task_id, Some(Some(_)));
        let user = matches!(given.user_id, Some(Some(_)));
        is_given(user && task, "user_id", "goes without `task_id`: a task has one owner", violations);
        let config = matches!(given.config_id, Some(Some(_)));
        is_given(config && task, "config_id", "goes without `task_id`", violations);
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
/// Counts, success rate, durations, credits, tokens and US dollars of the last days or of a span, from hourly rollups. The
/// figures are exact and may lag by a moment. Days and hours are those of the time zone. There are no rollups of a task or of a
/// config: with `task_id` or `config_id` the executions themselves are read, at most 5,000 a call; on AWS those of a task are
/// served by a key, those of a config are found among all of the user. `next_cursor` goes on.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/analytics",
    operation_id = "get_analytics",
    tag = "analytics",
    params(AnalyticsParameters),
    responses(
        (status = 200, description = "The analytics", body = AnalyticsResponse<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn analytics(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given, .. }: Query<AnalyticsParameters>,
) -> Result<Response, Problem> {
    let AnalyticsParameters { days, from, to, task_id, config_id, cursor, timezone, user_id } = given;
    let owner = user_id.unwrap_or_else(|| by.owner.clone());
    let (now, zone) = (api.now(), timezone.rules().clone());
    let window = match (from, to) {
        (None, None) => Window::of(days.unwrap_or(DEFAULT_DAYS), zone, now),
        (from, to) => span(from, to, zone, now)?,
    };
    let on = match (task_id, config_id) {
        (Some(task), _) => ReportOn::Task(task),
        (None, Some(config)) => ReportOn::Config(owner.clone(), config),
        (None, None) => ReportOn::Owner(owner.clone()),
    };
    let (report, next) = api.services.reports.report(api.call(&by), &on, &window, cursor).await?;
    let report = AnalyticsResponse::of(&owner, timezone.name(), &window, &report, next.as_ref());
    Ok(Json(report).into_response())
}

/// The hours from `from` until `to`, or until now; from [`DEFAULT_DAYS`] before that if no start is stated.
fn span(
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    zone: TimeZone,
    now: Timestamp,
) -> Result<Window, Problem> {
    let days = |count: u16| SignedDuration::from_hours(24 * i64::from(count));
    let to = to.unwrap_or(now);
    let from = match from {
        Some(from) => from,
        None => to.checked_sub(days(DEFAULT_DAYS)).unwrap_or(Timestamp::MIN),
    };
    let longest = to.checked_sub(days(MAX_DAYS)).unwrap_or(Timestamp::MIN);
    if from < longest || from >= to {
        let path = Path::of("query").key("from");
        let message = format!("must lie in the {MAX_DAYS} days before `to`");
        return Err(Violation::new(path, "out_of_range", message).into());
    }
    Ok(Window::between(from, to, zone))
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
