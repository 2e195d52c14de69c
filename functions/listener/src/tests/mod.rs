//! When a user is deleted, no crash in the middle leaves behind anything that runs or grants access.

mod crashing;
mod world;

use std::sync::Arc;

use beadle_application::port::{AuditQuery, AuditTrail, Configs, Executions};
use beadle_domain::{
    account_event::AccountEvent,
    execution::{CancelReason, State, Status},
    projection::{
        AuditEntry,
        audit::{AuditAction, Subject, Verb},
    },
};
use beadle_values::id::OwnerId;
use jiff::{SignedDuration, Timestamp};
use rstest::rstest;

use self::world::{TASKS, World, owner};
use crate::{ListenError, payload};

/// The number of writes: two keys, three for each task (its schedule, its row, and the row's previous
/// schedule), one for each unended execution, two configs.
const WRITES: usize = 2 + 3 * TASKS + world::UNENDED + 2;

fn gone() -> AccountEvent {
    AccountEvent::UserDeleted { user: owner("ada") }
}

impl World {
    /// Nothing of `ada` is left, nothing of `bob` has changed, and the trail contains each deletion once.
    async fn is_closed(&self) {
        assert!(self.tasks_of("ada").await.is_empty());
        assert_eq!(self.tasks_of("bob").await.len(), 3);
        assert_eq!(self.armed().await, self.of_bob, "armed schedules");
        for (id, status) in &self.executions {
            let execution = Executions::get(&self.store, *id).await.unwrap().unwrap();
            match status {
                Status::Running => assert!(execution.progress.cancel_requested, "{id}"),
                Status::Completed => assert_eq!(execution.status(), Status::Completed),
                _ => match execution.state() {
                    State::Cancelled { reason, .. } => assert_eq!(*reason, Some(CancelReason::AccountClosed)),
                    other => panic!("{id}, which was {status}, is {other:?}"),
                },
            }
        }
        assert!(self.keys_of("ada").await.is_empty());
        assert_eq!(self.keys_of("bob").await.len(), 1);
        let left = [self.shared, self.config_of_bob];
        for config in left {
            assert!(Configs::get(&self.store, config).await.unwrap().is_some());
        }
        assert_eq!(self.configs_of("ada").await, [self.shared]);
        let mut deleted = self.trail((Subject::Task, Verb::Deleted)).await;
        assert_eq!(deleted.len(), TASKS, "entries of the audit trail");
        let by_the_system = |actor: &OwnerId| *actor == OwnerId::user_deleted();
        let recorded = deleted.iter().all(|entry| {
            entry.actor.as_ref().is_some_and(by_the_system) && entry.owner == Some(owner("ada"))
        });
        assert!(recorded);
        deleted.sort_by_key(|entry| entry.task_id);
        deleted.dedup_by_key(|entry| entry.task_id);
        assert_eq!(deleted.len(), TASKS, "one entry a task");
        let cancelled = self.trail((Subject::Execution, Verb::Cancelled)).await;
        for (id, status) in &self.executions {
            let entries = cancelled.iter().filter(|entry| entry.subject == Some(id.to_string()));
            let entries: Vec<_> = entries.map(|entry| entry.actor.as_ref()).collect();
            match status {
                Status::Completed => assert_eq!(entries, [], "{id}"),
                // The entry of a running execution is written after the request to cancel: a crash in between
                // leaves none.
                Status::Running => assert!(entries.len() <= 1, "{id}"),
                _ => assert_eq!(entries, [Some(&OwnerId::user_deleted())], "{id}, which was {status}"),
            }
        }
    }

