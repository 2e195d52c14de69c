//! The scheduler holds what the row of a task says, whoever is faster.

mod races;
mod world;

use beadle_application::{
    Call, Error, Expected,
    task::{Toggle, pause_after_gone},
};
use beadle_domain::task::TaskDraft;
use beadle_values::{duration, violation::Path};
use serde_json::json;

use self::world::{Rival, World, ada};
use crate::NOW;

#[tokio::test]
async fn the_schedule_is_armed_before_the_row_is_written() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    assert_eq!(world.writes(), ["scheduler.arm", "tasks.insert"]);
    assert_eq!(world.armed(id).await.unwrap().schedule_version, 1);
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn a_task_without_a_schedule_leaves_the_scheduler_alone() {
    let world = World::new();
    world.with_schedule(json!(null)).await;
    assert_eq!(world.writes(), ["tasks.insert"]);
}

#[tokio::test]
async fn a_webhook_that_is_gone_for_good_pauses_its_task_whoever_is_faster() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.next_write_meets(Rival::Renames("pong"));
    pause_after_gone(&*world.contested, id, NOW).await.unwrap();
    let row = world.row(id).await;
    assert_eq!((row.name.as_str(), row.paused, row.schedule_version), ("pong", true, 2));
    world.forget_writes();
    pause_after_gone(&*world.contested, id, NOW).await.unwrap();
    assert!(world.writes().is_empty(), "one that is paused is left as it is");
}

#[tokio::test]
async fn deleting_and_pausing_write_the_row_before_the_schedule_goes() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.forget_writes();
    world.toggle(id, Toggle::Pause).await.unwrap();
    assert_eq!(world.writes(), ["tasks.replace", "scheduler.disarm"]);
    assert_eq!(world.row(id).await.version, 2);
    assert!(world.is_aligned(id).await);
    world.forget_writes();
    world.toggle(id, Toggle::Resume).await.unwrap();
    assert_eq!(world.writes(), ["scheduler.arm", "tasks.replace"]);
    assert_eq!((world.armed(id).await.unwrap().schedule_version, world.row(id).await.version), (3, 3));
    assert!(world.is_aligned(id).await);
    world.forget_writes();
    world.delete(id).await.unwrap();
    assert_eq!(world.writes(), ["tasks.replace", "scheduler.disarm"]);
    assert_eq!(world.row(id).await.version, 4);
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn a_restored_task_ticks_again_under_a_new_version() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    let ada = ada();
    let restored =
        async |at| world.service.toggle(Call::new(&ada, at), id, Toggle::Restore, &Expected::Any).await;
    assert!(matches!(restored(NOW).await, Err(Error::NotDeleted(_))));
    world.delete(id).await.unwrap();
    world.forget_writes();
    let late = duration::after(NOW, beadle_domain::task::DELETED_RETENTION);
    assert!(matches!(restored(late).await, Err(Error::TaskNotFound(_))));
    let task = restored(NOW).await.unwrap().task;
    assert_eq!((task.deleted_at, task.version, task.schedule_version), (None, 3, 3));
    assert_eq!(world.writes(), ["scheduler.arm", "tasks.replace"]);
    assert_eq!((world.armed(id).await.unwrap().schedule_version, world.row(id).await.version), (3, 3));
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn a_completed_todo_reminds_no_more_until_it_is_reopened() {
    let world = World::new();
    let body = json!({"name": "pay", "type": "todo", "reminder_time": "2027-01-16T08:00:00Z"});
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let id = world.create(draft).await.unwrap().task.id;
    assert!(world.is_aligned(id).await);
    assert!(world.armed(id).await.is_some());
    let task = world.toggle(id, Toggle::Complete).await.unwrap().task;
    assert_eq!((task.completed_at, task.version, task.schedule_version), (Some(NOW), 2, 2));
    assert_eq!(world.armed(id).await, None);
    let again = world.toggle(id, Toggle::Complete).await.unwrap().task;
    assert_eq!(again.version, 2, "a second time changes nothing");
    let task = world.toggle(id, Toggle::Reopen).await.unwrap().task;
    assert_eq!((task.completed_at, task.version, task.schedule_version), (None, 3, 3));
    assert!(world.armed(id).await.is_some());
    assert!(world.is_aligned(id).await);
    let by_edit = world.edit(id, json!({"is_completed": true}), &Expected::Any).await.unwrap().task;
    assert_eq!((by_edit.completed_at, world.armed(id).await), (Some(NOW), None));
}

#[tokio::test]
async fn only_todos_are_completed() {
    let world = World::new();
    let id = world.with_schedule(json!(null)).await;
    let refused = world.toggle(id, Toggle::Complete).await;
    assert!(matches!(refused, Err(Error::NotATodo(_))));
    let refused = world.edit(id, json!({"is_completed": true}), &Expected::Any).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_reminder_is_armed_like_a_schedule() {
    let world = World::new();
    let id = world.with_schedule(json!(null)).await;
    let refused = async |edit| matches!(world.edit(id, edit, &Expected::Any).await, Err(Error::Invalid(_)));
    assert!(refused(json!({"reminder_time": "2026-01-01T00:00:00Z"})).await, "its time has passed");
    let reminder = json!({"reminder_time": "2027-02-01T00:00:00Z"});
    assert_eq!(world.edit(id, reminder, &Expected::Any).await.unwrap().task.schedule_version, 2);
    assert!(world.armed(id).await.is_some());
    assert!(world.is_aligned(id).await);
    assert!(refused(json!({"schedule": "every 5 minutes"})).await, "not both");
    world.edit(id, json!({"reminder_time": null}), &Expected::Any).await.unwrap();
    assert_eq!(world.armed(id).await, None);
}

#[tokio::test]
async fn only_what_concerns_the_schedule_gives_it_a_new_version() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.forget_writes();
    let task = world.edit(id, json!({"name": "pong"}), &Expected::Any).await.unwrap().task;
    assert_eq!((task.version, task.schedule_version), (2, 1));
    assert_eq!((world.writes(), world.row(id).await.version), (vec!["tasks.replace"], 2));
    let task = world.edit(id, json!({"schedule": "every 7 minutes"}), &Expected::Any).await.unwrap().task;
    assert_eq!((task.version, task.schedule_version), (3, 2));
    assert!(world.is_aligned(id).await);
    let task = world.edit(id, json!({"schedule": null}), &Expected::Any).await.unwrap().task;
    assert_eq!((task.version, task.schedule_version), (4, 3));
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn a_schedule_that_can_not_be_armed_saves_nothing() {
    let world = World::new();
    world.break_scheduler();
    let result = world.create(world::draft(&json!("every 5 minutes"))).await;
    assert!(matches!(result, Err(Error::Scheduler(_))));
    assert_eq!(world::only_task(&world.store).await, None);
}

#[tokio::test]
async fn a_schedule_that_can_not_be_disarmed_does_not_keep_a_task_alive() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.break_scheduler();
    world.delete(id).await.unwrap();
    assert!(world.row(id).await.deleted_at.is_some());
}
