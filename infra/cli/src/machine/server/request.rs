//! Runs a request to its end, and limits how long its body may take.

use std::{io, time::Duration};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};
use tokio_util::task::TaskTracker;

/// How long a client may take for the body of a request. A body has at most 900 KB.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// Runs a request to its end, whether or not its client waits for the response: one that hangs up would stop an action between
/// its steps, such as a change and its audit entry.
pub(super) async fn run_to_end(State(running): State<TaskTracker>, request: Request, next: Next) -> Response {
    let request = request.map(within_time);
    match running.spawn(next.run(request)).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "request failed unexpectedly");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The same body, which fails when it takes longer than [`BODY_TIMEOUT`].
fn within_time(body: Body) -> Body {
    if body.is_end_stream() {
        return body;
    }
    let deadline = Instant::now() + BODY_TIMEOUT;
    Body::from_stream(stream::try_unfold(body.into_data_stream(), move |mut parts| async move {
        match timeout_at(deadline, parts.next()).await {
            Ok(Some(Ok(part))) => Ok(Some((part, parts))),
            Ok(None) => Ok(None),
            Ok(Some(Err(error))) => Err(io::Error::other(error)),
            Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut)),
        }
    }))
}
