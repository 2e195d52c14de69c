//! The scheduler holds what the row says, whoever is faster.

mod fake;

use std::sync::Arc;

use beadle_domain::{
    access::{Principal, Role},
    execution::IdempotencyStamp,
    task::{SavedTask, TaskDraft},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    violation::Path,
};
use futures_util::FutureExt;
use jiff::Timestamp;
use serde_json::{Value, json};

use self::fake::{Counting, Rival, World};
use super::{TaskService, Toggle, pause_after_gone};
use crate::{Call, Edit, Error, Expected, IdempotencyKey, port::Arming};

const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn ada() -> Principal {
    Principal::in_person(OwnerId::parse("ada").unwrap(), Role::User)
}

fn service(world: &World) -> TaskService {
    let world = Arc::new(world.clone());
    TaskService {
        tasks: world.clone(),
        configs: world.clone(),
        scheduler: world.clone(),
        accounts: world,
        ids: Arc::new(Counting),
    }
}

/// The result of a call of ada, which never waits.
fn call<T>(work: impl AsyncFnOnce(Call<'_>) -> T) -> T {
    work(Call::new(&ada(), NOW)).now_or_never().unwrap()
}

fn draft(schedule: &Value) -> TaskDraft {
    let body = json!({
        "name": "ping", "type": "http", "config": {"url": "http://a.example"}, "schedule": schedule,
    });
    TaskDraft::parse(&body, &Path::body()).unwrap()
}

fn key(body: &str) -> IdempotencyKey {
    let stamp = IdempotencyStamp { key: "k".to_owned(), body_digest: body.to_owned() };
    IdempotencyKey { route: "tasks".to_owned(), stamp }
}

fn created(world: &World, schedule: &Value) -> SavedTask {
    call(async |call| service(world).create(call, draft(schedule)).await).unwrap().saved
}

fn edited(world: &World, edit: Value, expected: &Expected) -> Result<SavedTask, Error> {
    let id = world.row().unwrap().id;
    call(async |call| service(world).update(call, id, &Edit::Set(edit), expected).await)
}

fn toggled(world: &World, id: TaskId, toggle: Toggle) -> Result<SavedTask, Error> {
    call(async |call| service(world).toggle(call, id, toggle, &Expected::Any).await)
}

fn deleted(world: &World, id: TaskId) -> Result<(), Error> {
    call(async |call| service(world).delete(call, id, &Expected::Any).await)
}

/// What has to hold whenever nobody is in the middle of something.
#[track_caller]
fn aligned(world: &World) {
    assert_eq!(world.armed(), world.row().as_ref().and_then(Arming::of));
}

#[test]
fn the_schedule_is_armed_before_the_row_is_written() {
    let world = World::default();
    created(&world, &json!("every 5 minutes"));
    assert_eq!(world.steps(), ["arm 1", "insert"]);
    aligned(&world);
}

#[test]
fn a_task_without_a_schedule_leaves_the_scheduler_alone() {
    let world = World::default();
    created(&world, &json!(null));
    assert_eq!(world.steps(), ["insert"]);
}

#[test]
fn a_webhook_that_is_gone_for_good_pauses_its_task_whoever_is_faster() {
    let world = World::default();
    let id = created(&world, &json!("every 5 minutes")).task.id;
    world.next_write_meets(Rival::Renames("pong"));
    pause_after_gone(&world, id, NOW).now_or_never().unwrap().unwrap();
    let row = world.row().unwrap();
    assert_eq!((row.name.as_str(), row.paused, row.schedule_version), ("pong", true, 2));
    world.forget_steps();
    pause_after_gone(&world, id, NOW).now_or_never().unwrap().unwrap();
    assert!(world.steps().is_empty(), "one that is paused is left as it is");
}

#[test]
fn deleting_and_pausing_write_the_row_before_the_schedule_goes() {
    let world = World::default();
    let id = created(&world, &json!("every 5 minutes")).task.id;
    world.forget_steps();
    toggled(&world, id, Toggle::Pause).unwrap();
    assert_eq!(world.steps(), ["replace 2", "disarm"]);
    aligned(&world);
    world.forget_steps();
    toggled(&world, id, Toggle::Resume).unwrap();
    assert_eq!(world.steps(), ["arm 3", "replace 3"]);
    aligned(&world);
    world.forget_steps();
    deleted(&world, id).unwrap();
    assert_eq!(world.steps(), ["replace 4", "disarm"]);
    aligned(&world);
}

#[test]
fn a_restored_task_ticks_again_under_a_new_version() {
    let world = World::default();
    let id = created(&world, &json!("every 5 minutes")).task.id;
    let restored = |at| {
        let (ada, toggle) = (ada(), Toggle::Restore);
        service(&world).toggle(Call::new(&ada, at), id, toggle, &Expected::Any).now_or_never().unwrap()
    };
    assert!(matches!(restored(NOW), Err(Error::NotDeleted(_))));
    deleted(&world, id).unwrap();
    world.forget_steps();
    let late = beadle_values::duration::after(NOW, beadle_domain::task::DELETED_RETENTION);
    assert!(matches!(restored(late), Err(Error::TaskNotFound(_))));
    let task = restored(NOW).unwrap().task;
    assert_eq!((task.deleted_at, task.version, task.schedule_version), (None, 3, 3));
    assert_eq!(world.steps(), ["arm 3", "replace 3"]);
    aligned(&world);
}

#[test]
fn what_is_ticked_off_reminds_no_more_until_it_is_taken_up() {
    let world = World::default();
    let body = json!({"name": "pay", "type": "todo", "reminder_time": "2027-01-16T08:00:00Z"});
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let done = call(async |call| service(&world).create(call, draft).await).unwrap();
    let id = done.saved.task.id;
    aligned(&world);
    assert!(world.armed().is_some());
    let set = |completed| {
        let toggle = if completed { Toggle::Complete } else { Toggle::Reopen };
        toggled(&world, id, toggle).unwrap()
    };
    let task = set(true).task;
    assert_eq!((task.completed_at, task.version, task.schedule_version), (Some(NOW), 2, 2));
    assert_eq!(world.armed(), None);
    assert_eq!(set(true).task.version, 2, "a second time changes nothing");
    let task = set(false).task;
    assert_eq!((task.completed_at, task.version, task.schedule_version), (None, 3, 3));
    assert!(world.armed().is_some());
    aligned(&world);
    let by_edit = edited(&world, json!({"is_completed": true}), &Expected::Any).unwrap().task;
    assert_eq!((by_edit.completed_at, world.armed()), (Some(NOW), None));
}

#[test]
fn only_todos_are_ticked_off() {
    let world = World::default();
    let id = created(&world, &json!(null)).task.id;
    let refused = toggled(&world, id, Toggle::Complete);
    assert!(matches!(refused, Err(Error::NotATodo(_))));
    assert!(matches!(edited(&world, json!({"is_completed": true}), &Expected::Any), Err(Error::Invalid(_))));
}

#[test]
fn a_reminder_is_armed_like_a_schedule() {
    let world = World::default();
    created(&world, &json!(null));
    let refused = |edit| matches!(edited(&world, edit, &Expected::Any), Err(Error::Invalid(_)));
    assert!(refused(json!({"reminder_time": "2026-01-01T00:00:00Z"})), "its time has passed");
    let reminder = json!({"reminder_time": "2027-02-01T00:00:00Z"});
    assert_eq!(edited(&world, reminder, &Expected::Any).unwrap().task.schedule_version, 2);
    assert!(world.armed().is_some());
    aligned(&world);
    assert!(refused(json!({"schedule": "every 5 minutes"})), "not both");
    edited(&world, json!({"reminder_time": null}), &Expected::Any).unwrap();
    assert_eq!(world.armed(), None);
}

#[test]
fn only_what_concerns_the_schedule_gives_it_a_new_version() {
    let world = World::default();
    created(&world, &json!("every 5 minutes"));
    world.forget_steps();
    let task = edited(&world, json!({"name": "pong"}), &Expected::Any).unwrap().task;
    assert_eq!((task.version, task.schedule_version), (2, 1));
    assert_eq!(world.steps(), ["replace 2"]);
    let task = edited(&world, json!({"schedule": "every 7 minutes"}), &Expected::Any).unwrap().task;
    assert_eq!((task.version, task.schedule_version), (3, 2));
    aligned(&world);
    let task = edited(&world, json!({"schedule": null}), &Expected::Any).unwrap().task;
    assert_eq!((task.version, task.schedule_version), (4, 3));
    aligned(&world);
}

#[test]
fn an_edit_that_loses_a_race_is_made_to_what_won() {
    let world = World::default();
    created(&world, &json!("every 5 minutes"));
    world.next_write_meets(Rival::Renames("theirs"));
    let task = edited(&world, json!({"schedule": "every 7 minutes"}), &Expected::Any).unwrap().task;
    assert_eq!((task.name.as_str(), task.version), ("theirs", 3));
    aligned(&world);
}

#[test]
fn a_race_that_is_lost_to_a_pause_or_a_deletion_leaves_nothing_armed() {
    for rival in [Rival::Pauses, Rival::Deletes] {
        let world = World::default();
        created(&world, &json!("every 5 minutes"));
        world.next_write_meets(rival);
        let result = edited(&world, json!({"schedule": "every 7 minutes"}), &Expected::Any);
        assert_eq!(result.is_err(), rival == Rival::Deletes);
        assert_eq!(world.armed(), None, "{rival:?}");
    }
}

#[test]
fn who_expects_a_version_is_told_that_it_is_gone() {
    let world = World::default();
    created(&world, &json!("every 5 minutes"));
    world.next_write_meets(Rival::Renames("theirs"));
    let result = edited(&world, json!({"schedule": "every 7 minutes"}), &Expected::OneOf(vec![1]));
    assert!(matches!(result, Err(Error::Stale { current: 2 })), "{result:?}");
    aligned(&world);
}

#[test]
fn who_never_wins_is_asked_to_try_again() {
    let world = World::default();
    created(&world, &json!("every 5 minutes"));
    world.every_write_meets(Rival::Renames("theirs"));
    let result = edited(&world, json!({"schedule": "every 7 minutes"}), &Expected::Any);
    assert!(matches!(result, Err(Error::Contended)), "{result:?}");
    aligned(&world);
}

#[test]
fn a_key_that_was_used_leaves_the_schedule_of_its_task_alone() {
    let world = World::default();
    let make = |schedule: Value, body: &str| {
        let key = key(body);
        call(async |call| service(&world).create(call.with_key(Some(&key)), draft(&schedule)).await)
    };
    let first = make(json!("every 5 minutes"), "a").unwrap();
    assert!(!first.replayed);
    world.forget_steps();
    assert!(make(json!("every 5 minutes"), "a").unwrap().replayed);
    assert!(matches!(make(json!("every 9 minutes"), "b"), Err(Error::KeyReused)));
    assert_eq!(world.steps(), Vec::<String>::new());
}

#[test]
fn of_two_that_create_under_one_key_at_once_the_row_counts() {
    let world = World::default();
    let make = |schedule: Value, body: &str| {
        let key = key(body);
        call(async |call| service(&world).create(call.with_key(Some(&key)), draft(&schedule)).await)
    };
    let first = make(json!("every 5 minutes"), "a").unwrap().saved;
    world.hide_row_once();
    assert!(matches!(make(json!("every 9 minutes"), "b"), Err(Error::KeyReused)));
    assert_eq!(world.armed(), Arming::of(&first.task));
    aligned(&world);
}

#[test]
fn a_schedule_that_can_not_be_armed_saves_nothing() {
    let world = World::default();
    world.break_scheduler();
    let draft = draft(&json!("every 5 minutes"));
    let result = call(async |call| service(&world).create(call, draft).await);
    assert!(matches!(result, Err(Error::Scheduler(_))));
    assert_eq!(world.row(), None);
}

#[test]
fn a_schedule_that_can_not_be_disarmed_does_not_keep_a_task_alive() {
    let world = World::default();
    let id = created(&world, &json!("every 5 minutes")).task.id;
    world.break_scheduler();
    deleted(&world, id).unwrap();
    assert!(world.row().unwrap().deleted_at.is_some());
}
