//! Health checks and request ids.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::port::{Condition, Probe, ProbeError};
use serde_json::json;

use super::Client;

struct Down;

#[async_trait]
impl Probe for Down {
    fn name(&self) -> &'static str {
        "queue"
    }

    async fn probe(&self) -> Result<Condition, ProbeError> {
        Err(ProbeError("10.0.0.7 refused the connection".into()))
    }
}

struct Mute;

#[async_trait]
impl Probe for Mute {
    fn name(&self) -> &'static str {
        "scheduler"
    }

    async fn probe(&self) -> Result<Condition, ProbeError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_healthy_service_reports_its_dependencies() {
    let client = Client::new();
    let reply = client.get("/health").await.expecting(200).json;
    assert_eq!(reply, json!({"status": "healthy", "service": "beadle", "version": "1.2.3"}));
    let reply = client.get("/health/detailed").await.expecting(200).json;
    assert_eq!(reply["dependencies"][0]["status"], "healthy");
}

#[tokio::test(start_paused = true)]
async fn an_unhealthy_dependency_is_named_without_details() {
    let client = Client::with(|setup| {
        setup.ports.probes.push(Arc::new(Down));
        setup.ports.probes.push(Arc::new(Mute));
    });
    client.get("/health").await.expecting(200);
    let reply = client.get("/health/detailed").await.expecting(503).json;
    assert_eq!(reply["status"], "unhealthy");
    assert_eq!(reply["dependencies"][1]["name"], "queue");
    assert_eq!(reply["dependencies"][1]["status"], "unhealthy");
    assert_eq!(reply["dependencies"][2]["status"], "unhealthy");
    assert!(!reply.to_string().contains("10.0.0.7"));
}

/// A dependency that responds, in a given condition.
struct Ailing(Condition);

#[async_trait]
impl Probe for Ailing {
    fn name(&self) -> &'static str {
        "archive"
    }

    async fn probe(&self) -> Result<Condition, ProbeError> {
        Ok(self.0.clone())
    }
}

#[tokio::test]
async fn a_dependency_that_somebody_should_look_at_is_degraded_and_still_serves() {
    let set_aside = [("rollups".to_owned(), 1), ("templates".to_owned(), 2)].into();
    let conditions = [
        (
            Condition { set_aside, ..Condition::default() },
            json!({"set_aside": {"rollups": 1, "templates": 2}}),
        ),
        (
            Condition { projector_lag_ms: Some(60_001), ..Condition::default() },
            json!({"projector_lag_ms": 60_001}),
        ),
        (Condition { failed_reads: Some(1), ..Condition::default() }, json!({"failed_reads": 1})),
        (
            Condition {
                runs_code: Some(false),
                layers: [("landlock".to_owned(), false), ("seccomp".to_owned(), true)].into(),
                ..Condition::default()
            },
            json!({"runs_code": false, "layers": {"landlock": false, "seccomp": true}}),
        ),
    ];
    for (condition, expected) in conditions {
        let client = Client::with(|setup| setup.ports.probes.push(Arc::new(Ailing(condition))));
        let reply = client.get("/health/detailed").await.expecting(200).json;
        assert_eq!(reply["status"], "degraded");
        assert_eq!(reply["dependencies"][1]["status"], "degraded");
        for (member, value) in expected.as_object().unwrap() {
            assert_eq!(&reply["dependencies"][1][member], value);
        }
    }
    let well = Condition { projector_lag_ms: Some(60_000), failed_writes: Some(3), ..Condition::default() };
    let client = Client::with(|setup| setup.ports.probes.push(Arc::new(Ailing(well))));
    let reply = client.get("/health/detailed").await.expecting(200).json;
    assert_eq!(reply["status"], "healthy");
    assert_eq!(reply["dependencies"][1]["failed_writes"], 3);
}

#[tokio::test]
async fn every_response_has_the_request_id() {
    let client = Client::new();
    assert!(client.get("/health").await.header("x-request-id").is_some());
    let named = client.header("x-request-id", "abc-123").get("/nowhere").await.problem(404, "no_such_route");
    assert_eq!(named.header("x-request-id"), Some("abc-123"));
    let traced =
        client.header("x-amzn-trace-id", "Self=1-2;Root=1-67891233-abcdef012345678912345678;Sampled=1");
    let traced = traced.get("/health").await;
    assert_eq!(traced.header("x-request-id"), Some("1-67891233-abcdef012345678912345678"));
    let odd = client.header("x-request-id", "two words").get("/health").await;
    assert_ne!(odd.header("x-request-id"), Some("two words"));
}

#[tokio::test]
async fn metrics_are_for_operators_and_only_where_the_process_has_them() {
    let client = Client::behind_gateway();
    let reply = Client::new().get("/metrics").await.expecting(200);
    assert_eq!(
        reply.header("content-type"),
        Some("application/openmetrics-text; version=1.0.0; charset=utf-8")
    );
    assert_eq!(reply.json, "# EOF\n");
    client.by("eve").get("/metrics").await.problem(403, "permission_denied");

    let on_aws = Client::with(|setup| setup.metrics = None);
    on_aws.get("/metrics").await.problem(404, "metrics_elsewhere");
}
