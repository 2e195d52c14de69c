//! Pings of monitors: routes for jobs, which have the token of a monitor and no account.

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequestParts, RawPathParams, State},
};
use beadle_application::watch::PingError;
use beadle_domain::watch::Ping;
use beadle_values::id::TaskId;
use http::{StatusCode, request::Parts};

use super::response::PingResponse;
use crate::{http::Problem, state::Api};

/// The token in the path, and what the rest of the path says.
pub(crate) struct PingPath(TaskId, Ping);

impl FromRequestParts<Arc<Api>> for PingPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let parameters = RawPathParams::from_request_parts(parts, api).await.map_err(|_| unknown())?;
        let text = |name: &str| parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| value);
        let keys = api.callbacks.keys.as_ref().ok_or_else(unknown)?;
        let task = keys.verify_ping(text("token").unwrap_or_default()).map_err(|_| unknown())?;
        let ping = text("signal").map_or(Some(Ping::Success), signal).ok_or_else(unknown)?;
        Ok(Self(task, ping))
    }
}

/// What a signal says: `start`, `fail`, or the exit code of the job.
fn signal(text: &str) -> Option<Ping> {
    match text {
        "start" => Some(Ping::Start),
        "fail" => Some(Ping::Fail(None)),
        code => match code.parse::<u8>().ok()? {
            0 => Some(Ping::Success),
            code => Some(Ping::Fail(Some(code))),
        },
    }
}

/// Ping a monitor
///
/// For jobs: the URL is its own credential. It says that the job has completed. The body is not read.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/ping/{token}",
    operation_id = "ping",
    tag = "monitors",
    params(("token" = String, Path, description = "The token of the monitor")),
    security(()),
    responses(
        (status = 200, description = "The ping is stored", body = PingResponse),
        (status = 404, description = "The token does not belong to a monitor"),
    )
))]
pub(crate) async fn ping(State(api): State<Arc<Api>>, path: PingPath) -> Result<Json<PingResponse>, Problem> {
    take(&api, path).await
}

/// Ping a monitor by GET or HEAD
///
/// As by POST, for jobs that can only open a URL.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/ping/{token}",
    operation_id = "ping_by_get",
    tag = "monitors",
    params(("token" = String, Path, description = "The token of the monitor")),
    security(()),
    responses(
        (status = 200, description = "The ping is stored", body = PingResponse),
        (status = 404, description = "The token does not belong to a monitor"),
    )
))]
pub(crate) async fn ping_by_get(
    State(api): State<Arc<Api>>,
    path: PingPath,
) -> Result<Json<PingResponse>, Problem> {
    take(&api, path).await
}

/// Signal a monitor
///
/// `start` says that the job has begun, `fail` that it has failed; a number is its exit code, of which 0 is a success.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/ping/{token}/{signal}",
    operation_id = "signal",
    tag = "monitors",
    params(
        ("token" = String, Path, description = "The token of the monitor"),
        ("signal" = String, Path, description = "`start`, `fail` or an exit code from 0 to 255"),
    ),
    security(()),
    responses(
        (status = 200, description = "The ping is stored", body = PingResponse),
        (status = 404, description = "The token does not belong to a monitor, or there is no such signal"),
    )
))]
pub(crate) async fn signal_by_post(
    State(api): State<Arc<Api>>,
    path: PingPath,
) -> Result<Json<PingResponse>, Problem> {
    take(&api, path).await
}

/// Signal a monitor by GET or HEAD
///
/// As by POST.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/ping/{token}/{signal}",
    operation_id = "signal_by_get",
    tag = "monitors",
    params(
        ("token" = String, Path, description = "The token of the monitor"),
        ("signal" = String, Path, description = "`start`, `fail` or an exit code from 0 to 255"),
    ),
    security(()),
    responses(
        (status = 200, description = "The ping is stored", body = PingResponse),
        (status = 404, description = "The token does not belong to a monitor, or there is no such signal"),
    )
))]
pub(crate) async fn signal_by_get(
    State(api): State<Arc<Api>>,
    path: PingPath,
) -> Result<Json<PingResponse>, Problem> {
    take(&api, path).await
}

async fn take(api: &Api, PingPath(task, ping): PingPath) -> Result<Json<PingResponse>, Problem> {
    let condition = api.services.watches.ping(task, ping, api.now()).await?.condition;
    Ok(Json(PingResponse { condition }))
}

/// The problem for a token that is not one of ours. It is recorded nowhere: a guess leaves no trace.
fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown_ping", "There is no monitor that this token belongs to")
}

impl From<PingError> for Problem {
    fn from(error: PingError) -> Self {
        match error {
            PingError::NotFound => unknown(),
            PingError::Store(error) => beadle_application::Error::from(error).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("start", Some(Ping::Start))]
    #[case("fail", Some(Ping::Fail(None)))]
    #[case("0", Some(Ping::Success))]
    #[case("3", Some(Ping::Fail(Some(3))))]
    #[case("255", Some(Ping::Fail(Some(255))))]
    #[case("256", None)]
    #[case("-1", None)]
    #[case("done", None)]
    #[case("", None)]
    fn a_signal_is_a_word_or_an_exit_code(#[case] text: &str, #[case] expected: Option<Ping>) {
        assert_eq!(signal(text), expected);
    }
}
