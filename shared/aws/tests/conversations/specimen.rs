//! An execution and its companions.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_application::port::{Clock, Queue, QueueError};
use beadle_aws::{Retention, TableSettings};
use beadle_domain::{
    execution::{Event, Execution, Failure, FailureCode, Message, Request, Trigger, TriggerKind},
    policy::{RunDefaults, StatedPolicy},
    spec::{TaskSpec, TaskType},
    task::Priority,
};
use beadle_values::{
    id::{ExecutionId, ListParts, OwnerId},
    violation::Path,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tokio::sync::Mutex;
use uuid::Uuid;

pub const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

pub fn execution() -> Execution {
    let request = Request {
        id: ExecutionId::from_uuid(Uuid::from_u128(7)),
        owner: OwnerId::parse("ada").unwrap(),
        task_id: None,
        spec: TaskSpec::parse(
            TaskType::Http,
            json!({"url": "https://example.com"}).as_object().unwrap(),
            &[],
            &Path::body(),
        )
        .unwrap(),
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::AD_HOC, false),
        priority: Priority::Medium,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Api),
        created_at: NOW,
        batch_id: None,
        idempotency: None,
    };
    Execution::new(request, NOW)
}

pub fn running() -> Execution {
    let lease_until = NOW + SignedDuration::from_secs(60);
    execution().apply(Event::Claim { lease_until }, NOW).unwrap()
}

/// `running` after it failed for the first time.
pub fn retrying(running: &Execution) -> Execution {
    let failure = Failure::new(FailureCode::Timeout, "no answer");
    let due = NOW + SignedDuration::from_secs(10);
    running.apply(Event::Retry { failure, answer: None, due }, NOW).unwrap()
}

pub fn table() -> TableSettings {
    TableSettings {
        table: "beadle".into(),
        retention: Retention::default(),
        audit_retention: Retention::AUDIT,
        list_parts: ListParts::ONE,
        answers: None,
    }
}

/// Records what is sent.
#[derive(Default)]
pub struct Sent(pub Mutex<Vec<Message>>);

#[async_trait]
impl Queue for Sent {
    async fn send(&self, message: &Message, _: Option<Timestamp>) -> Result<(), QueueError> {
        self.0.lock().await.push(message.clone());
        Ok(())
    }
}

/// A clock that always shows [`NOW`].
pub struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }
}

pub fn still() -> Arc<dyn Clock> {
    Arc::new(Still)
}
