//! Executions, clocks and a projector for tests.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use beadle_application::port::{Applied, Checkpoint, Clock, ProjectionStore};
use beadle_domain::{
    execution::{Execution, Request, Trigger, TriggerKind},
    policy::{RetryPolicy, RunPolicy},
    projection::{ChangeRecord, Projection},
    spec::{TaskSpec, TaskType},
    task::Priority,
};
use beadle_values::{
    id::{ExecutionId, OwnerId},
    violation::Path,
};
use jiff::Timestamp;
use serde_json::{Map, json};
use uuid::Uuid;

use crate::{Embedded, Options};

/// A clock that stands still until it is set.
pub(super) struct SetClock(AtomicI64);

impl SetClock {
    pub(super) fn at(second: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(second * 1_000)))
    }

    pub(super) fn set(&self, second: i64) {
        self.0.store(second * 1_000, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(super) fn in_memory(clock: &Arc<SetClock>) -> Options {
    Options { clock: Arc::clone(clock) as _, ..Options::in_memory() }
}

pub(super) fn in_folder(folder: &std::path::Path, clock: &Arc<SetClock>) -> Options {
    Options { clock: Arc::clone(clock) as _, ..Options::in_folder(folder) }
}

/// An execution that is due at once when the clock stands at `second`.
pub(super) fn execution(number: u128, second: i64) -> Execution {
    prioritized(number, second, Priority::Medium)
}

pub(super) fn prioritized(number: u128, second: i64, priority: Priority) -> Execution {
    owned("ada", number, second, priority)
}

/// The same of another owner.
pub(super) fn owned(owner: &str, number: u128, second: i64, priority: Priority) -> Execution {
    let config: Map<_, _> = [("url".to_owned(), json!("http://127.0.0.1/"))].into_iter().collect();
    let created_at = Timestamp::from_second(second).unwrap();
    let request = Request {
        id: ExecutionId::from_uuid(Uuid::from_u128(number)),
        owner: OwnerId::parse(owner).unwrap(),
        task_id: None,
        spec: TaskSpec::parse(TaskType::Http, &config, &[], &Path::body()).unwrap(),
        config_id: None,
        input: Default::default(),
        policy: RunPolicy {
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::with_retries(0),
            give_up_after: None,
            overrides: Default::default(),
        },
        priority,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Api),
        created_at,
        batch_id: None,
        idempotency: None,
    };
    Execution::new(request, created_at)
}

/// Projects `records`, which must not be empty.
pub(super) async fn project(store: &Embedded, records: &[ChangeRecord]) {
    let (first, last) = (&records[0], &records[records.len() - 1]);
    let checkpoint =
        Checkpoint { shard: first.shard.clone(), first: first.sequence.clone(), last: last.sequence.clone() };
    let applied = store.apply(&Projection::of(records), &checkpoint).await.unwrap();
    assert_eq!(applied, Applied::Done);
}
