//! Pause and resume the executions of everybody.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
#[cfg(test)]
use beadle_application::pause::PauseDraft;
use beadle_domain::access::Principal;

use super::{draft, response::ServiceResponse};
use crate::{
    http::{Caller, JsonBody, NoBody, Problem},
    state::Api,
};

/// Get whether the service is paused
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/service",
    operation_id = "get_service",
    tag = "health",
    responses((status = 200, description = "The state of the service", body = ServiceResponse<'_>))
))]
pub(crate) async fn get(State(api): State<Arc<Api>>, Caller(by): Caller) -> Result<Response, Problem> {
    state(&api, &by).await
}

/// Pause everything
///
/// The executions of everybody are held when they are due; no attempt and no retry is used up. Requests are accepted and calls
/// in progress go on. Takes effect within two seconds. A pause that exists is replaced. For admins.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/service/pause",
    operation_id = "pause_service",
    tag = "health",
    request_body = PauseDraft,
    responses(
        (status = 200, description = "The state of the service", body = ServiceResponse<'_>),
        (status = 403, description = "Only admins may pause everything"),
        (status = 422, description = "The body is invalid; all violations are listed"),
    )
))]
pub(crate) async fn pause(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let draft = draft(&body)?;
    api.services.pauses.pause_service(api.call(&by), &draft).await?;
    state(&api, &by).await
}

/// Resume everything
///
/// What waits asks again within five minutes, so that not all of it begins at once. For admins.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/service/resume",
    operation_id = "resume_service",
    tag = "health",
    responses(
        (status = 200, description = "The state of the service", body = ServiceResponse<'_>),
        (status = 403, description = "Only admins may resume everything"),
    )
))]
pub(crate) async fn resume(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    _: NoBody,
) -> Result<Response, Problem> {
    api.services.pauses.resume_service(api.call(&by)).await?;
    state(&api, &by).await
}

async fn state(api: &Api, by: &Principal) -> Result<Response, Problem> {
    let pause = api.services.pauses.of_service(api.call(by)).await?;
    Ok(Json(ServiceResponse::of(pause.as_ref())).into_response())
}
