//! Responses when a dependency fails.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{
    Arming, AwaitExecutions, ExecutionQuery, Inserted, ReadExecutions, Replaced, Scheduler, SchedulerError,
    StartExecutions, Started, StoreError, WriteTasks,
};
use beadle_domain::{execution::Execution, task::Task};
use beadle_values::{
    id::{ExecutionId, TaskId},
    page::Page,
};
use serde_json::json;

use super::Client;

const SECRET: &str = "table beadle-prod at 10.0.0.7";

/// Ports that always fail.
struct Broken;

fn unavailable() -> StoreError {
    StoreError::Unavailable(SECRET.to_owned())
}

#[async_trait]
impl StartExecutions for Broken {
    async fn start(&self, _: &Execution) -> Result<Started, StoreError> {
        Err(unavailable())
    }
}

#[async_trait]
impl ReadExecutions for Broken {
    async fn get(&self, _: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Err(StoreError::Corrupt(SECRET.to_owned()))
    }

    async fn list(&self, _: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        panic!("{SECRET}")
    }
}

#[async_trait]
impl AwaitExecutions for Broken {
    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        Err(unavailable())
    }
}

#[async_trait]
impl WriteTasks for Broken {
    async fn insert(&self, _: &Task) -> Result<Inserted, StoreError> {
        Err(StoreError::TooLarge(SECRET.to_owned()))
    }

    async fn replace(&self, _: &Task, _: u64) -> Result<Replaced, StoreError> {
        Ok(Replaced::Conflict)
    }
}

#[async_trait]
impl Scheduler for Broken {
    async fn arm(&self, _: &Arming) -> Result<(), SchedulerError> {
        Err(SchedulerError::Unavailable(SECRET.to_owned()))
    }

    async fn disarm(&self, _: TaskId) -> Result<(), SchedulerError> {
        Err(SchedulerError::Unavailable(SECRET.to_owned()))
    }
}

fn request() -> serde_json::Value {
    json!({"type": "http", "url": "http://a.example"})
}

#[tokio::test]
async fn an_unavailable_store_is_a_503_with_retry_after() {
    let client = Client::with(|api| api.starter = Arc::new(Broken));
    let reply = client.post("/api/v1/execute", request()).await.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), Some("5"));
    assert!(!reply.json.to_string().contains("10.0.0.7"));
}

#[tokio::test]
async fn an_internal_error_is_a_500_without_details() {
    let client = Client::with(|api| api.executions = Arc::new(Broken));
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
    let client = Client::with(|api| api.awaiter = Arc::new(Broken)).header("prefer", "wait=5");
    client.post("/api/v1/execute", request()).await.expecting(202);
}

#[tokio::test]
async fn a_task_is_not_saved_unless_its_schedule_is_armed() {
    let client = Client::with(|api| api.scheduler = Arc::new(Broken));
    let mut body = json!({"name": "n", "type": "http", "config": {"url": "http://a.example"}});
    client.post("/api/v1/tasks", body.clone()).await.expecting(201);
    body["schedule"] = json!("every 5 minutes");
    client.post("/api/v1/tasks", body).await.problem(503, "unavailable");
    assert_eq!(client.get("/api/v1/tasks").await.json["tasks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_item_too_large_for_the_store_is_a_413() {
    let client = Client::with(|api| api.task_writer = Arc::new(Broken));
    let body = json!({"name": "n", "type": "http", "config": {"url": "http://a.example"}});
    client.post("/api/v1/tasks", body).await.problem(413, "too_large");
}
