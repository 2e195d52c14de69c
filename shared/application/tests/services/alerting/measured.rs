//! Rules that the watchdog measures: what waits, and the credits that are left.

use std::collections::BTreeSet;

use beadle_application::Call;
use beadle_domain::{access::Role, alert::AlertRules};
use beadle_values::violation::Path;
use serde_json::{Value, json};

use super::world::World;
use crate::principal;

fn waiting(older_than: &str) -> Value {
    json!([{"name": "r", "when": "backlog_older_than", "older_than": older_than, "targets": ["ops"]}])
}

fn plain() -> Value {
    json!({"name": "backup", "type": "http", "config": {"url": "http://a.example"}})
}

async fn looks(world: &World, seconds: impl IntoIterator<Item = i64>) {
    for second in seconds {
        world.go_to(second);
        world.look().await.unwrap();
    }
}

#[tokio::test]
async fn what_waits_for_long_fires_until_it_no_longer_does() {
    let world = World::with(waiting("10m")).await;
    let task = world.task(77, &plain()).await;
    world.go_to(100);
    let (first, second) = (world.request(task).await, world.request(task).await);
    let deferred = world.request(task).await;
    world.defer(deferred, 5_000).await;
    looks(&world, (110..700).step_by(60)).await;
    assert_eq!(world.told().await, BTreeSet::new());
    looks(&world, (700..1_000).step_by(30)).await;
    let told: Vec<String> = world.told().await.into_iter().collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("ops firing r 7"), "{told:?}");
    world.end(first, false).await;
    world.end(second, true).await;
    looks(&world, (1_000..1_200).step_by(30)).await;
    assert_eq!(world.told().await.len(), 1, "one still waits for its gate");
    world.end(deferred, false).await;
    looks(&world, (1_200..1_400).step_by(30)).await;
    assert_eq!(world.told().await.len(), 2);
    assert!(world.book().await.states["r"].firing.is_empty());
}

#[tokio::test]
async fn a_look_that_stops_at_any_step_tells_a_backlog_once() {
    let mut stops = 0;
    for but_done in [false, true] {
        for step in 0.. {
            let world = World::with(waiting("1m")).await;
            let task = world.task(77, &plain()).await;
            looks(&world, [10]).await;
            let waits = world.request(task).await;
            world.go_to(200);
            world.stop(Some((step, but_done)));
            let stopped = world.look().await.is_err();
            world.stop(None);
            looks(&world, [201, 300]).await;
            world.end(waits, false).await;
            looks(&world, [400, 401]).await;
            let states: Vec<String> =
                world.told().await.iter().map(|told| told.split(' ').nth(1).unwrap().to_owned()).collect();
            assert_eq!(states, ["firing", "resolved"], "step {step}, {but_done}");
            if !stopped {
                break;
            }
            stops += 1;
        }
    }
    println!("{stops} stops");
    assert!(stops >= 8, "{stops}");
}

#[tokio::test]
async fn many_executions_are_looked_at_once_each_in_parts() {
    let world = World::with(waiting("1m")).await;
    let task = world.task(77, &plain()).await;
    for second in 1..=250 {
        world.go_to(second);
        world.run(task, false).await;
    }
    looks(&world, [251]).await;
    let last = world.request(task).await;
    looks(&world, (260..500).step_by(20)).await;
    assert_eq!(world.told().await.len(), 1);
    world.end(last, false).await;
    looks(&world, (500..700).step_by(60)).await;
    assert_eq!(world.told().await.len(), 2);
}

#[tokio::test]
async fn who_has_no_budget_is_not_told_of_credits() {
    let world =
        World::with(json!([{"name": "r", "when": "credits_below", "credits": 5, "targets": ["ops"]}])).await;
    looks(&world, [1, 2, 5_000]).await;
    assert_eq!(world.told().await, BTreeSet::new());
    assert_eq!(world.book().await.due(), None);
}

#[tokio::test]
async fn only_what_is_there_can_be_named() {
    let world = World::new();
    let body = json!({
        "rules": [
            {"name": "a", "when": "missed", "task_id": "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70", "targets": ["ops"]},
            {"name": "b", "when": "breaker_open", "config_id": "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70", "targets": ["ops"]},
        ],
        "targets": [{"name": "ops", "type": "teams", "webhook": "http://teams.example"}],
    });
    let rules = AlertRules::parse(&body, &Path::body()).unwrap();
    let by = principal("ada", Role::User);
    let refused = world.services.alerts.set(Call::new(&by, beadle_domain::specimen::at(0)), &rules).await;
    let Err(beadle_application::Error::Invalid(violations)) = refused else { panic!("{refused:?}") };
    assert_eq!(violations.iter().count(), 2);
    let viewer = principal("ada", Role::Viewer);
    let refused = world
        .services
        .alerts
        .set(Call::new(&viewer, beadle_domain::specimen::at(0)), &AlertRules::default())
        .await;
    assert!(matches!(refused, Err(beadle_application::Error::Denied(_))), "{refused:?}");
}
