//! Reports of jobs.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::callback::CallbackError;
use beadle_domain::execution::job::{Sent, SentKind};
use beadle_values::id::ExecutionId;
use http::{HeaderValue, StatusCode, header};

#[cfg(test)]
use super::response::ReportProblems;
use super::{
    extract::{BearerToken, PathToken, RawReport},
    response::ReportResponse,
};
use crate::{
    http::{ExecutionPath, Problem},
    state::Api,
};

/// Report the end of a job
///
/// For destinations: the credential is the token of `${callback.token}`. The task's `until` and `fail_when`
/// decide what the body means; without them every report is the end. The same report again has the same
/// response.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/complete",
    operation_id = "complete_execution",
    tag = "callbacks",
    params(("id" = String, Path, description = "The id of the execution")),
    request_body(content(
        (serde_json::Value = "application/json", example = json!({"status": "done", "pages": 12})),
        (String = "text/plain", example = json!("done")),
        (String = "application/x-www-form-urlencoded", example = json!("status=done")),
        (String = "application/octet-stream", example = json!("done")),
    )),
    security(("callback" = [])),
    responses(
        (status = 200, description = "The report is taken, now or before", body = ReportResponse),
        ReportProblems
    )
))]
pub(crate) async fn complete(
    State(api): State<Arc<Api>>,
    ExecutionPath(id): ExecutionPath,
    BearerToken(token): BearerToken,
    report: RawReport,
) -> Result<Response, Problem> {
    take(&api, &token, Some(id), report.saying(SentKind::Complete)).await
}

/// Report that a job has failed
///
/// For destinations, as `complete`. A `message` or an `error` in the body is the reason.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/fail",
    operation_id = "fail_execution",
    tag = "callbacks",
    params(("id" = String, Path, description = "The id of the execution")),
    request_body(content(
        (serde_json::Value = "application/json", example = json!({"status": "done", "pages": 12})),
        (String = "text/plain", example = json!("done")),
        (String = "application/x-www-form-urlencoded", example = json!("status=done")),
        (String = "application/octet-stream", example = json!("done")),
    )),
    security(("callback" = [])),
    responses(
        (status = 200, description = "The report is taken, now or before", body = ReportResponse),
        ReportProblems
    )
))]
pub(crate) async fn fail(
    State(api): State<Arc<Api>>,
    ExecutionPath(id): ExecutionPath,
    BearerToken(token): BearerToken,
    report: RawReport,
) -> Result<Response, Problem> {
    take(&api, &token, Some(id), report.saying(SentKind::Fail)).await
}

/// Report that a job goes on
///
/// For destinations. The response says whether to stop. The heartbeat is stored every 10 seconds at most.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/heartbeat",
    operation_id = "heartbeat_execution",
    tag = "callbacks",
    params(("id" = String, Path, description = "The id of the execution")),
    request_body(content((beadle_domain::call::HeartbeatBody = "application/json"))),
    security(("callback" = [])),
    responses(
        (status = 200, description = "The report is taken, now or before", body = ReportResponse),
        ReportProblems
    )
))]
pub(crate) async fn heartbeat(
    State(api): State<Arc<Api>>,
    ExecutionPath(id): ExecutionPath,
    BearerToken(token): BearerToken,
    report: RawReport,
) -> Result<Response, Problem> {
    take(&api, &token, Some(id), report.saying(SentKind::Heartbeat)).await
}

/// Report the end of a job by its URL
///
/// The URL of `${callback.url}`, for destinations that can only call a URL. It is its own credential.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/cb/{token}",
    operation_id = "call_back",
    tag = "callbacks",
    params(("token" = String, Path, description = "The token of the execution")),
    request_body(content(
        (serde_json::Value = "application/json", example = json!({"status": "done", "pages": 12})),
        (String = "text/plain", example = json!("done")),
        (String = "application/x-www-form-urlencoded", example = json!("status=done")),
        (String = "application/octet-stream", example = json!("done")),
    )),
    security(()),
    responses(
        (status = 200, description = "The report is taken, now or before", body = ReportResponse),
        ReportProblems
    )
))]
pub(crate) async fn call_back(
    State(api): State<Arc<Api>>,
    PathToken(token): PathToken,
    report: RawReport,
) -> Result<Response, Problem> {
    take(&api, &token, None, report.saying(SentKind::Complete)).await
}

/// Report that a job has failed by its URL
///
/// As `/api/v1/executions/{id}/fail`.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/cb/{token}/fail",
    operation_id = "call_back_failed",
    tag = "callbacks",
    params(("token" = String, Path, description = "The token of the execution")),
    request_body(content(
        (serde_json::Value = "application/json", example = json!({"status": "done", "pages": 12})),
        (String = "text/plain", example = json!("done")),
        (String = "application/x-www-form-urlencoded", example = json!("status=done")),
        (String = "application/octet-stream", example = json!("done")),
    )),
    security(()),
    responses(
        (status = 200, description = "The report is taken, now or before", body = ReportResponse),
        ReportProblems
    )
))]
pub(crate) async fn call_back_failed(
    State(api): State<Arc<Api>>,
    PathToken(token): PathToken,
    report: RawReport,
) -> Result<Response, Problem> {
    take(&api, &token, None, report.saying(SentKind::Fail)).await
}

/// Report that a job goes on by its URL
///
/// As `/api/v1/executions/{id}/heartbeat`.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/cb/{token}/heartbeat",
    operation_id = "call_back_alive",
    tag = "callbacks",
    params(("token" = String, Path, description = "The token of the execution")),
    request_body(content((beadle_domain::call::HeartbeatBody = "application/json"))),
    security(()),
    responses(
        (status = 200, description = "The report is taken, now or before", body = ReportResponse),
        ReportProblems
    )
))]
pub(crate) async fn call_back_alive(
    State(api): State<Arc<Api>>,
    PathToken(token): PathToken,
    report: RawReport,
) -> Result<Response, Problem> {
    take(&api, &token, None, report.saying(SentKind::Heartbeat)).await
}

async fn take(api: &Api, token: &str, id: Option<ExecutionId>, sent: Sent) -> Result<Response, Problem> {
    let taken = api.callbacks.receive(token, id, &sent, api.now()).await?;
    Ok(Json(ReportResponse::from(taken)).into_response())
}

/// The problem for a token that is not one of ours. It is recorded nowhere: a guess leaves no trace.
pub(super) fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown_callback", "There is nothing that this token belongs to")
}

impl From<CallbackError> for Problem {
    fn from(error: CallbackError) -> Self {
        match error {
            CallbackError::NotFound => unknown(),
            CallbackError::Unsigned(_) => {
                let detail =
                    "The report is not signed as the task asks for, or its time is more than 5 minutes off";
                // RFC 9110 section 11.6.1: each 401 names a scheme.
                let challenge = HeaderValue::from_static("Signature");
                Self::new(StatusCode::UNAUTHORIZED, "invalid_signature", detail)
                    .header(header::WWW_AUTHENTICATE, challenge)
            }
            CallbackError::Other(reported) => {
                let detail = "Another report was taken before";
                Self::new(StatusCode::CONFLICT, "already_reported", detail)
                    .member("outcome", reported.end.as_str())
                    .member("received_at", reported.at.to_string())
            }
            CallbackError::Gone => {
                let detail =
                    "Nobody waits for this report any more: the execution has ended or was tried again";
                Self::new(StatusCode::GONE, "callback_gone", detail)
            }
            CallbackError::Invalid(violations) => violations.into(),
            CallbackError::Store(error) => beadle_application::Error::from(error).into(),
        }
    }
}
