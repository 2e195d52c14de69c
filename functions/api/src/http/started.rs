//! Responses of routes that start an execution: 200 if it ends within the wait, else 202.

use std::time::Duration;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use beadle_application::execution::{Begun, ConfigsInForce};
use beadle_domain::execution::Execution;
use beadle_values::cause::Chain;
use http::StatusCode;

use super::{PREFERENCE_APPLIED, Prefer, idempotent, respond};
use crate::{executions::response::ExecutionResponse, state::Api};

/// Responds with the started execution, after the preferred wait or `default`.
pub(crate) async fn started(api: &Api, begun: Begun, prefer: Prefer, default: Duration) -> Response {
    let configs = configs_in_force(api, &begun.execution).await;
    started_as(api, begun, prefer, default, |status, execution| {
        (status, Json(ExecutionResponse::of(execution, &configs))).into_response()
    })
    .await
}

/// The config in force for an execution that is started, which stays started if the config can't be read: then
/// the response has the policy of the request alone.
pub(crate) async fn configs_in_force(api: &Api, execution: &Execution) -> ConfigsInForce {
    match api.services.executions.configs_in_force([execution]).await {
        Ok(configs) => configs,
        Err(error) => {
            tracing::warn!(execution.id = %execution.id(), error = %Chain(&error), "failed to read the config of an execution");
            ConfigsInForce::default()
        }
    }
}

/// The same, with the response built by `to_response`.
pub(crate) async fn started_as(
    api: &Api,
    begun: Begun,
    prefer: Prefer,
    default: Duration,
    to_response: impl FnOnce(StatusCode, &Execution) -> Response,
) -> Response {
    let Begun { mut execution, replayed } = begun;
    let wait = prefer.wait_or(default);
    if !wait.is_zero() && !execution.status().is_final() {
        execution = wait_for_end(api, execution, wait).await;
    }
    let ended = !wait.is_zero() && execution.status().is_final();
    let status = if ended { StatusCode::OK } else { StatusCode::ACCEPTED };
    let path = format!("/api/v1/executions/{}", execution.id());
    let mut response = respond::located(to_response(status, &execution), path);
    if let Some(applied) = prefer.applied() {
        response.headers_mut().insert(PREFERENCE_APPLIED, applied);
    }
    idempotent::mark_replayed(response, replayed)
}

/// Returns the execution after the wait, which is over at once when the process is about to stop. The execution is started even
/// if the wait fails, so that is not an error.
async fn wait_for_end(api: &Api, execution: Execution, wait: Duration) -> Execution {
    let waited = tokio::select! {
        waited = api.services.executions.wait(execution.id(), wait) => waited,
        () = api.stopping.cancelled() => return execution,
    };
    match waited {
        Ok(Some(current)) => current,
        Ok(None) => execution,
        Err(error) => {
            tracing::warn!(execution.id = %execution.id(), error = %Chain(&error), "failed to wait for an execution");
            execution
        }
    }
}
