//! Responses when a dependency fails.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::port::{Arming, Scheduler, SchedulerError, StoreError};
use beadle_embedded::{Embedded, Options};
use beadle_testing::{FailingStore, Fault};
use beadle_values::id::TaskId;
use serde_json::json;

use super::Client;

const SECRET: &str = "table beadle-prod at 10.0.0.7";

/// A store of which every call fails.
fn broken() -> Arc<FailingStore<Embedded>> {
    let store = Embedded::open(Options::in_memory()).unwrap();
    let secret = || SECRET.to_owned();
    Arc::new(FailingStore::new(store, move |call, _| {
        Some(Fault::Before(match call {
            "executions.get" => StoreError::Corrupt(secret().into()),
            "executions.list" => panic!("{SECRET}"),
            "tasks.insert" => StoreError::TooLarge(secret().into()),
            _ => StoreError::Unavailable(secret().into()),
        }))
    }))
}

/// A scheduler of which every call fails.
struct Broken;

#[async_trait]
impl Scheduler for Broken {
    async fn arm(&self, _: &Arming) -> Result<(), SchedulerError> {
        Err(SchedulerError::Unavailable(SECRET.into()))
    }

    async fn disarm(&self, _: TaskId) -> Result<(), SchedulerError> {
        Err(SchedulerError::Unavailable(SECRET.into()))
    }
}

fn request() -> serde_json::Value {
    json!({"type": "http", "url": "http://a.example"})
}

#[tokio::test]
async fn an_unavailable_store_is_a_503_with_retry_after() {
    let client = Client::with(|setup| setup.ports.starter = broken());
    let reply = client.post("/api/v1/execute", request()).await.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), Some("5"));
    assert!(!reply.json.to_string().contains("10.0.0.7"));
}

#[tokio::test]
async fn an_internal_error_is_a_500_without_details() {
    let client = Client::with(|setup| setup.ports.executions = broken());
    let id = "exe_00000000000000000000000000000001";
    let paths = [format!("/api/v1/executions/{id}"), "/api/v1/executions".to_owned()];
    for path in paths {
        let reply = client.get(&path).await.problem(500, "internal");
        assert_eq!(reply.json["detail"], "Internal server error");
        assert!(!reply.json.to_string().contains("10.0.0.7"), "{path}");
    }
}

#[tokio::test]
async fn a_failed_wait_does_not_undo_the_start() {
    let client = Client::with(|setup| setup.ports.executions = broken()).header("prefer", "wait=5");
    client.post("/api/v1/execute", request()).await.expecting(202);
}

#[tokio::test]
async fn a_task_is_not_saved_unless_its_schedule_is_armed() {
    let client = Client::with(|setup| setup.ports.scheduler = Arc::new(Broken));
    let mut body = json!({"name": "n", "type": "http", "config": {"url": "http://a.example"}});
    client.post("/api/v1/tasks", body.clone()).await.expecting(201);
    body["schedule"] = json!("every 5 minutes");
    client.post("/api/v1/tasks", body).await.problem(503, "unavailable");
    assert_eq!(client.get("/api/v1/tasks").await.json["tasks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_item_too_large_for_the_store_is_a_413() {
    let client = Client::with(|setup| setup.ports.tasks = broken());
    let body = json!({"name": "n", "type": "http", "config": {"url": "http://a.example"}});
    client.post("/api/v1/tasks", body).await.problem(413, "too_large");
}
