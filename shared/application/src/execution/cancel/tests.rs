//! Cancelling while someone else is faster.

use std::sync::Mutex;

use async_trait::async_trait;
use beadle_domain::{
    access::Role,
    adhoc::AdHoc,
    execution::{Failure, FailureCode, Request, Trigger, TriggerKind},
    policy::RunDefaults,
    task::SavedTask,
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
    violation::Path,
};
use futures_util::FutureExt;
use serde_json::json;

use super::*;
use crate::port::{ExecutionQuery, StoreError, TaskQuery};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// A row to which something happens just before it is written.
struct Row {
    row: Mutex<Execution>,
    events: Mutex<Vec<Event>>,
    cancel_requested: Mutex<bool>,
}

impl Row {
    fn meeting(events: &[Event]) -> Self {
        let body = json!({"type": "http", "url": "http://a.example"});
        let asked = AdHoc::parse(&body, NOW, &Path::body()).unwrap();
        let request = Request {
            id: ExecutionId::from_uuid(uuid::Uuid::nil()),
            owner: OwnerId::parse("ada").unwrap(),
            task_id: None,
            spec: asked.spec,
            config_id: None,
            input: Default::default(),
            policy: asked.policy.resolve(&RunDefaults::AD_HOC, false),
            priority: asked.priority,
            credits: Default::default(),
            trigger: Trigger::of(TriggerKind::Api),
            created_at: NOW,
            idempotency: None,
        };
        let events = Mutex::new(events.iter().rev().cloned().collect());
        Self { row: Mutex::new(Execution::new(request, NOW)), events, cancel_requested: Mutex::new(false) }
    }

    fn rival_acts(&self) {
        if let Some(event) = self.events.lock().unwrap().pop() {
            let mut row = self.row.lock().unwrap();
            *row = row.apply(event, NOW).unwrap();
        }
    }

    fn cancel(&self) -> Result<Cancelled, Refusal> {
        let by = Principal::in_person(OwnerId::parse("ada").unwrap(), Role::User);
        let id = ExecutionId::from_uuid(uuid::Uuid::nil());
        cancel(self, self, self, &by, id, NOW).now_or_never().unwrap()
    }
}

/// It is of no task.
#[async_trait]
impl Tasks for Row {
    async fn get(&self, _: TaskId) -> Result<Option<SavedTask>, StoreError> {
        Ok(None)
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Err(StoreError::InvalidCursor)
    }

    async fn insert(&self, _: &Task) -> Result<Inserted, StoreError> {
        unreachable!("not used here")
    }

    async fn replace(&self, _: &Task, _: u64) -> Result<Replaced, StoreError> {
        unreachable!("not used here")
    }

    async fn assign_number(&self, _: TaskId) -> Result<u64, StoreError> {
        unreachable!("not used here")
    }

    async fn by_number(&self, _: u64) -> Result<Option<TaskId>, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Executions for Row {
    async fn get(&self, _: ExecutionId) -> Result<Option<Execution>, StoreError> {
        Ok(Some(self.row.lock().unwrap().clone()))
    }

    async fn list(&self, _: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        Err(StoreError::InvalidCursor)
    }

    async fn save(&self, execution: &Execution, expected: u64, _: u32) -> Result<Saved, StoreError> {
        self.rival_acts();
        let mut row = self.row.lock().unwrap();
        if row.version() != expected {
            return Ok(Saved::Conflict);
        }
        *row = execution.clone();
        Ok(Saved::Done)
    }

    async fn request_cancel(&self, _: ExecutionId) -> Result<CancelRequest, StoreError> {
        self.rival_acts();
        if self.row.lock().unwrap().status() != Status::Running {
            return Ok(CancelRequest::NotRunning);
        }
        *self.cancel_requested.lock().unwrap() = true;
        Ok(CancelRequest::Requested)
    }

    async fn ended(&self, _: ExecutionId, _: Duration) -> Result<Option<Execution>, StoreError> {
        unreachable!("not used here")
    }
}

fn claim() -> Event {
    Event::Claim { lease_until: beadle_values::duration::after(NOW, std::time::Duration::from_secs(60)) }
}

fn retry() -> Event {
    let failure = Failure::new(FailureCode::Timeout, "no answer");
    Event::Retry { failure, answer: None, due: NOW }
}

#[test]
fn nobody_is_faster() {
    let row = Row::meeting(&[]);
    assert!(matches!(row.cancel(), Ok(Cancelled::Now(_))));
    assert_eq!(row.row.lock().unwrap().status(), Status::Cancelled);
}

#[test]
fn an_executor_that_claims_it_first_is_asked_to_stop() {
    let row = Row::meeting(&[claim()]);
    assert!(
        matches!(row.cancel(), Ok(Cancelled::Requested(execution)) if execution.progress.cancel_requested)
    );
    assert!(*row.cancel_requested.lock().unwrap());
}

#[test]
fn an_attempt_that_fails_meanwhile_leaves_something_to_cancel() {
    let row = Row::meeting(&[claim(), retry()]);
    assert!(matches!(row.cancel(), Ok(Cancelled::Now(_))));
}

#[test]
fn an_attempt_that_succeeds_meanwhile_leaves_nothing_to_cancel() {
    let row = Row::meeting(&[claim(), Event::Succeed { answer: None }]);
    assert!(matches!(row.cancel(), Err(Refusal::Ended(Status::Completed))));
}

#[test]
fn what_never_stands_still_is_to_be_cancelled_later() {
    let lively: Vec<Event> = [claim(), retry()].into_iter().cycle().take(40).collect();
    let row = Row::meeting(&lively);
    assert!(matches!(row.cancel(), Err(Refusal::Contended)));
}
