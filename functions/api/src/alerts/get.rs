//! Read the rules of alerts.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::AlertsResponse;
use crate::{
    http::{Caller, Problem},
    state::Api,
};

/// Get the rules of alerts
///
/// Those of the caller, with the targets that they tell.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/alerts",
    operation_id = "get_alerts",
    tag = "alerts",
    responses((status = 200, description = "The rules", body = AlertsResponse<'_>))
))]
pub(crate) async fn get(State(api): State<Arc<Api>>, Caller(by): Caller) -> Result<Response, Problem> {
    let book = api.services.alerts.book(&by).await?;
    Ok(Json(AlertsResponse::of(&book.rules)).into_response())
}
