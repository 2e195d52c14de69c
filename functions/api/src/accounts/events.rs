//! Receive an event about a user from another system.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_domain::account_event::EventRequest;
use beadle_values::{duration, violation::Path};
use http::StatusCode;
use std::time::Duration;

use super::response::event::EventResponse;
use crate::{
    http::{Caller, JsonBody, Problem},
    state::Api,
};

/// How long a request may work on the consequences of an event. API Gateway gives up after 30 seconds.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Send an event about a user
///
/// For admins, where no event bus delivers these events. `user.deleted` revokes the user's API keys, deletes
/// the tasks with their schedules, cancels executions that have not ended and removes the configs that are
/// not shared. `subscription.changed` sets the user's subscription level to `level`. If the work does not
/// finish in time, the response is 202; send the same request again to continue.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/events",
    operation_id = "tell_event",
    tag = "events",
    request_body = EventRequest,
    responses(
        (status = 200, description = "The event is fully processed", body = EventResponse<'_>),
        (status = 202, description = "The event is partly processed: send it again to continue", body = EventResponse<'_>),
        (status = 403, description = "Only admins may send events"),
        (status = 422, description = "The event is invalid; all violations are listed"),
    )
))]
pub(crate) async fn receive(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let (kind, event) = EventRequest::parse(&body.value, now, &Path::body())?;
    let until = duration::after(now, TIME_LIMIT);
    let processed = api.services.account_events.record(&by, &event, until).await?;
    let status = if processed.is_finished() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(EventResponse::of(kind, event.user(), &processed))).into_response())
}
