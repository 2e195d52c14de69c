//! The answer of every route that starts an execution: 200 with the finished one if it finishes in time, else 202.

use std::time::Duration;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_application::execution::Begun;
use beadle_domain::execution::Execution;
use http::{HeaderValue, StatusCode, header};

use super::idempotent;
use crate::{
    answer::ExecutionAnswer,
    extract::{PREFERENCE_APPLIED, Prefer},
    state::Api,
};

/// Answers `begun`, waiting as preferred, or for `usual` where nothing is preferred.
pub(super) async fn respond(api: &Api, begun: Begun, prefer: Prefer, usual: Duration) -> Response {
    respond_with(api, begun, prefer, usual, |status, execution| {
        (status, Json(ExecutionAnswer::of(execution))).into_response()
    })
    .await
}

/// The same, worded by `answer`.
pub(super) async fn respond_with(
    api: &Api,
    begun: Begun,
    prefer: Prefer,
    usual: Duration,
    answer: impl FnOnce(StatusCode, &Execution) -> Response,
) -> Response {
    let Begun { mut execution, replayed } = begun;
    let patience = prefer.patience(usual);
    if !patience.is_zero() && !execution.status().is_final() {
        execution = waited(api, execution, patience).await;
    }
    let ended = !patience.is_zero() && execution.status().is_final();
    let status = if ended { StatusCode::OK } else { StatusCode::ACCEPTED };
    let mut response = answer(status, &execution);
    let headers = response.headers_mut();
    if let Ok(location) = HeaderValue::try_from(format!("/api/v1/executions/{}", execution.id())) {
        headers.insert(header::LOCATION, location);
    }
    if let Some(applied) = prefer.applied() {
        headers.insert(PREFERENCE_APPLIED, applied);
    }
    idempotent::mark(response, replayed)
}

/// The execution after the wait. It is started whatever happens to the wait, so that is no failure.
async fn waited(api: &Api, execution: Execution, patience: Duration) -> Execution {
    match api.awaiter.ended(execution.id(), patience).await {
        Ok(Some(current)) => current,
        Ok(None) => execution,
        Err(error) => {
            tracing::warn!(execution.id = %execution.id(), %error, "can't wait for an execution");
            execution
        }
    }
}
