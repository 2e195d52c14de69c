//! Rules about the ends of runs: failures in a row, and runs that did not come.

use std::collections::BTreeSet;

use beadle_application::port::{Replaced, Tasks, Watches};
use beadle_domain::{
    specimen::at,
    watch::{RunWatch, Seen, Watch, WatchKey},
};
use beadle_values::id::{OwnerId, TaskId};
use serde_json::{Value, json};

use super::world::World;

fn plain(name: &str) -> Value {
    json!({"name": name, "type": "http", "config": {"url": "http://a.example"}})
}

fn failures(count: u64) -> Value {
    json!([{"name": "r", "when": "consecutive_failures", "count": count, "targets": ["ops", "chat"]}])
}

fn expected(told: &[&str]) -> BTreeSet<String> {
    told.iter().map(|text| (*text).to_owned()).collect()
}

/// Three failures, then successes: the run of `second`.
async fn story(world: &World, task: TaskId, second: i64) {
    world.go_to(second);
    world.run(task, second < 4).await;
}

#[tokio::test]
async fn failures_in_a_row_and_their_end_are_told_to_each_target_once() {
    let world = World::with(failures(3)).await;
    let task = world.task(77, &plain("backup")).await;
    for second in 1..=5 {
        story(&world, task, second).await;
        world.project().await.unwrap();
        for _ in 0..2 {
            world.look().await.unwrap();
        }
    }
    let all = ["chat firing r 3", "chat resolved r 4", "ops firing r 3", "ops resolved r 4"];
    assert_eq!(world.told().await, expected(&all));
    let book = world.book().await;
    assert!(book.states.is_empty() && book.turns.is_empty(), "{book:?}");
}

#[tokio::test]
async fn what_stops_at_any_step_tells_everything_once() {
    let mut stops = 0;
    for but_done in [false, true] {
        for step in 0.. {
            let world = World::with(failures(3)).await;
            let task = world.task(77, &plain("backup")).await;
            let mut stopped = false;
            for second in 1..=4 {
                story(&world, task, second).await;
                // The projector or the watchdog stops, and begins again.
                world.stop((second >= 3).then_some((step, but_done)));
                let done = world.project().await.is_ok() && world.look().await.is_ok();
                stopped |= !done;
                world.stop(None);
                world.project().await.unwrap();
                world.look().await.unwrap();
                world.look().await.unwrap();
            }
            let all = ["chat firing r 3", "chat resolved r 4", "ops firing r 3", "ops resolved r 4"];
            assert_eq!(world.told().await, expected(&all), "step {step}, {but_done}");
            if !stopped {
                break;
            }
            stops += 1;
        }
    }
    println!("{stops} stops");
    assert!(stops >= 20, "{stops}");
}

#[tokio::test]
async fn a_batch_with_all_ends_is_one_story() {
    let world = World::with(failures(2)).await;
    let (one, other) = (world.task(77, &plain("one")).await, world.task(78, &plain("other")).await);
    for (second, task, fails) in
        [(1, one, true), (2, other, true), (3, one, false), (4, one, true), (5, other, true), (6, one, true)]
    {
        world.go_to(second);
        world.run(task, fails).await;
    }
    world.project().await.unwrap();
    world.look().await.unwrap();
    assert_eq!(
        world.told().await,
        expected(&["chat firing r 5", "chat firing r 6", "ops firing r 5", "ops firing r 6"])
    );
}

#[tokio::test]
async fn a_restart_tells_nothing_twice_and_a_deleted_task_is_resolved() {
    let world = World::with(failures(1)).await;
    let task = world.task(77, &plain("backup")).await;
    world.go_to(1);
    world.run(task, true).await;
    world.project().await.unwrap();
    world.look().await.unwrap();
    world.go_to(9);
    world.delete(task).await;
    world.project().await.unwrap();
    world.look().await.unwrap();
    assert_eq!(
        world.told().await,
        expected(&["chat firing r 1", "chat resolved r 9", "ops firing r 1", "ops resolved r 9"])
    );
}

#[tokio::test]
async fn a_muted_rule_tells_nobody_until_its_end() {
    let muted = |until: &str| json!([{"name": "r", "when": "consecutive_failures", "count": 1, "targets": ["ops"], "mute_until": until}]);
    let world = World::with(muted("1970-01-01T00:00:10Z")).await;
    let (one, other) = (world.task(77, &plain("one")).await, world.task(78, &plain("other")).await);
    for (second, task, fails) in [(1, one, true), (2, other, true), (3, other, false)] {
        world.go_to(second);
        world.run(task, fails).await;
        world.project().await.unwrap();
        world.look().await.unwrap();
    }
    assert_eq!(world.told().await, expected(&[]));
    assert_eq!(world.book().await.states["r"].firing.len(), 1);
    world.go_to(10);
    world.look().await.unwrap();
    assert_eq!(world.told().await, expected(&["ops firing r 1"]));
    // It is muted again: the recovery is told afterwards.
    world.set(muted("1970-01-01T00:00:30Z")).await;
    world.go_to(20);
    world.run(one, false).await;
    world.project().await.unwrap();
    world.look().await.unwrap();
    assert_eq!(world.told().await.len(), 1);
    world.set(failures(1)).await;
    world.look().await.unwrap();
    assert_eq!(world.told().await, expected(&["ops firing r 1", "ops resolved r 20", "chat resolved r 20"]));
}

#[tokio::test]
async fn runs_that_did_not_come_fire_until_one_comes() {
    let world = World::with(json!([{"name": "r", "when": "missed", "targets": ["ops"]}])).await;
    let body = json!({
        "name": "minutely", "type": "http", "config": {"url": "http://a.example"},
        "schedule": {"cron": "* * * * *", "catch_up": "none"}, "notify": {"grace": "10s", "event": true},
    });
    world.task(77, &body).await;
    let monitor = json!({
        "name": "theirs", "type": "monitor", "config": {"period": "1h", "grace": "10s"},
        "notify": {"on": ["missed"], "event": true},
    });
    world.task(78, &monitor).await;
    world.project().await.unwrap();
    for second in [70, 71, 130, 131] {
        world.go_to(second);
        world.look().await.unwrap();
        world.look().await.unwrap();
    }
    assert_eq!(world.told().await, expected(&["ops firing r 60"]));
    world.go_to(3_700);
    world.look().await.unwrap();
    world.look().await.unwrap();
    assert_eq!(world.told().await, expected(&["ops firing r 60", "ops firing r 3610"]));
}

#[tokio::test]
async fn a_row_that_can_not_be_read_keeps_back_no_change() {
    let world = World::new();
    let key = WatchKey::Owner(OwnerId::parse("ada").unwrap());
    let seen = Seen::Runs(RunWatch { schedule_version: 1, late_until: at(0), missed_until: at(0) });
    let other = Watch { key, version: 1, due: None, keep_until: None, seen };
    assert_eq!(Watches::write(&world.store, &other).await.unwrap(), Replaced::Done);
    let task = world.task(77, &plain("backup")).await;
    world.go_to(1);
    world.run(task, true).await;
    world.project().await.unwrap();
    assert_eq!(Tasks::get(&world.store, task).await.unwrap().unwrap().stats.failure_count, 1);
}
