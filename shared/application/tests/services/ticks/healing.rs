//! Ticks that the task's row disagrees with.

use beadle_application::tick::{RunOutcome, TickError, TickOutcome};
use beadle_domain::{task::Task, tick::Tick};
use beadle_values::id::TaskId;

use super::world::{World, at, task_of};

#[tokio::test]
async fn a_task_that_no_longer_runs_by_itself_is_disarmed() {
    let base = task_of(at(-3_600), "every 5 minutes");
    let changed = [
        ("deleted", Task { deleted_at: Some(at(0)), ..base.clone() }),
        ("paused", Task { paused: true, ..base.clone() }),
        ("manual", Task { schedule: None, ..base.clone() }),
    ];
    for (name, task) in changed {
        let world = World::of(&base).await;
        world.arm(&base).await;
        world.change(|row| *row = task).await;
        assert_eq!(world.tick(at(300), at(301)).await.unwrap(), TickOutcome::Disarmed, "{name}");
        assert_eq!((world.told_scheduler(), world.armed().await), (vec!["disarm"], None), "{name}");
        assert!(world.times().await.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn the_schedule_of_a_task_that_is_gone_is_removed() {
    let task = task_of(at(-3_600), "every 5 minutes");
    let world = World::without(task.id);
    world.arm(&task).await;
    let tick = Tick { task_id: task.id, schedule_version: 3, scheduled_time: Some(at(300)) };
    assert_eq!(world.deliver(&tick, at(301)).await.unwrap(), TickOutcome::Disarmed);
    assert_eq!((world.told_scheduler(), world.armed().await), (vec!["disarm"], None));
}

#[tokio::test]
async fn a_task_that_may_be_about_to_be_written_is_left_time() {
    let created_just_now = task_of(at(290), "every 5 minutes").id;
    let by_key = TaskId::for_key(&task_of(at(0), "every 5 minutes").owner, "/tasks", "k");
    for task_id in [created_just_now, by_key] {
        let world = World::without(task_id);
        let tick = Tick { task_id, schedule_version: 1, scheduled_time: Some(at(300)) };
        assert!(matches!(world.deliver(&tick, at(301)).await, Err(TickError::Unsettled)));
        assert!(world.told_scheduler().is_empty());
        // Its next delivery finds it still missing: nobody will write it.
        assert_eq!(world.deliver(&tick, at(361)).await.unwrap(), TickOutcome::Disarmed);
    }
}

#[tokio::test]
async fn an_out_of_date_tick_rearms_the_schedule_and_runs_nothing() {
    let world = World::with("every 7 minutes").await;
    let tick = Tick { schedule_version: 2, ..world.tick_of(at(300)).await };
    assert_eq!(world.deliver(&tick, at(301)).await.unwrap(), TickOutcome::Rearmed);
    assert_eq!((world.told_scheduler(), world.armed().await), (vec!["arm"], Some(3)));
    assert!(world.times().await.is_empty());
}

#[tokio::test]
async fn an_out_of_date_tick_at_a_time_of_the_present_schedule_is_not_lost() {
    // The scheduler never got version 3, though it was written long before the tick.
    let world = World::with("every 5 minutes").await;
    let tick = Tick { schedule_version: 2, ..world.tick_of(at(300)).await };
    let outcome = world.deliver(&tick, at(301)).await.unwrap();
    assert!(matches!(outcome, TickOutcome::Handled(runs) if runs[0].1 == RunOutcome::Started));
    assert_eq!((world.told_scheduler(), world.armed().await), (vec!["arm"], Some(3)));
    assert_eq!(world.times().await, [at(300)]);
}

#[tokio::test]
async fn a_tick_from_before_the_change_does_not_run_under_the_new_schedule() {
    let world = World::with("every 5 minutes").await;
    world.change(|task| task.updated_at = at(300) + jiff::SignedDuration::from_millis(500)).await;
    let tick = Tick { schedule_version: 2, ..world.tick_of(at(300)).await };
    assert_eq!(world.deliver(&tick, at(301)).await.unwrap(), TickOutcome::Rearmed);
    assert!(world.times().await.is_empty());
}

#[tokio::test]
async fn a_tick_that_knows_more_than_the_row_waits_and_then_the_row_counts() {
    let world = World::with("every 7 minutes").await;
    let tick = Tick { schedule_version: 4, ..world.tick_of(at(300)).await };
    assert!(matches!(world.deliver(&tick, at(301)).await, Err(TickError::Unsettled)));
    assert!(world.told_scheduler().is_empty());
    assert_eq!(world.deliver(&tick, at(361)).await.unwrap(), TickOutcome::Rearmed);
    assert_eq!((world.told_scheduler(), world.armed().await), (vec!["arm"], Some(3)));
}
