//! Preview a schedule.

use std::sync::Arc;

use axum::{Json, extract::State};
use beadle_schedule::{MAX_PREVIEWED, Schedule};
use beadle_values::{
    integer::integer,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::response::PreviewResponse;
use crate::{
    document::PreviewRequest,
    http::{Caller, JsonBody, Problem},
    state::Api,
};

const MEMBERS: [&str; 3] = ["schedule", "count", "from"];
const DEFAULT_COUNT: usize = 10;

/// Preview a schedule
///
/// Responds with the normal form, the expression for `EventBridge` Scheduler and the next runs, with the
/// effects of daylight saving time. Nothing is saved.
#[utoipa::path(
    post,
    path = "/api/v1/schedules/preview",
    operation_id = "preview_schedule",
    tag = "schedules",
    request_body = PreviewRequest,
    responses(
        (status = 200, description = "The next runs", body = PreviewResponse),
        (status = 422, description = "The schedule is invalid; each violation comes with a suggestion"),
    )
)]
pub(crate) async fn preview(
    State(api): State<Arc<Api>>,
    _: Caller,
    body: JsonBody,
) -> Result<Json<PreviewResponse>, Problem> {
    let now = api.clock.now();
    let Asked { schedule, count, from } = Asked::parse(&body.value)?;
    let from = from.unwrap_or(now);
    let preview = schedule.map(|schedule| schedule.preview(from, from, count));
    Ok(Json(preview.map_or_else(PreviewResponse::none, PreviewResponse::from)))
}

struct Asked {
    schedule: Option<Schedule>,
    count: usize,
    from: Option<Timestamp>,
}

impl Asked {
    fn parse(body: &Value) -> Result<Self, Violations> {
        let path = Path::body();
        let Some(body) = body.as_object() else {
            return Err(Violation::new(path, "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        for name in body.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
            let hint = format!("members: {}", MEMBERS.join(", "));
            violations.push(Violation::new(path.key(name), "unknown_field", "unknown field").hint(hint));
        }
        let schedule = match body.get("schedule") {
            Some(value) => violations.take(Schedule::parse(value, &path.key("schedule"))).flatten(),
            None => {
                violations.add(path.key("schedule"), "missing", "is required");
                None
            }
        };
        let count = violations.take(count(body, &path)).unwrap_or(DEFAULT_COUNT);
        let from = violations.take(from(body, &path)).flatten();
        violations.into_result(Self { schedule, count, from })
    }
}

fn count(body: &Map<String, Value>, path: &Path) -> Result<usize, Violations> {
    let Some(value) = body.get("count").filter(|value| !value.is_null()) else { return Ok(DEFAULT_COUNT) };
    let given = integer(value).and_then(|count| usize::try_from(count).ok());
    given.filter(|count| (1..=MAX_PREVIEWED).contains(count)).ok_or_else(|| {
        let message = format!("must be a whole number from 1 to {MAX_PREVIEWED}");
        Violation::new(path.key("count"), "out_of_range", message).into()
    })
}

fn from(body: &Map<String, Value>, path: &Path) -> Result<Option<Timestamp>, Violations> {
    let Some(value) = body.get("from").filter(|value| !value.is_null()) else { return Ok(None) };
    value.as_str().and_then(|text| text.parse().ok()).map(Some).ok_or_else(|| {
        Violation::new(path.key("from"), "time", "is not a time")
            .hint("RFC 3339, such as 2027-01-01T09:00:00Z")
            .into()
    })
}
