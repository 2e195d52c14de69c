//! Run a request once without saving it (seeds 000 and 001).

use std::{sync::Arc, time::Duration};

use axum::{extract::State, response::Response};
use beadle_application::Call;
use beadle_domain::adhoc::AdHoc;
use beadle_values::violation::Path;

use crate::{
    http::{Caller, JsonBody, Problem, StartHeaders, started},
    state::Api,
};

/// Run a request now or later
///
/// Responds with 202 at once, unless `Prefer: wait=N` asks to wait.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/execute",
    operation_id = "execute",
    tag = "executions",
    params(StartHeaders),
    request_body = AdHoc,
    responses(
        (status = 200, description = "The execution ended within the wait", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 202, description = "The execution is started", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn execute(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    StartHeaders { key, prefer, trace }: StartHeaders,
    body: JsonBody,
) -> Result<Response, Problem> {
    let now = api.now();
    let request = AdHoc::parse(&body.value, now, &Path::body())?;
    let key = key.scoped("execute", &request.asked(&body.value))?;
    let begun = api
        .services
        .executions
        .start_ad_hoc(Call::new(&by, now).with_key(key.as_ref()).with_trace(trace), request)
        .await?;
    Ok(started::started(&api, begun, prefer, Duration::ZERO).await)
}

/// Run a request now or later, at the path of seed 000
///
/// The same as `/api/v1/execute`.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/execute",
    operation_id = "execute_task_request",
    tag = "executions",
    params(StartHeaders),
    request_body = AdHoc,
    responses(
        (status = 200, description = "The execution ended within the wait", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 202, description = "The execution is started", body = crate::executions::response::ExecutionResponse<'_>),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn execute_at_tasks(
    state: State<Arc<Api>>,
    caller: Caller,
    headers: StartHeaders,
    body: JsonBody,
) -> Result<Response, Problem> {
    execute(state, caller, headers, body).await
}
