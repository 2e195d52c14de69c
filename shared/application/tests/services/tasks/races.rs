//! Edits that come second, and keys that are used twice.

use std::sync::Arc;

use beadle_application::{
    Call, Error, Expected, IdempotencyKey,
    port::Arming,
    task::{Created, TaskService},
};
use beadle_domain::execution::IdempotencyStamp;
use beadle_testing::FailingStore;
use serde_json::json;

use super::world::{Rival, World, ada, draft, only_task};
use crate::{NOW, store};

/// A task created under the key `k`, with a body of this digest.
async fn created(service: &TaskService, schedule: &str, body: &str) -> Result<Created, Error> {
    let stamp = IdempotencyStamp { key: "k".to_owned(), body_digest: body.to_owned() };
    let key = IdempotencyKey { route: "tasks".to_owned(), stamp };
    service.create(Call::new(&ada(), NOW).with_key(Some(&key)), draft(&json!(schedule))).await
}

#[tokio::test]
async fn an_edit_that_loses_a_race_is_made_to_what_won() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.next_write_meets(Rival::Renames("theirs"));
    let task = world.edit(id, json!({"schedule": "every 7 minutes"}), &Expected::Any).await.unwrap().task;
    assert_eq!((task.name.as_str(), task.version), ("theirs", 3));
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn a_race_that_is_lost_to_a_pause_or_a_deletion_leaves_nothing_armed() {
    for rival in [Rival::Pauses, Rival::Deletes] {
        let world = World::new();
        let id = world.with_schedule(json!("every 5 minutes")).await;
        world.next_write_meets(rival);
        let result = world.edit(id, json!({"schedule": "every 7 minutes"}), &Expected::Any).await;
        assert_eq!(result.is_err(), rival == Rival::Deletes);
        assert_eq!(world.armed(id).await, None, "{rival:?}");
    }
}

#[tokio::test]
async fn an_edit_of_a_version_that_is_gone_is_refused() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.next_write_meets(Rival::Renames("theirs"));
    let expected = Expected::OneOf(vec![1]);
    let result = world.edit(id, json!({"schedule": "every 7 minutes"}), &expected).await;
    assert!(matches!(result, Err(Error::Stale { current: 2 })), "{result:?}");
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn an_edit_that_never_wins_is_contended() {
    let world = World::new();
    let id = world.with_schedule(json!("every 5 minutes")).await;
    world.every_write_meets(Rival::Renames("theirs"));
    let result = world.edit(id, json!({"schedule": "every 7 minutes"}), &Expected::Any).await;
    assert!(matches!(result, Err(Error::Contended)), "{result:?}");
    assert!(world.is_aligned(id).await);
}

#[tokio::test]
async fn a_key_that_was_used_leaves_the_schedule_of_its_task_alone() {
    let world = World::new();
    let first = created(&world.service, "every 5 minutes", "a").await.unwrap();
    assert!(!first.replayed);
    world.forget_writes();
    assert!(created(&world.service, "every 5 minutes", "a").await.unwrap().replayed);
    let reused = created(&world.service, "every 9 minutes", "b").await;
    assert!(matches!(reused, Err(Error::KeyReused)));
    assert_eq!(world.writes(), Vec::<&str>::new());
}

#[tokio::test]
async fn of_two_that_create_under_one_key_at_once_the_row_counts() {
    let store = store();
    let theirs = beadle_testing::services(&Arc::new(store.clone())).tasks;
    let contested = FailingStore::new(store.clone(), |_, _| None).interfered(move |call, _| {
        let theirs = (call == "tasks.insert").then(|| theirs.clone())?;
        Some(Box::pin(async move { drop(created(&theirs, "every 5 minutes", "a").await.unwrap()) }))
    });
    let ours = beadle_testing::services(&Arc::new(contested)).tasks;
    let second = created(&ours, "every 9 minutes", "b").await;
    assert!(matches!(second, Err(Error::KeyReused)));
    let first = only_task(&store).await.unwrap();
    assert_eq!(first.idempotency.as_ref().map(|stamp| stamp.body_digest.as_str()), Some("a"));
    let armed = store.armed(first.id).await.unwrap();
    assert_eq!((armed.is_some(), armed), (true, Arming::of(&first)));
}
