//! Metrics as text, in the format of OpenMetrics.

use std::sync::Arc;

use async_trait::async_trait;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{Operation, port::StoreError};
use http::{HeaderValue, StatusCode, header};

use super::{Caller, Problem};
use crate::state::Api;

/// The media type (OpenMetrics 1.0, section "Protocol Negotiation").
const OPEN_METRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

/// The metrics of this process and its store.
#[async_trait]
pub trait Exposition: Send + Sync {
    /// All of them, in the text format of OpenMetrics 1.0.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    async fn text(&self) -> Result<String, StoreError>;
}

/// Get metrics
///
/// In the text format of OpenMetrics, for operators and admins: executions by type, status and config, the age of the
/// queue, the state of circuit breakers, the lag of the projector, and the size of the store. Only on one machine; on AWS
/// they are in CloudWatch, in the namespace `Beadle`.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/metrics",
    operation_id = "metrics",
    tag = "health",
    responses(
        (status = 200, description = "The metrics", body = String, content_type = "application/openmetrics-text"),
        (status = 403, description = "Only operators and admins may read the metrics"),
        (status = 404, description = "This deployment has its metrics elsewhere"),
    )
))]
pub(crate) async fn metrics(State(api): State<Arc<Api>>, Caller(by): Caller) -> Result<Response, Problem> {
    Operation::ReadMetrics.check_own(&by)?;
    let Some(exposition) = &api.metrics else {
        let detail = "This deployment publishes its metrics to CloudWatch, in the namespace Beadle";
        return Err(Problem::new(StatusCode::NOT_FOUND, "metrics_elsewhere", detail));
    };
    let text = exposition.text().await.map_err(beadle_application::Error::from)?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}
