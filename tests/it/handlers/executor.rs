//! The executor function.

use std::sync::{Arc, Mutex};

use anyhow::Context;
use async_trait::async_trait;
use aws_lambda_events::sqs::SqsEvent;
use beadle_application::port::{Executions, HttpCaller, StartExecutions, Tasks};
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    execution::Status,
};
use beadle_executor::{Executor, lambda::handle};
use beadle_runtime::SystemJitter;

use super::{execution_id, message, sample, store, task};
use crate::executor_ports;

/// A destination that answers 200 and records its requests.
#[derive(Default)]
struct Weather(Mutex<Vec<HttpRequest>>);

#[async_trait]
impl HttpCaller for Weather {
    async fn call(&self, request: HttpRequest, _limits: CallLimits) -> Result<HttpResponse, CallError> {
        self.0.lock().expect("no test panics with it").push(request);
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let body = br#"{"temperature":21.5}"#.as_slice().into();
        Ok(HttpResponse { status: 200, headers, body, truncated: false, lost_body: None })
    }
}

#[tokio::test]
async fn a_redelivered_message_runs_once() -> anyhow::Result<()> {
    let sample = sample("executor-sqs.json")?;
    let event: SqsEvent = serde_json::from_str(&sample)?;
    let (store, clock) = store()?;
    store.insert(&task()?).await?;
    store.start(message(&sample)?.execution()).await?;
    let weather = Arc::new(Weather::default());
    let jitter = Arc::new(SystemJitter);
    let executor = Executor::new(executor_ports::over(&store, weather.clone(), clock, jitter));
    for _ in 0..2 {
        assert_eq!(handle(&executor, &event, 600_000).await.batch_item_failures, []);
    }
    let row = Executions::get(&store, execution_id()).await?.context("a row")?;
    assert_eq!(row.status(), Status::Completed);
    let asked = weather.0.lock().expect("no test panics with it");
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].url.as_str(), "https://api.example.com/weather?city=Berlin");
    Ok(())
}

#[tokio::test]
async fn an_unreadable_message_is_redelivered_alone() -> anyhow::Result<()> {
    let mut event: SqsEvent = serde_json::from_str(&sample("executor-sqs.json")?)?;
    let mut poisoned = event.records[0].clone();
    poisoned.message_id = Some("poisoned".into());
    poisoned.body = Some("no message".into());
    event.records.insert(0, poisoned);
    let (store, clock) = store()?;
    store.insert(&task()?).await?;
    let (weather, jitter) = (Arc::new(Weather::default()), Arc::new(SystemJitter));
    let executor = Executor::new(executor_ports::over(&store, weather, clock, jitter));
    let again = handle(&executor, &event, 600_000).await.batch_item_failures;
    let again: Vec<_> = again.iter().map(|failure| failure.item_identifier.as_str()).collect();
    assert_eq!(again, ["poisoned"]);
    // The row of the other one was never written by its start; its message drove it to its end all the same.
    assert_eq!(Executions::get(&store, execution_id()).await?.context("a row")?.status(), Status::Completed);
    Ok(())
}
