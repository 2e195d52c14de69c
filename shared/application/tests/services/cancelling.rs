//! Cancelling while somebody else is faster.

use std::sync::{Arc, Mutex};

use beadle_application::{
    Call, Error,
    execution::{Cancelled, ExecutionService},
    port::{Executions, StartExecutions},
};
use beadle_domain::{
    access::Role,
    adhoc::AdHoc,
    execution::{Event, Execution, Failure, FailureCode, Request, Status, Trigger, TriggerKind},
    policy::RunDefaults,
};
use beadle_embedded::Embedded;
use beadle_testing::FailingStore;
use beadle_values::{id::ExecutionId, violation::Path};
use serde_json::json;

use super::{NOW, happens, principal, store};

const ID: ExecutionId = ExecutionId::from_uuid(uuid::Uuid::nil());

/// A store with one execution of ada, to which the next of some events happens just before each write.
struct World {
    store: Embedded,
    executions: ExecutionService,
}

impl World {
    async fn with(events: &[Event]) -> Self {
        let body = json!({"type": "http", "url": "http://a.example"});
        let asked = AdHoc::parse(&body, NOW, &Path::body()).unwrap();
        let request = Request {
            id: ID,
            owner: principal("ada", Role::User).owner,
            task_id: None,
            spec: asked.spec,
            config_id: None,
            input: Default::default(),
            policy: asked.policy.resolve(&RunDefaults::AD_HOC, false),
            priority: asked.priority,
            credits: Default::default(),
            order: None,
            trigger: Trigger::of(TriggerKind::Api),
            created_at: NOW,
            batch_id: None,
            idempotency: None,
        };
        let store = store();
        store.start(&Execution::new(request, NOW)).await.unwrap();
        let events: Arc<Mutex<Vec<Event>>> = Arc::new(Mutex::new(events.iter().rev().cloned().collect()));
        let rival = store.clone();
        let contested = FailingStore::new(store.clone(), |_, _| None).interfered(move |call, _| {
            if !matches!(call, "executions.save" | "executions.request_cancel") {
                return None;
            }
            let event = events.lock().unwrap().pop()?;
            let rival = rival.clone();
            Some(Box::pin(async move { drop(happens(&rival, ID, event, NOW).await) }))
        });
        let mut executions = beadle_testing::services(&Arc::new(store.clone())).executions;
        executions.executions = Arc::new(contested);
        Self { store, executions }
    }

    async fn row(&self) -> Execution {
        Executions::get(&self.store, ID).await.unwrap().unwrap()
    }

    async fn cancel(&self) -> Result<Cancelled, Error> {
        self.executions.cancel(Call::new(&principal("ada", Role::User), NOW), ID).await
    }
}

fn claim() -> Event {
    Event::Claim { lease_until: beadle_values::duration::after(NOW, std::time::Duration::from_secs(60)) }
}

fn retry() -> Event {
    let failure = Failure::new(FailureCode::Timeout, "no answer");
    Event::Retry { failure, answer: None, due: NOW }
}

#[tokio::test]
async fn nobody_is_faster() {
    let world = World::with(&[]).await;
    assert!(matches!(world.cancel().await, Ok(Cancelled::Now(_))));
    assert_eq!(world.row().await.status(), Status::Cancelled);
}

#[tokio::test]
async fn an_executor_that_claims_it_first_is_asked_to_stop() {
    let world = World::with(&[claim()]).await;
    assert!(
        matches!(world.cancel().await, Ok(Cancelled::Requested(execution)) if execution.progress.cancel_requested)
    );
    assert!(world.row().await.progress.cancel_requested);
}

#[tokio::test]
async fn an_attempt_that_fails_meanwhile_leaves_something_to_cancel() {
    let world = World::with(&[claim(), retry()]).await;
    assert!(matches!(world.cancel().await, Ok(Cancelled::Now(_))));
}

#[tokio::test]
async fn an_attempt_that_succeeds_meanwhile_leaves_nothing_to_cancel() {
    let world = World::with(&[claim(), Event::Succeed { answer: None }]).await;
    assert!(matches!(world.cancel().await, Err(Error::Ended(Status::Completed))));
}

#[tokio::test]
async fn what_never_stands_still_is_to_be_cancelled_later() {
    let lively: Vec<Event> = [claim(), retry()].into_iter().cycle().take(40).collect();
    let world = World::with(&lively).await;
    assert!(matches!(world.cancel().await, Err(Error::Contended)));
}
