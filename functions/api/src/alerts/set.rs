//! Replace the rules of alerts.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_domain::alert::AlertRules;
use beadle_values::violation::Path;

use super::response::AlertsResponse;
use crate::{
    http::{Caller, JsonBody, Problem},
    state::Api,
};

/// Replace the rules of alerts
///
/// Those of the caller. A rule counts from when it is written. What fires by a rule that stays goes on to fire; a rule that is
/// left out, or waits for something else than before, tells nobody any more of what it told.
///
/// On AWS the watchdog tells targets within a minute.
#[cfg_attr(test, utoipa::path(
    put,
    path = "/api/v1/alerts",
    operation_id = "set_alerts",
    tag = "alerts",
    request_body = AlertRules,
    responses(
        (status = 200, description = "The rules", body = AlertsResponse<'_>),
        (status = 403, description = "The caller may not change anything"),
        (status = 422, description = "The rules are invalid, or name what is not there; all violations are listed"),
    )
))]
pub(crate) async fn set(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let rules = AlertRules::parse(&body.value, &Path::body())?;
    let rules = api.services.alerts.set(api.call(&by), &rules).await?;
    Ok(Json(AlertsResponse::of(&rules)).into_response())
}
