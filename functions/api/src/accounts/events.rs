//! Tell what happened to a user elsewhere.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_domain::account_event::AccountEvent;
use beadle_values::{
    duration,
    violation::{Path, Violation, Violations},
};
use http::StatusCode;
use serde_json::{Map, Value};
use std::time::Duration;

use super::response::event::EventResponse;
use crate::{
    document::EventRequest,
    http::{Caller, JsonBody, Problem},
    state::Api,
};

/// How long a request may work on what follows.
const PATIENCE: Duration = Duration::from_secs(20);

const MEMBERS: [&str; 3] = ["type", "user_id", "level"];

/// Tell that a user is gone, or has another subscription
///
/// For admins, where no event bus tells it. `user.deleted` revokes the user's API keys, deletes the tasks with their
/// schedules, cancels what has not ended and removes the configs that are not shared. `subscription.changed` gives the user
/// `level`. What can't be finished in time is answered 202: the same request again goes on.
#[utoipa::path(
    post,
    path = "/api/v1/events",
    operation_id = "tell_event",
    tag = "events",
    request_body = EventRequest,
    responses(
        (status = 200, description = "Everything that follows is done", body = EventResponse<'_>),
        (status = 202, description = "There is more to do: send it again", body = EventResponse<'_>),
        (status = 403, description = "Only an admin tells events"),
        (status = 422, description = "The event has faults, all of which are listed"),
    )
)]
pub(crate) async fn tell(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let (kind, members) = read(&body.value)?;
    let event = AccountEvent::parse(kind, members, now, &Path::body())?;
    let until = duration::after(now, PATIENCE);
    let handled = api.account_events.record(&by, &event, until).await?;
    let status = if handled.is_finished() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(EventResponse::of(kind, event.user(), &handled))).into_response())
}

/// The kind of the event, and all its members.
fn read(body: &Value) -> Result<(&str, &Map<String, Value>), Violations> {
    let path = Path::body();
    let Some(members) = body.as_object() else {
        return Err(Violation::new(path, "type_error", "must be a JSON object").into());
    };
    let mut violations = Violations::new();
    for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
        let unknown = Violation::new(path.key(name), "unknown_field", "is not known here");
        violations.push(unknown.hint(format!("members: {}", MEMBERS.join(", "))));
    }
    let kind = members.get("type").and_then(Value::as_str);
    if kind.is_none() {
        let missing = Violation::new(path.key("type"), "missing", "is required");
        violations.push(missing.hint(format!("one of {}", AccountEvent::KINDS.join(", "))));
    }
    violations.into_result((kind.unwrap_or_default(), members))
}
