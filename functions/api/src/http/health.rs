//! Health checks of the service and its dependencies.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::port::{Condition, Probe};
use beadle_domain::gate::Pause;
use beadle_schedule::ZoneData;
use beadle_values::cause::Chain;
use futures_util::future;
use http::StatusCode;
use serde::Serialize;
use std::time::Instant;

use super::Caller;
use crate::{pauses::response::PauseResponse, state::Api};

/// Timeout of a probe.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);

/// Health of the service.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct Health<'a> {
    /// `healthy`, `degraded` or `unhealthy`.
    #[cfg_attr(test, schema(example = "healthy"))]
    status: &'static str,
    /// Name of the deployment.
    #[cfg_attr(test, schema(example = "beadle"))]
    service: &'a str,
    /// Version of the build.
    #[cfg_attr(test, schema(example = "0.1.0"))]
    version: &'static str,
    /// Version of the time zone data; only in the detailed response.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = "2026f"))]
    time_zones: Option<&'static str>,
    /// Dependencies; only in the detailed response.
    #[serde(skip_serializing_if = "Option::is_none")]
    dependencies: Option<Vec<Dependency>>,
    /// The pause of everything, if there is one; only in the detailed response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pause: Option<PauseResponse<'a>>,
}

/// A dependency of the service.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct Dependency {
    /// Name.
    #[cfg_attr(test, schema(example = "store"))]
    name: &'static str,
    /// `healthy`; `degraded` if it responds, but somebody should look at it; `unhealthy` if it does not
    /// respond.
    #[cfg_attr(test, schema(example = "healthy"))]
    status: &'static str,
    /// Response time.
    duration_ms: u64,
    /// Number of rows that can't be read and are set aside, by table. Everything else works without them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schema(example = json!({"templates": 1})))]
    set_aside: BTreeMap<String, u64>,
    /// Age of the oldest change whose follow-up work is not done, in milliseconds; 0 if there is none.
    /// `degraded` above 60,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    projector_lag_ms: Option<u64>,
    /// How many groups of writes failed since the process began.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_writes: Option<u64>,
    /// How many reads came upon a part of the store that can't be read since the process began. `degraded`
    /// above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_reads: Option<u64>,
    /// Bytes that its data takes up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = 4_194_304))]
    bytes: Option<u64>,
    /// Those of them that hold nothing: they are used before it grows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = 8_192))]
    free_bytes: Option<u64>,
    /// Whether scripts and functions run. `degraded` if not: a layer that the sandbox needs is missing, or the
    /// sandbox can't be reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_code: Option<bool>,
    /// Whether each layer of the sandbox holds, by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schema(example = json!({"landlock": true, "seccomp": true})))]
    layers: BTreeMap<String, bool>,
}

/// Check that the service runs
#[cfg_attr(test, utoipa::path(
    get,
    path = "/health",
    operation_id = "health",
    tag = "health",
    security(()),
    responses((status = 200, description = "The service runs", body = Health<'_>))
))]
pub(crate) async fn health(State(api): State<Arc<Api>>) -> Response {
    respond(&api, None, None)
}

/// Check that all dependencies respond
#[cfg_attr(test, utoipa::path(
    get,
    path = "/health/detailed",
    operation_id = "health_detailed",
    tag = "health",
    responses(
        (status = 200, description = "All dependencies respond; the status is `degraded` if somebody should look at one", body = Health<'_>),
        (status = 503, description = "A dependency does not respond", body = Health<'_>, example = json!({
            "status": "unhealthy",
            "service": "beadle",
            "version": "1.2.3",
            "time_zones": "2026f",
            "dependencies": [{"name": "store", "status": "unhealthy", "duration_ms": 2000}]
        })),
    )
))]
pub(crate) async fn detailed(State(api): State<Arc<Api>>, Caller(by): Caller) -> Response {
    let checks = api.services.ports.probes.iter().map(|probe| check(&**probe));
    // A store that does not respond is told as a dependency.
    let pause = async { api.services.pauses.of_service(api.call(&by)).await.ok().flatten() };
    let pause = async { tokio::time::timeout(PROBE_TIMEOUT, pause).await.ok().flatten() };
    let (dependencies, pause) = future::join(future::join_all(checks), pause).await;
    respond(&api, Some(dependencies), pause.as_ref())
}

async fn check(probe: &dyn Probe) -> Dependency {
    let (name, began) = (probe.name(), Instant::now());
    let (status, condition) = match tokio::time::timeout(PROBE_TIMEOUT, probe.probe()).await {
        Ok(Ok(condition)) if condition.is_degraded() => (DEGRADED, condition),
        Ok(Ok(condition)) => (HEALTHY, condition),
        Ok(Err(error)) => {
            tracing::warn!(dependency = name, error = %Chain(&error), "dependency is unhealthy");
            (UNHEALTHY, Condition::default())
        }
        Err(_) => {
            tracing::warn!(dependency = name, "dependency does not respond");
            (UNHEALTHY, Condition::default())
        }
    };
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let Condition {
        set_aside,
        projector_lag_ms,
        failed_writes,
        failed_reads,
        bytes,
        free_bytes,
        runs_code,
        layers,
    } = condition;
    Dependency {
        name,
        status,
        duration_ms,
        set_aside,
        projector_lag_ms,
        failed_writes,
        failed_reads,
        bytes,
        free_bytes,
        runs_code,
        layers,
    }
}

const HEALTHY: &str = "healthy";
const DEGRADED: &str = "degraded";
const UNHEALTHY: &str = "unhealthy";

fn respond(api: &Api, dependencies: Option<Vec<Dependency>>, pause: Option<&Pause>) -> Response {
    let any = |status| dependencies.iter().flatten().any(|dependency| dependency.status == status);
    let (code, status) = match () {
        () if any(UNHEALTHY) => (StatusCode::SERVICE_UNAVAILABLE, UNHEALTHY),
        () if any(DEGRADED) => (StatusCode::OK, DEGRADED),
        () => (StatusCode::OK, HEALTHY),
    };
    let health = Health {
        status,
        service: &api.service,
        version: api.version,
        time_zones: dependencies.is_some().then(|| ZoneData::in_use().version()),
        dependencies,
        pause: pause.map(PauseResponse::from),
    };
    (code, Json(health)).into_response()
}
