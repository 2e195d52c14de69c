//! Ticks that come twice, late, or without a time, and crashes in between.

use beadle_application::tick::{RunOutcome, TickOutcome};
use beadle_domain::{
    execution::TriggerKind,
    spec::TaskType,
    task::{Notify, Task},
    tick::Tick,
};
use beadle_schedule::{CatchUp, Overlap};
use beadle_values::{duration, id::ExecutionId, violation::Path};
use serde_json::json;

use super::world::{World, at};

const HOUR: CatchUp = CatchUp::All(std::time::Duration::from_secs(3_600));

fn outcomes(outcome: TickOutcome) -> Vec<RunOutcome> {
    match outcome {
        TickOutcome::Handled(runs) => runs.into_iter().map(|(_, outcome)| outcome).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_tick_starts_one_execution_of_the_task_as_it_stands() {
    let world = World::with("every 5 minutes").await;
    let outcome = world.tick(at(300), at(302)).await.unwrap();
    let task = world.task().await;
    let id = ExecutionId::for_tick(task.id, at(300));
    assert_eq!(outcome, TickOutcome::Handled(vec![(id, RunOutcome::Started)]));

    let execution = world.execution(id).await;
    assert_eq!(execution.request.task_id, Some(task.id));
    assert_eq!(execution.request.owner, task.owner);
    assert_eq!(execution.request.trigger.kind, TriggerKind::Schedule);
    assert_eq!(execution.request.trigger.scheduled_for, Some(at(300)));
    assert_eq!(execution.request.policy.timeout.as_secs(), 300, "the default of saved tasks");
    assert_eq!(execution.state().due(), Some(at(302)));
}

#[tokio::test]
async fn a_reminder_sends_its_notice_once() {
    let world = World::with("manual").await;
    let notify = json!({"webhook": {"url": "http://b.example"}});
    let notify = Notify::parse(&notify, &Path::body()).unwrap();
    let reminds = |task: &mut Task| (task.reminder_time, task.notify) = (Some(at(300)), Some(notify));
    world.change(reminds).await;
    assert_eq!(outcomes(world.tick(at(300), at(302)).await.unwrap()), [RunOutcome::Started]);
    assert_eq!(outcomes(world.tick(at(300), at(304)).await.unwrap()), [RunOutcome::Repeated]);
    let id = ExecutionId::for_tick(world.task().await.id, at(300));
    let execution = world.execution(id).await;
    assert_eq!(execution.request.trigger.kind, TriggerKind::Reminder);
    assert_eq!(execution.request.trigger.scheduled_for, Some(at(300)));
    assert_eq!(execution.request.spec.task_type(), TaskType::Webhook);
    world.change(|task| task.completed_at = Some(at(310))).await;
    assert_eq!(world.tick(at(300), at(312)).await.unwrap(), TickOutcome::Disarmed);
}

#[tokio::test]
async fn a_tick_that_comes_again_starts_nothing() {
    for overlap in [Overlap::Skip, Overlap::Queue, Overlap::Allow, Overlap::CancelRunning] {
        let world = World::with_policies("every 5 minutes", overlap, CatchUp::Latest).await;
        assert_eq!(outcomes(world.tick(at(300), at(301)).await.unwrap()), [RunOutcome::Started]);
        assert_eq!(
            outcomes(world.tick(at(300), at(303)).await.unwrap()),
            [RunOutcome::Repeated],
            "{overlap:?}"
        );
        assert_eq!(world.times().await, [at(300)]);
        let id = ExecutionId::for_tick(world.task().await.id, at(300));
        assert!(!world.cancel_requested(id).await, "a repeat must not cancel its own run");
    }
}

#[tokio::test]
async fn a_crash_between_message_and_row_is_made_good_by_the_next_delivery() {
    for overlap in [Overlap::Skip, Overlap::Queue, Overlap::Allow, Overlap::CancelRunning] {
        let world = World::with_policies("every 5 minutes", overlap, CatchUp::Latest).await;
        world.crash_at_next_start();
        assert!(world.tick(at(300), at(301)).await.is_err());
        assert_eq!(
            outcomes(world.tick(at(300), at(361)).await.unwrap()),
            [RunOutcome::Started],
            "{overlap:?}"
        );
        let starts = world.starts();
        assert_eq!(starts.len(), 2);
        assert_eq!(starts[0], starts[1], "both messages are of one execution");
        assert_eq!(world.times().await, [at(300)]);
    }
}

#[tokio::test]
async fn a_crash_in_the_middle_of_several_runs_loses_none_and_doubles_none() {
    let world = World::with_policies("every 20 seconds", Overlap::Queue, HOUR).await;
    world.tick(at(0), at(0)).await.unwrap();
    let runs = world.executions().await;
    // In another world the second of the three is missing.
    let interrupted = World::of(&world.task().await).await;
    interrupted.has(&runs[0]).await;
    interrupted.has(&runs[2]).await;
    assert_eq!(
        outcomes(interrupted.tick(at(0), at(5)).await.unwrap()),
        [RunOutcome::Repeated, RunOutcome::Started, RunOutcome::Repeated]
    );
    assert_eq!(interrupted.times().await, [at(0), at(20), at(40)]);
}

#[tokio::test]
async fn below_a_minute_a_tick_starts_the_runs_of_its_minute_each_in_time() {
    let world = World::with("every 20 seconds").await;
    world.tick(at(60), at(61)).await.unwrap();
    let executions = world.executions().await;
    let dues: Vec<_> = executions.iter().filter_map(|execution| execution.state().due()).collect();
    assert_eq!(dues, [at(61), at(80), at(100)]);
    let created: Vec<_> = executions.iter().map(|execution| execution.request.created_at).collect();
    assert!(created.is_sorted_by(|a, b| a < b), "each knows which ones come before it");
}

#[tokio::test]
async fn a_late_tick_follows_the_catch_up_policy() {
    let world = World::with_policies("every 1 minute", Overlap::Allow, CatchUp::None).await;
    assert_eq!(world.tick(at(0), at(200)).await.unwrap(), TickOutcome::Missed);

    let world = World::with_policies("every 1 minute", Overlap::Allow, CatchUp::Latest).await;
    world.tick(at(0), at(200)).await.unwrap();
    assert_eq!(world.times().await, [at(180)]);
    // The tick whose run was made up for finds it started.
    assert_eq!(outcomes(world.tick(at(180), at(201)).await.unwrap()), [RunOutcome::Repeated]);

    let world = World::with_policies("every 1 minute", Overlap::Queue, HOUR).await;
    world.tick(at(0), at(200)).await.unwrap();
    assert_eq!(world.times().await, [at(0), at(60), at(120), at(180)]);
}

#[tokio::test]
async fn ticks_that_all_come_late_still_lead_to_runs() {
    let world = World::with_policies("every 1 minute", Overlap::Allow, CatchUp::Latest).await;
    for minute in 0..10 {
        world.tick(at(minute * 60), at(minute * 60 + 90)).await.unwrap();
    }
    assert_eq!(world.times().await.len(), 10);
}

#[tokio::test]
async fn a_tick_that_does_not_say_its_time_stands_for_its_minute() {
    let world = World::with("every 1 minute").await;
    let tick = Tick { scheduled_time: None, ..world.tick_of(at(0)).await };
    world.deliver(&tick, duration::after(at(130), std::time::Duration::from_millis(7))).await.unwrap();
    world.deliver(&tick, at(170)).await.unwrap();
    assert_eq!(world.times().await, [at(120)]);
}
