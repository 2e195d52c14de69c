//! The projector function.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use beadle_application::port::{EventBus, EventBusError, Tasks};
use beadle_domain::{
    event::{DomainEvent, EventKind},
    execution::Status,
    task::{LastEnd, TaskStats},
};
use beadle_projector::{Projector, lambda::handle};
use serde_json::{Value, json};

use super::{execution_id, sample, store, task, task_id};
use crate::{conformance::specimen::at, projector_ports};

#[derive(Default)]
struct Bus {
    published: Mutex<Vec<DomainEvent>>,
    down: bool,
}

#[async_trait]
impl EventBus for Bus {
    async fn publish(&self, events: &[DomainEvent]) -> Result<(), EventBusError> {
        if self.down {
            return Err(EventBusError("down".into()));
        }
        self.published.lock().expect("no test panics with it").extend(events.iter().cloned());
        Ok(())
    }
}

/// Handles the sample modified by `change`; returns the response.
async fn answer(projector: &Projector, change: impl FnOnce(&mut Value)) -> anyhow::Result<Value> {
    let mut event: Value = serde_json::from_str(&sample("projector-stream.json")?)?;
    change(&mut event);
    Ok(serde_json::to_value(handle(projector, serde_json::from_value(event)?).await)?)
}

#[tokio::test]
async fn a_redelivered_batch_counts_once() -> anyhow::Result<()> {
    let (store, _) = store()?;
    store.insert(&task()?).await?;
    let bus = Arc::new(Bus::default());
    let projector = projector_ports::over(&store, bus.clone(), EventKind::ALL.into());
    let done = json!({"batchItemFailures": [], "state": {}});
    for _ in 0..3 {
        assert_eq!(answer(&projector, |_| {}).await?, done);
    }
    let stats = Tasks::get(&store, task_id()).await?.map(|saved| saved.stats);
    let expected = TaskStats {
        run_count: 1,
        success_count: 1,
        last_run_time: Some(at(6)),
        last_success_time: Some(at(6)),
        last_status: Some(Status::Completed),
        last_result: Some(json!({"temperature": 21.5})),
        last_end: Some(LastEnd {
            execution: execution_id(),
            status: Status::Completed,
            at: at(6),
            replay_of: None,
            depth: 0,
            before: None,
        }),
        ..TaskStats::default()
    };
    assert_eq!(stats, Some(expected));
    let published = bus.published.lock().expect("no test panics with it");
    let mut kinds: Vec<EventKind> = published.iter().map(DomainEvent::kind).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, [EventKind::TaskCreated, EventKind::TaskExecuted, EventKind::TaskStatusChanged]);
    Ok(())
}

#[tokio::test]
async fn without_a_window_the_stream_is_used_as_the_shard() -> anyhow::Result<()> {
    let (store, _) = store()?;
    store.insert(&task()?).await?;
    let projector = projector_ports::over(&store, Arc::new(Bus::default()), [].into());
    for _ in 0..2 {
        let answer = answer(&projector, |event| {
            let records = event["Records"].take();
            *event = json!({"Records": records});
        });
        assert_eq!(answer.await?["batchItemFailures"], json!([]));
    }
    let stats = Tasks::get(&store, task_id()).await?.map(|saved| saved.stats.run_count);
    assert_eq!(stats, Some(1));
    Ok(())
}

#[tokio::test]
async fn the_response_to_the_end_of_a_window_has_its_state() -> anyhow::Result<()> {
    let (store, _) = store()?;
    let projector = projector_ports::over(&store, Arc::new(Bus::default()), [].into());
    let answer = answer(&projector, |event| {
        event["Records"] = json!([]);
        event["state"] = json!({"kept": "as it is"});
        event["isFinalInvokeForWindow"] = json!(true);
    });
    assert_eq!(answer.await?, json!({"batchItemFailures": [], "state": {"kept": "as it is"}}));
    Ok(())
}

#[tokio::test]
async fn an_unhandled_record_is_named_by_its_sequence_number() -> anyhow::Result<()> {
    let (store, _) = store()?;
    let bus = Arc::new(Bus { down: true, ..Bus::default() });
    let projector = projector_ports::over(&store, bus, EventKind::ALL.into());
    let mut first = Value::Null;
    let answer = answer(&projector, |event| {
        first = event["Records"][0]["dynamodb"]["SequenceNumber"].clone();
    });
    assert_eq!(answer.await?["batchItemFailures"], json!([{"itemIdentifier": first}]));
    Ok(())
}

#[tokio::test]
async fn an_unreadable_record_is_passed_over_and_the_others_are_handled() -> anyhow::Result<()> {
    let (store, _) = store()?;
    store.insert(&task()?).await?;
    let projector = projector_ports::over(&store, Arc::new(Bus::default()), [].into());
    let answer = answer(&projector, |event| {
        let records = event["Records"].as_array_mut().expect("records");
        let execution = |record: &&mut Value| {
            record["eventName"] == "MODIFY" && record["dynamodb"]["NewImage"]["status"]["S"] == "completed"
        };
        let record = records.iter_mut().find(execution).expect("the end of the execution");
        record["dynamodb"]["NewImage"]["progress"] = json!({"S": "{"});
    });
    assert_eq!(answer.await?["batchItemFailures"], json!([]));
    let stats = Tasks::get(&store, task_id()).await?.map(|saved| saved.stats);
    assert_eq!(stats.map(|stats| (stats.active_count, stats.run_count)), Some((1, 0)));
    Ok(())
}
