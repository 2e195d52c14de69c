use std::{future, sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{Arming, Inserted, Replaced, Scheduler, StoreError, TaskQuery, Tasks};
use beadle_domain::{
    resource_key::ResourceKey,
    task::{SavedTask, Task},
};
use beadle_embedded::{Embedded, Options};
use beadle_schedule_function::TickHandler;
use beadle_testing::StillClock;
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
};
use jiff::Timestamp;
use tokio::sync::Notify;

use super::handle_ticks;

/// Tasks of which one is never read to the end, and no other is there.
struct Stalling {
    stalled: TaskId,
    others_read: Arc<Notify>,
}

#[async_trait]
impl Tasks for Stalling {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        if id == self.stalled {
            return future::pending().await;
        }
        self.others_read.notify_one();
        Ok(None)
    }

    async fn list(&self, _: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        Err(unused())
    }

    async fn by_key(&self, _: &OwnerId, _: &ResourceKey) -> Result<Option<TaskId>, StoreError> {
        Err(unused())
    }

    async fn insert(&self, _: &Task) -> Result<Inserted, StoreError> {
        Err(unused())
    }

    async fn replace(&self, _: &Task, _: u64) -> Result<Replaced, StoreError> {
        Err(unused())
    }

    async fn assign_number(&self, _: TaskId) -> Result<u64, StoreError> {
        Err(unused())
    }

    async fn by_number(&self, _: u64) -> Result<Option<TaskId>, StoreError> {
        Err(unused())
    }
}

fn unused() -> StoreError {
    StoreError::Unavailable("a tick only reads its task".into())
}

#[tokio::test]
async fn a_tick_that_takes_long_holds_up_no_tick_of_another_task() {
    let clock = Arc::new(StillClock::at(Timestamp::UNIX_EPOCH));
    let options = Options { clock: clock.clone(), manual_clock: true, ..Options::in_memory() };
    let store = Embedded::open(options).unwrap();
    let tasks @ [first, _] = [1, 2].map(|number| format!("tsk_{number:032x}").parse::<TaskId>().unwrap());
    for task in tasks {
        let schedule = serde_json::from_value(
            serde_json::json!({"expression": "rate(1 minute)", "timezone": "UTC", "overlap": "skip", "catch_up": "latest"}),
        )
        .unwrap();
        let arming = Arming { task, schedule, schedule_version: 1, anchor: Timestamp::UNIX_EPOCH };
        store.arm(&arming).await.unwrap();
    }
    let mut service = beadle_testing::services_at(&Arc::new(store.clone()), clock.clone()).ticks;
    let others_read = Arc::new(Notify::new());
    service.tasks = Arc::new(Stalling { stalled: first, others_read: Arc::clone(&others_read) });
    clock.advance(60_000);
    let handling = tokio::spawn(handle_ticks(TickHandler::new(service), store.ticks()));
    store.poll_now();
    tokio::time::timeout(Duration::from_secs(30), others_read.notified()).await.unwrap();
    handling.abort();
}
