//! Retry an execution.

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};
use beadle_domain::execution::RetryWith;
use beadle_values::{
    body,
    body::{one_of, otherwise},
    violation::Path,
};

use crate::{
    http::{Caller, ExecutionPath, OptionalBody, Problem, StartHeaders, started},
    state::Api,
};

body! {
    /// How to retry an execution.
    pub(crate) struct RetryBody as "RetryRequest" {
        /// What to do: `original` for the request of the execution, `current` for that of its task as it is now, with its
        /// config, input and policies.
        with: RetryWith = otherwise(one_of(), || RetryWith::Original),
    }
    example {"with": "current"}
}

/// Retry an execution
///
/// Starts a new execution with the request of one that has ended, or with its task as it is now. Tasks that were skipped
/// because of it go on when the new one completes.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/{id}/retry",
    operation_id = "retry_execution",
    tag = "executions",
    params(("id" = String, Path, description = "The id of the execution"), StartHeaders),
    request_body = Option<RetryBody>,
    responses(
        (status = 200, description = "The new execution ended within the wait", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 202, description = "The new execution is started", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 404, description = "The execution does not exist"),
        (status = 409, description = "The execution has not ended, or its task was deleted"),
        (status = 422, description = "The body is invalid, or the execution has no task"),
    )
))]
pub(crate) async fn retry(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    ExecutionPath(id): ExecutionPath,
    StartHeaders { key, prefer, trace }: StartHeaders,
    OptionalBody(body): OptionalBody,
) -> Result<Response, Problem> {
    let RetryBody { with } = RetryBody::parse(&body, &Path::body())?;
    let key = key.scoped(format!("executions/{id}/retry"), &with)?;
    let begun = api
        .services
        .executions
        .retry(api.call(&by).with_key(key.as_ref()).with_trace(trace), id, with)
        .await?;
    Ok(started::started(&api, begun, prefer, Duration::ZERO).await)
}
