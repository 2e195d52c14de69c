//! Monitors.

use beadle_application::watch::PingError;
use beadle_domain::{
    task::Occasion::{self, Failed, Missed, Recovered},
    watch::{MonitorCondition, Ping},
};
use serde_json::{Value, json};

use super::world::World;

fn minutely() -> Value {
    json!({
        "name": "their backup", "type": "monitor", "config": {"period": "1m", "grace": "10s"},
        "notify": {
            "on": ["missed", "failed", "recovered"], "event": true, "webhook": {"url": "http://b.example"},
        },
    })
}

#[tokio::test]
async fn silence_and_its_end_are_told_once() {
    let world = World::with(&minutely()).await;
    world.go_to(50);
    world.ping(Ping::Success).await.unwrap();
    world.go_to(119);
    world.look().await.unwrap();
    assert_eq!(world.notified().await, []);
    for second in [120, 121, 900] {
        world.go_to(second);
        world.look().await.unwrap();
    }
    assert_eq!(world.notified().await, [(Missed, 120)]);
    world.go_to(1_000);
    for _ in 0..3 {
        world.ping(Ping::Success).await.unwrap();
    }
    for _ in 0..3 {
        world.look().await.unwrap();
    }
    assert_eq!(world.notified().await, [(Missed, 120), (Recovered, 1_000)]);
    assert_eq!((world.missed().await, world.calls().await.len()), (vec![(120, None)], 2));
}

#[tokio::test]
async fn silence_that_ends_before_anybody_looks_is_told() {
    let world = World::with(&minutely()).await;
    world.go_to(500);
    world.ping(Ping::Success).await.unwrap();
    world.look().await.unwrap();
    assert_eq!(world.notified().await, [(Missed, 70), (Recovered, 500)]);
}

#[tokio::test]
async fn a_failure_is_told_at_the_next_look() {
    let world = World::with(&minutely()).await;
    world.go_to(10);
    world.ping(Ping::Start).await.unwrap();
    world.go_to(12);
    let seen = world.ping(Ping::Fail(Some(3))).await.unwrap();
    assert_eq!((seen.condition, seen.last_duration_ms), (MonitorCondition::Failing, Some(2_000)));
    world.look().await.unwrap();
    world.go_to(20);
    world.ping(Ping::Success).await.unwrap();
    world.look().await.unwrap();
    assert_eq!(world.notified().await, [(Failed, 12), (Recovered, 20)]);
}

#[tokio::test]
async fn a_look_that_stops_at_any_step_tells_everything_once() {
    let mut stops = 0;
    for but_done in [false, true] {
        for step in 0.. {
            let world = World::with(&minutely()).await;
            world.go_to(80);
            world.stop(Some((step, but_done)));
            let stopped = world.look().await.map_or(true, |looked| looked.failed > 0);
            world.stop(None);
            world.go_to(90);
            world.ping(Ping::Success).await.unwrap();
            for _ in 0..2 {
                world.look().await.unwrap();
            }
            let told: Vec<(Occasion, i64)> = vec![(Missed, 70), (Recovered, 90)];
            assert_eq!(world.notified().await, told, "step {step}");
            assert_eq!(world.calls().await.len(), 2, "step {step}");
            if !stopped {
                break;
            }
            stops += 1;
        }
    }
    println!("stopped at {stops} steps");
    assert!(stops >= 12, "{stops}");
}

#[tokio::test]
async fn a_monitor_that_is_paused_is_silent_and_keeps_what_it_saw() {
    let world = World::with(&minutely()).await;
    world.ping(Ping::Success).await.unwrap();
    let pause = |paused| {
        world.change(move |task| {
            task.paused = paused;
            task.schedule_version += 1;
        })
    };
    pause(true).await;
    world.go_to(5_000);
    world.look().await.unwrap();
    world.ping(Ping::Fail(None)).await.unwrap();
    world.look().await.unwrap();
    assert_eq!(world.notified().await, []);
    world.ping(Ping::Success).await.unwrap();
    pause(false).await;
    world.go_to(5_070);
    world.look().await.unwrap();
    assert_eq!(world.notified().await, [(Missed, 5_070)]);
}

#[tokio::test]
async fn what_is_no_monitor_takes_no_pings() {
    let body = json!({"name": "t", "type": "http", "config": {"url": "http://a.example"}});
    let world = World::with(&body).await;
    assert!(matches!(world.ping(Ping::Success).await, Err(PingError::NotFound)));
    let world = World::with(&minutely()).await;
    world.change(|task| task.deleted_at = Some(task.updated_at)).await;
    assert!(matches!(world.ping(Ping::Success).await, Err(PingError::NotFound)));
}
