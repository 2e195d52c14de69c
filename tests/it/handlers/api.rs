//! The api function.

use std::sync::Arc;

use anyhow::Context;
use axum::{
    body::{Body, to_bytes},
    response::Response,
};
use beadle_api::{Auth, Cors, Gateway, RequestLimiter, Setup, router};
use beadle_application::{
    PolicyDefaults, Ports,
    port::{Executions, Tasks},
};
use beadle_embedded::Embedded;
use beadle_runtime::SystemIds;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::{TASK, sample, store, task};
use crate::conformance::adapters::{nothing::Nothing, stepped_clock::SteppedClock};

/// What the gateway of the samples proves itself with.
pub const GATEWAY_SECRET: &str = "the secret of the sample events' gateway";

/// The API over `store`.
pub fn api(store: &Embedded, clock: Arc<SteppedClock>) -> Setup {
    let shared = Arc::new(store.clone());
    Setup {
        ports: Ports::over(&shared, clock, Arc::new(SystemIds::default())),
        defaults: PolicyDefaults::default(),
        rate_limit: None,
        callback_keys: None,
        secrets: Arc::new(Nothing),
        auth: Auth::Gateway(Gateway::with_secret(GATEWAY_SECRET)),
        limiter: RequestLimiter::default(),
        cors: Cors::Nobody,
        service: "beadle".into(),
        version: "0.0.0",
        metrics: None,
        feeds: None,
        stopping: CancellationToken::new(),
    }
}

/// Sends the sample as Lambda's adapter does; returns the response.
async fn respond(api: Setup, name: &str) -> anyhow::Result<Response> {
    let (parts, body) = lambda_http::request::from_str(&sample(name)?)?.into_parts();
    let request = axum::http::Request::from_parts(parts, Body::from(body.to_vec()));
    Ok(router(api).oneshot(request).await?)
}

/// The status and the body of the response to the sample.
async fn answer(api: Setup, name: &str) -> anyhow::Result<(u16, Value)> {
    let response = respond(api, name).await?;
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await?;
    Ok((status, serde_json::from_slice(&body)?))
}

#[tokio::test]
async fn an_ad_hoc_request_is_started_once_under_its_key() -> anyhow::Result<()> {
    let (store, clock) = store()?;
    let (status, first) = answer(api(&store, clock.clone()), "api-execute.json").await?;
    assert_eq!(status, 202, "{first}");
    let (status, second) = answer(api(&store, clock), "api-execute.json").await?;
    assert_eq!(status, 202, "{second}");
    assert_eq!(first["id"], second["id"]);
    let id = first["id"].as_str().context("an id")?.parse()?;
    let row = Executions::get(&store, id).await?.context("a row")?;
    assert_eq!(row.request.owner.as_str(), "ada");
    assert_eq!(row.request.policy.timeout.as_secs(), 10);
    Ok(())
}

#[tokio::test]
async fn a_function_url_passes_on_the_same_request() -> anyhow::Result<()> {
    let (store, clock) = store()?;
    let (status, behind_the_http_api) = answer(api(&store, clock.clone()), "api-execute.json").await?;
    assert_eq!(status, 202, "{behind_the_http_api}");
    let response = respond(api(&store, clock), "api-function-url.json").await?;
    assert_eq!(response.status(), 202);
    assert_eq!(response.headers()["x-request-id"], "1-6b49d200-5f84b7893cd1b7ef0a2c7b52");
    let location = response.headers()["location"].to_str()?.to_owned();
    let body: Value = serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await?)?;
    assert_eq!(body["id"], behind_the_http_api["id"], "one key, one body, one execution");
    assert_eq!(location, format!("/api/v1/executions/{}", body["id"].as_str().context("an id")?));
    Ok(())
}

#[tokio::test]
async fn a_task_is_created() -> anyhow::Result<()> {
    let (store, clock) = store()?;
    let (status, task) = answer(api(&store, clock), "api-create-task.json").await?;
    assert_eq!(status, 201, "{task}");
    assert_eq!(task["name"], "Fetch the weather");
    Ok(())
}

#[tokio::test]
async fn a_task_is_returned() -> anyhow::Result<()> {
    let (store, clock) = store()?;
    assert_eq!(answer(api(&store, clock.clone()), "api-get-task.json").await?.0, 404);
    store.insert(&task()?).await?;
    let (status, shown) = answer(api(&store, clock), "api-get-task.json").await?;
    assert_eq!((status, &shown["task_id"]), (200, &Value::from(TASK)), "{shown}");
    Ok(())
}
