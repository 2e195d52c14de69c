//! The answer of every route that starts an execution: 200 with the finished one if it finishes in time, else 202.

use std::time::Duration;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_application::execution::Begun;
use beadle_domain::execution::Execution;
use http::StatusCode;

use super::{PREFERENCE_APPLIED, Prefer, idempotent, respond};
use crate::{executions::response::ExecutionResponse, state::Api};

/// Answers `begun`, waiting as preferred, or for `usual` where nothing is preferred.
pub(crate) async fn started(api: &Api, begun: Begun, prefer: Prefer, usual: Duration) -> Response {
    started_as(api, begun, prefer, usual, |status, execution| {
        (status, Json(ExecutionResponse::of(execution))).into_response()
    })
    .await
}

/// The same, worded by `answer`.
pub(crate) async fn started_as(
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
    let path = format!("/api/v1/executions/{}", execution.id());
    let mut response = respond::located(answer(status, &execution), path);
    if let Some(applied) = prefer.applied() {
        response.headers_mut().insert(PREFERENCE_APPLIED, applied);
    }
    idempotent::mark(response, replayed)
}

/// The execution after the wait. It is started whatever happens to the wait, so that is no failure.
async fn waited(api: &Api, execution: Execution, patience: Duration) -> Execution {
    match api.executions.wait(execution.id(), patience).await {
        Ok(Some(current)) => current,
        Ok(None) => execution,
        Err(error) => {
            tracing::warn!(execution.id = %execution.id(), %error, "can't wait for an execution");
            execution
        }
    }
}
