//! `GET /dev/clock` and `POST /dev/clock/advance`: there only with `--clock manual`, and no part of the API's document.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use beadle_api::auth::is_of_this_machine;
use beadle_values::{
    body,
    body::{length, optional, time},
    cause::Chain,
    duration,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Mover,
    advance::{MoveError, Moved},
};

/// The furthest that the clock is moved at once.
const MAX_ADVANCE: Duration = Duration::from_secs(366 * 24 * 60 * 60);

body! {
    /// Where to move the clock.
    struct Advance {
        /// By how much, at most 366 days.
        by: Option<Duration> = optional(length(Duration::ZERO, MAX_ADVANCE)),
        /// To which time, at most 366 days ahead.
        to: Option<Timestamp> = optional(time()),
    }
    check |given, _members, path, violations| {
        if violations.is_empty() && given.by.flatten().is_some() == given.to.flatten().is_some() {
            let fault = Violation::new(path.clone(), "conflict", "must have either `by` or `to`");
            violations.push(fault.hint("such as {\"by\": \"1h\"}"));
        }
    }
}

/// The routes of the clock, in front of those of `api`.
pub(in crate::dev) fn with_clock(api: Router, mover: Mover) -> Router {
    let clock = Router::new()
        .route("/dev/clock", get(show))
        .route("/dev/clock/advance", post(advance))
        .layer(from_fn(of_this_machine))
        .with_state(Arc::new(mover));
    clock.fallback_service(api)
}

/// Refuses what a browser sends on behalf of another web site.
async fn of_this_machine(request: Request, next: Next) -> Response {
    if is_of_this_machine(request.headers()) {
        return next.run(request).await;
    }
    problem(StatusCode::FORBIDDEN, "foreign_origin", "The request comes from a foreign web site".into())
}

async fn show(State(mover): State<Arc<Mover>>) -> Response {
    match mover.look().await {
        Ok((now, quiet)) => {
            let next = quiet.and_then(|quiet| quiet.next);
            Json(json!({"now": now, "quiet": quiet.is_some(), "next": next})).into_response()
        }
        Err(error) => refused(&error.into()),
    }
}

async fn advance(State(mover): State<Arc<Mover>>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/json") {
        let detail = "The body has to be sent as application/json";
        return problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail.into());
    }
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return problem(StatusCode::BAD_REQUEST, "malformed_json", "The body is not JSON".into());
    };
    let asked = match Advance::parse(&body, &Path::body()) {
        Ok(asked) => asked,
        Err(violations) => return invalid(&violations),
    };
    let (by, to) = (asked.by.unwrap_or_default(), asked.to);
    let target = move |now: Timestamp| to.unwrap_or_else(|| duration::after(now, by));
    if let Ok((now, _)) = mover.look().await
        && target(now) > duration::after(now, MAX_ADVANCE)
    {
        let message = "lies more than 366 days ahead of the clock";
        return invalid(&Violation::new(Path::body().key("to"), "out_of_range", message).into());
    }
    match mover.advance(target).await {
        Ok(Moved { from, now, steps, next }) => {
            Json(json!({"from": from, "now": now, "steps": steps, "next": next})).into_response()
        }
        Err(MoveError::Past(now)) => {
            let message = format!("lies before the time of the clock, {now}: it never goes back");
            invalid(&Violation::new(Path::body().key("to"), "out_of_range", message).into())
        }
        Err(error) => refused(&error),
    }
}

fn refused(error: &MoveError) -> Response {
    tracing::error!(error = %Chain(error), "failed to move the clock");
    problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", error.to_string().into())
}

fn invalid(violations: &Violations) -> Response {
    let detail = json!(violations);
    problem(StatusCode::UNPROCESSABLE_ENTITY, "validation", detail)
}

/// A problem as those of the API (RFC 9457).
fn problem(status: StatusCode, code: &'static str, detail: Value) -> Response {
    let body = json!({
        "type": "about:blank", "title": status.canonical_reason(), "status": status.as_u16(), "detail": detail,
        "instance": "/dev/clock", "code": code,
    });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}
