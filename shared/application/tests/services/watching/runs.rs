//! Runs that did not start in time.

use beadle_domain::{
    task::Occasion,
    watch::{MissedBecause, runs::MAX_JUDGED},
};
use serde_json::{Value, json};

use super::world::World;

fn every_minute(on: &[&str]) -> Value {
    json!({
        "name": "backup", "type": "http", "config": {"url": "http://a.example"}, "schedule": "every 1 minute",
        "notify": {
            "on": on, "grace": "30s", "late_after": "10s", "event": true, "webhook": {"url": "http://b.example"},
        },
    })
}

#[tokio::test]
async fn what_did_not_start_is_told_once_however_often_somebody_looks() {
    let world = World::with(&every_minute(&["missed", "late"])).await;
    world.run(60, Some(61)).await;
    world.run(120, Some(135)).await;
    world.run(180, Some(215)).await;
    world.run(240, None).await;
    // There is no execution of second 300, and that of second 360 is in time still.
    world.go_to(369);
    for _ in 0..3 {
        world.look().await.unwrap();
    }
    let because = [
        (180, Some(MissedBecause::StartedLate)),
        (240, Some(MissedBecause::NotStarted)),
        (300, Some(MissedBecause::NotCreated)),
    ];
    assert_eq!(world.missed().await, because);
    let mut notified = world.notified().await;
    notified.sort_by_key(|(occasion, second)| (*second, *occasion));
    assert_eq!(
        notified,
        [
            (Occasion::Late, 120),
            (Occasion::Missed, 180),
            (Occasion::Late, 180),
            (Occasion::Missed, 240),
            (Occasion::Late, 240),
            (Occasion::Missed, 300),
            (Occasion::Late, 300),
        ]
    );
    assert_eq!(world.calls().await.len(), 7);
    world.go_to(371);
    world.look().await.unwrap();
    assert_eq!((world.missed().await.len(), world.notified().await.len()), (3, 8), "360 is late now");
}

#[tokio::test]
async fn a_look_that_stops_at_any_step_tells_everything_once() {
    let mut stops = 0;
    for but_done in [false, true] {
        for step in 0.. {
            let world = World::with(&every_minute(&["missed"])).await;
            world.run(60, Some(61)).await;
            world.go_to(160);
            world.stop(Some((step, but_done)));
            let stopped = world.look().await.map_or(true, |looked| looked.failed > 0);
            world.stop(None);
            for _ in 0..2 {
                world.look().await.unwrap();
            }
            assert_eq!(world.missed().await, [(120, Some(MissedBecause::NotCreated))], "step {step}");
            assert_eq!(world.notified().await, [(Occasion::Missed, 120)], "step {step}");
            assert_eq!(world.calls().await.len(), 1, "step {step}");
            if !stopped {
                break;
            }
            stops += 1;
        }
    }
    println!("stopped at {stops} steps");
    assert!(stops >= 14, "{stops}");
}

#[tokio::test]
async fn the_event_alone_costs_no_notification() {
    let body = json!({
        "name": "backup", "type": "http", "config": {"url": "http://a.example"}, "schedule": "every 1 minute",
        "notify": {"on": ["failed"], "grace": "30s", "event": true},
    });
    let world = World::with(&body).await;
    world.go_to(90);
    world.look().await.unwrap();
    assert_eq!(world.missed().await, [(60, Some(MissedBecause::NotCreated))]);
    assert_eq!(world.notified().await, []);
}

#[tokio::test]
async fn what_is_paused_misses_nothing_and_counts_from_its_resumption() {
    let world = World::with(&every_minute(&["missed"])).await;
    world.go_to(70);
    world
        .change(|task| {
            task.paused = true;
            task.schedule_version += 1;
        })
        .await;
    world.go_to(1_000);
    world.look().await.unwrap();
    assert_eq!(world.watch().await.unwrap().due, None);
    world
        .change(|task| {
            task.paused = false;
            task.schedule_version += 1;
        })
        .await;
    world.go_to(1_080);
    world.look().await.unwrap();
    assert_eq!(world.missed().await, [(1_020, Some(MissedBecause::NotCreated))]);
}

#[tokio::test]
async fn a_task_that_is_gone_is_watched_no_more() {
    let world = World::with(&every_minute(&["missed"])).await;
    world.change(|task| task.deleted_at = Some(task.updated_at)).await;
    let watch = world.watch().await.unwrap();
    assert!(watch.due.is_none() && watch.keep_until.is_some(), "{watch:?}");
    world.go_to(100_000);
    assert_eq!(world.look().await.unwrap().due, 0);
    world.change(|task| task.deleted_at = None).await;
    world.go_to(100_090);
    world.look().await.unwrap();
    assert_eq!(world.missed().await.len(), 1, "only what was missed since it was restored");
}

#[tokio::test]
async fn after_an_outage_every_run_is_told_in_parts() {
    let world = World::with(&every_minute(&["missed"])).await;
    let runs = 2 * MAX_JUDGED + 7;
    world.go_to(60 * i64::try_from(runs).unwrap() + 30);
    for _ in 0..5 {
        world.look().await.unwrap();
    }
    assert_eq!((world.missed().await.len(), world.calls().await.len()), (runs, runs));
}

#[tokio::test]
async fn a_task_that_asks_for_nothing_is_not_watched() {
    let body = json!({
        "name": "backup", "type": "http", "config": {"url": "http://a.example"}, "schedule": "every 1 minute",
        "notify": {"on": ["failed"], "event": true},
    });
    assert_eq!(World::with(&body).await.watch().await, None);
}
