//! Whether the service lives, and whether what it needs answers.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::port::Probe;
use futures_util::future;
use http::StatusCode;
use serde::Serialize;
use std::time::Instant;
use utoipa::ToSchema;

use super::Caller;
use crate::state::Api;

/// How long a dependency may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether the service lives.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health<'a> {
    /// `healthy` or `unhealthy`.
    #[schema(example = "healthy")]
    status: &'static str,
    /// What this deployment calls itself.
    #[schema(example = "beadle")]
    service: &'a str,
    /// The version of this build.
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// What it needs; only in the detailed answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    dependencies: Option<Vec<Dependency>>,
}

/// Something the service needs.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dependency {
    /// What it is.
    #[schema(example = "store")]
    name: &'static str,
    /// `healthy` or `unhealthy`.
    #[schema(example = "healthy")]
    status: &'static str,
    /// How long it took to answer.
    duration_ms: u64,
}

/// Whether the service lives
#[utoipa::path(
    get,
    path = "/health",
    operation_id = "health",
    tag = "health",
    security(()),
    responses((status = 200, description = "It lives", body = Health<'_>))
)]
pub(crate) async fn health(State(api): State<Arc<Api>>) -> Response {
    respond(&api, None)
}

/// Whether everything that the service needs answers
#[utoipa::path(
    get,
    path = "/health/detailed",
    operation_id = "health_detailed",
    tag = "health",
    responses(
        (status = 200, description = "Everything answers", body = Health<'_>),
        (status = 503, description = "Something does not", body = Health<'_>, example = json!({
            "status": "unhealthy",
            "service": "beadle",
            "version": "1.2.3",
            "dependencies": [{"name": "store", "status": "unhealthy", "duration_ms": 2000}]
        })),
    )
)]
pub(crate) async fn detailed(State(api): State<Arc<Api>>, _: Caller) -> Response {
    let asked = api.probes.iter().map(|probe| ask(&**probe));
    respond(&api, Some(future::join_all(asked).await))
}

async fn ask(probe: &dyn Probe) -> Dependency {
    let (name, began) = (probe.name(), Instant::now());
    let status = match tokio::time::timeout(PATIENCE, probe.probe()).await {
        Ok(Ok(())) => HEALTHY,
        Ok(Err(error)) => {
            tracing::warn!(dependency = name, %error, "a dependency is unhealthy");
            UNHEALTHY
        }
        Err(_) => {
            tracing::warn!(dependency = name, "a dependency does not answer");
            UNHEALTHY
        }
    };
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Dependency { name, status, duration_ms }
}

const HEALTHY: &str = "healthy";
const UNHEALTHY: &str = "unhealthy";

fn respond(api: &Api, dependencies: Option<Vec<Dependency>>) -> Response {
    let healthy = dependencies.iter().flatten().all(|dependency| dependency.status == HEALTHY);
    let status = if healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let health = Health {
        status: if healthy { HEALTHY } else { UNHEALTHY },
        service: &api.service,
        version: api.version,
        dependencies,
    };
    (status, Json(health)).into_response()
}
