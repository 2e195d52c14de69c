//! Preview a schedule.

use std::sync::Arc;

use axum::{Json, extract::State};
use beadle_schedule::{MAX_PREVIEWED, Schedule, schedule};
use beadle_values::{
    body,
    body::{optional, otherwise, required, time, whole},
    violation::Path,
};
use jiff::Timestamp;

use super::response::PreviewResponse;
use crate::{
    http::{Caller, JsonBody, Problem},
    state::Api,
};

const DEFAULT_COUNT: usize = 10;

body! {
    /// A schedule to preview.
    pub(crate) struct PreviewBody as "PreviewRequest" {
        /// The schedule, in any accepted form; null for none.
        schedule: Option<Schedule> = required(schedule()).strict().nullable(),
        /// Number of runs to list, 10 unless given.
        count: usize = otherwise(whole(1, MAX_PREVIEWED as u64), || DEFAULT_COUNT),
        /// Time after which the runs are listed; now unless given.
        from: Option<Timestamp> = optional(time()),
    }
    example {"schedule": {"expression": "daily at 9:00", "timezone": "Europe/Berlin"}, "count": 5}
}

/// Preview a schedule
///
/// Responds with the normal form, the expression for `EventBridge` Scheduler and the next runs, with the
/// effects of daylight saving time, and the runs that days or calendars exclude. Nothing is saved.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/schedules/preview",
    operation_id = "preview_schedule",
    tag = "schedules",
    request_body = PreviewBody,
    responses(
        (status = 200, description = "The next runs", body = PreviewResponse),
        (status = 422, description = "The schedule is invalid; each violation comes with a suggestion"),
    )
))]
pub(crate) async fn preview(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Json<PreviewResponse>, Problem> {
    let now = api.now();
    let PreviewBody { schedule, count, from } = PreviewBody::parse(&body.value, &Path::body())?;
    let from = from.unwrap_or(now);
    let path = Path::body().key("schedule");
    let schedule = match schedule {
        Some(schedule) => Some(api.services.calendars.in_schedule(&by, schedule, &path).await?),
        None => None,
    };
    if let Some(schedule) = &schedule {
        schedule.is_still_due(from, from, &path)?;
    }
    let preview = schedule.map(|schedule| schedule.preview(from, from, count));
    Ok(Json(preview.map_or_else(PreviewResponse::none, PreviewResponse::from)))
}
