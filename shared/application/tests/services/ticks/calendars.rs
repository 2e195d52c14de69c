//! Schedules that name calendars: decided at the tick, by the calendar as it is then.

use beadle_application::tick::{RunOutcome, TickOutcome};
use beadle_domain::{
    execution::CancelReason,
    tick::{Judgement, judge},
};
use beadle_schedule::{CatchUp, Overlap};
use beadle_values::id::ExecutionId;
use serde_json::json;

use super::world::{World, at, task_of};

const TODAY: &str = "2027-03-01";

/// A world with a task that runs hourly, except on the days of `holidays`.
async fn hourly(days: &[&str]) -> World {
    let mut task = task_of(at(-3_600), "manual");
    let schedule = json!({"expression": "hourly at :00", "exclude": ["holidays"], "catch_up": {"all": "6h"}, "overlap": "allow"});
    task.schedule =
        beadle_schedule::Schedule::parse(&schedule, &beadle_values::violation::Path::body()).unwrap();
    let world = World::of(&task).await;
    world.calendar("holidays", days).await;
    world
}

#[tokio::test]
async fn a_day_that_a_calendar_excludes_is_recorded_once_and_says_why() {
    let world = hourly(&[TODAY]).await;
    let mut recorded = Vec::new();
    for hour in [0, 1, 2, 1] {
        match world.tick(at(hour * 3_600), at(hour * 3_600 + 1)).await.unwrap() {
            TickOutcome::Excluded(id, why) => {
                assert_eq!(why.to_string(), "2027-03-01 is excluded by `holidays` (closed)");
                recorded.push(id);
            }
            other => panic!("{other:?}"),
        }
    }
    recorded.dedup();
    let executions = world.executions().await;
    assert_eq!((recorded.len(), executions.len()), (1, 1));
    assert_eq!(executions[0].request.trigger.scheduled_for, Some(at(0)));
    let withdrawn = judge(&world.known_task().await, &executions[0], at(1));
    assert_eq!(withdrawn, Judgement::Withdraw(CancelReason::DayExcluded));
}

#[tokio::test]
async fn a_change_of_the_calendar_counts_from_the_next_tick_on() {
    let world = hourly(&[]).await;
    let started = |outcome: TickOutcome| matches!(outcome, TickOutcome::Handled(runs) if runs[0].1 == RunOutcome::Started);
    assert!(started(world.tick(at(0), at(1)).await.unwrap()));
    world.calendar("holidays", &[TODAY]).await;
    assert!(matches!(world.tick(at(3_600), at(3_601)).await.unwrap(), TickOutcome::Excluded(..)));
    world.calendar("holidays", &["2027-03-02"]).await;
    assert!(started(world.tick(at(7_200), at(7_201)).await.unwrap()));
    let run = ExecutionId::for_tick(world.task().await.id, at(7_200));
    assert_eq!(judge(&world.known_task().await, &world.execution(run).await, at(7_201)), Judgement::AsMade);
}

#[tokio::test]
async fn a_deleted_calendar_loses_no_run() {
    let world = hourly(&[TODAY]).await;
    world.remove_calendar("holidays").await;
    let task = world.known_task().await;
    assert_eq!(task.schedule.as_ref().unwrap().unknown_calendars().count(), 1);
    assert!(matches!(world.tick(at(0), at(1)).await.unwrap(), TickOutcome::Handled(_)));
    assert_eq!(world.times().await, [at(0)]);
}

#[tokio::test]
async fn what_is_caught_up_on_is_decided_by_the_calendar_too() {
    let world = hourly(&[TODAY]).await;
    // 2 March, 02:30: the ticks of the night come late, and those of the day before are excluded.
    let outcome = world.tick(at(11 * 3_600), at(14 * 3_600 + 1_800)).await.unwrap();
    assert!(matches!(&outcome, TickOutcome::Handled(runs) if runs.len() == 3), "{outcome:?}");
    assert_eq!(world.times().await, [at(12 * 3_600), at(13 * 3_600), at(14 * 3_600)]);
}

#[tokio::test]
async fn runs_made_ahead_are_withdrawn_when_their_day_is_excluded_meanwhile() {
    let mut task = task_of(at(-3_600), "manual");
    let schedule = json!({"every": "20 seconds", "exclude": ["holidays"]});
    task.schedule =
        beadle_schedule::Schedule::parse(&schedule, &beadle_values::violation::Path::body()).unwrap();
    let world = World::of(&task).await;
    world.calendar("holidays", &[]).await;
    world.tick(at(0), at(0)).await.unwrap();
    let runs = world.executions().await;
    assert_eq!(runs.len(), 3);
    world.calendar("holidays", &[TODAY]).await;
    let task = world.known_task().await;
    let judged: Vec<Judgement> =
        runs.iter().map(|run| judge(&task, run, run.state().due().unwrap())).collect();
    // The first was due when it was made: that is decided.
    let withdrawn = Judgement::Withdraw(CancelReason::DayExcluded);
    assert_eq!(judged, [Judgement::AsMade, withdrawn, withdrawn]);
}

#[tokio::test]
async fn a_crash_before_the_record_is_made_good_by_the_next_delivery() {
    let world = hourly(&[TODAY]).await;
    world.crash_at_next_start();
    assert!(world.tick(at(0), at(1)).await.is_err());
    assert!(matches!(world.tick(at(0), at(30)).await.unwrap(), TickOutcome::Excluded(..)));
    assert_eq!(world.executions().await.len(), 1);
}

#[tokio::test]
async fn policies_do_not_matter_for_a_record() {
    for overlap in [Overlap::Skip, Overlap::Queue, Overlap::CancelRunning] {
        let world = hourly(&[TODAY]).await;
        world
            .change(|task| {
                let schedule = task.schedule.take().unwrap();
                task.schedule = Some(schedule.with_catch_up(CatchUp::None).with_overlap(overlap));
            })
            .await;
        assert!(matches!(world.tick(at(0), at(1)).await.unwrap(), TickOutcome::Excluded(..)), "{overlap:?}");
        assert_eq!(world.tick(at(0), at(200)).await.unwrap(), TickOutcome::Missed);
    }
}