    /// The entries of the audit trail with this action, with each change projected twice.
    async fn trail(&self, (subject, verb): (Subject, Verb)) -> Vec<AuditEntry> {
        let store = &self.store;
        let projections =
            beadle_testing::services_at(&Arc::new(store.clone()), self.clock.clone()).projections;
        let changes = store.changes();
        loop {
            let records = changes.first().await.unwrap();
            if records.is_empty() {
                break;
            }
            for _ in 0..2 {
                projections.project(&records).await.unwrap();
            }
            changes.handled(&records);
        }
        let action = AuditAction { subject, verb };
        let mut query = AuditQuery { action: Some(action), limit: 100, ..AuditQuery::default() };
        let mut entries = Vec::new();
        loop {
            let page = AuditTrail::list(&self.store, &query).await.unwrap();
            entries.extend(page.items);
            query.cursor = page.next;
            if query.cursor.is_none() {
                return entries;
            }
        }
    }
}

#[tokio::test]
async fn closing_an_account_removes_everything_and_nothing_of_others() {
    let world = World::new().await;
    world.listener().handle(&gone(), Timestamp::MAX).await.unwrap();
    world.is_closed().await;
    assert_eq!(world.ports.writes(), WRITES);
    for subject in [Subject::ApiKey, Subject::Config] {
        assert_eq!(world.trail((subject, Verb::Deleted)).await.len(), 2, "{subject:?}");
    }
    let cancelled = world.trail((Subject::Execution, Verb::Cancelled)).await;
    assert_eq!(cancelled.len(), world::UNENDED, "one for each that had not ended");
    // A repeat finds nothing to do.
    world.listener().handle(&gone(), Timestamp::MAX).await.unwrap();
    world.is_closed().await;
    assert_eq!(world.ports.writes(), WRITES);
}

#[rstest]
#[case::before_its_effect(false)]
#[case::after_its_effect(true)]
#[tokio::test]
async fn a_repeat_continues_after_a_crash_at_any_point(#[case] after: bool) {
    let in_tasks = 2 + 3 * (TASKS / 2);
    let after_tasks = 2 + 3 * TASKS;
    let points = [0, 1, 2, 3, 4, in_tasks, in_tasks + 1, in_tasks + 2, after_tasks - 1, after_tasks];
    let later = [after_tasks + 1, after_tasks + 7, WRITES - 2, WRITES - 1];
    for point in points.into_iter().chain(later) {
        let world = World::new().await;
        world.ports.crash_at(point, after);
        let crashed = world.listener().handle(&gone(), Timestamp::MAX).await;
        assert!(matches!(crashed, Err(ListenError::Failed(_))), "at write {point}: {crashed:?}");
        // The next attempt crashes early, too.
        world.ports.crash_at(1, !after);
        let again = world.listener().handle(&gone(), Timestamp::MAX).await;
        assert_eq!(again.is_err(), point + 2 <= WRITES - usize::from(after), "at write {point}: {again:?}");
        world.ports.recover();
        world.listener().handle(&gone(), Timestamp::MAX).await.unwrap();
        world.is_closed().await;
    }
}

#[tokio::test]
async fn repeats_finish_what_takes_longer_than_the_time_limit() {
    let world = World::new().await;
    let mut repeats = 0;
    loop {
        // The clock advances by a second whenever it is read.
        let until = world.clock.at() + SignedDuration::from_secs(60);
        match world.listener().handle(&gone(), until).await {
            Ok(()) => break,
            Err(ListenError::Unfinished) => repeats += 1,
            Err(error) => panic!("{error}"),
        }
        assert!(repeats < 10, "too many repeats");
    }
    assert!(repeats >= 2, "{repeats}");
    world.is_closed().await;
}

#[test]
fn an_event_from_the_bus_is_read() {
    let document = serde_json::json!({
        "version": "0", "id": "1", "source": "accounts", "account": "123456789012", "region": "eu-central-1",
        "time": "2027-01-15T08:00:00Z", "resources": [], "detail-type": "user.deleted", "detail": {"user_id": "ada"},
    });
    assert_eq!(payload::event(document.clone()).unwrap(), gone());
    let mut other = document;
    other["detail"] = serde_json::json!({});
    assert!(payload::event(other).is_err());
    assert!(payload::event(serde_json::json!("user.deleted")).is_err());
}
