//! What fires now.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::AlertStateResponse;
use crate::{
    http::{Caller, Problem},
    state::Api,
};

/// Get the state of alerts
///
/// What fires by each rule of the caller, also by those that are muted.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/alerts/state",
    operation_id = "get_alert_state",
    tag = "alerts",
    responses((status = 200, description = "The state of each rule", body = AlertStateResponse<'_>))
))]
pub(crate) async fn state(State(api): State<Arc<Api>>, Caller(by): Caller) -> Result<Response, Problem> {
    let book = api.services.alerts.book(&by).await?;
    Ok(Json(AlertStateResponse::of(&book, api.call(&by).now)).into_response())
}
