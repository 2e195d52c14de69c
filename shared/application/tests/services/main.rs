//! The services over the store of one machine in memory.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails panics")]

mod accounts;
mod alerting;
mod api_keys;
mod cancelling;
mod configs;
mod dead_letters;
mod follow_up;
mod hooks;
mod pauses;
mod projecting;
mod tasks;
mod ticks;
mod watching;

use std::sync::Arc;

use beadle_application::port::{
    Clock, ExecutionQuery, ExecutionScope, Executions, Saved, StartExecutions, Started,
};
use beadle_domain::{
    access::{Principal, Role},
    event::EventKind,
    execution::{Event, Execution},
};
use beadle_embedded::{Embedded, Options};
use beadle_testing::StillClock;
use beadle_values::id::{ExecutionId, OwnerId};
use jiff::Timestamp;

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn principal(name: &str, role: Role) -> Principal {
    Principal::in_person(OwnerId::parse(name).unwrap(), role)
}

/// An empty store whose clock stands still at [`NOW`].
fn store() -> Embedded {
    store_with(Arc::new(StillClock::at(NOW)))
}

/// An empty store that keeps all events.
fn store_with(clock: Arc<dyn Clock>) -> Embedded {
    Embedded::open(Options { clock, event_kinds: EventKind::ALL.into(), ..Options::in_memory() }).unwrap()
}

/// Runs `work`, for tests that are no futures.
fn wait_for<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// Stores `execution`: it is started and then saved as it is.
async fn put(store: &Embedded, execution: &Execution) {
    let created = Execution::new((*execution.request).clone(), execution.request.created_at);
    let first = if execution.version() == created.version() { execution } else { &created };
    assert_eq!(store.start(first).await.unwrap(), Started::Created);
    if execution.version() != first.version() {
        assert_eq!(store.save(execution, first.version(), 0).await.unwrap(), Saved::Done);
    }
}

/// Applies `event` to the stored execution at `now`.
async fn happens(store: &Embedded, id: ExecutionId, event: Event, now: Timestamp) -> Execution {
    let row = Executions::get(store, id).await.unwrap().unwrap();
    let next = row.apply(event, now).unwrap();
    assert_eq!(store.save(&next, row.version(), 0).await.unwrap(), Saved::Done);
    next
}

/// All executions of ada, in the order in which they were created.
async fn executions(store: &Embedded) -> Vec<Execution> {
    let scope = ExecutionScope::Owner(OwnerId::parse("ada").unwrap());
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let query = ExecutionQuery { cursor, ..ExecutionQuery::newest(scope.clone(), 100) };
        let page = Executions::list(store, &query).await.unwrap();
        found.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            found.reverse();
            return found;
        }
    }
}
