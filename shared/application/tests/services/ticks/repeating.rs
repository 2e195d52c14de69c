//! Ticks that come twice, late, or without a time, and crashes in between.

use std::sync::atomic::Ordering;

use beadle_domain::{execution::TriggerKind, tick::Tick};
use beadle_schedule::{CatchUp, Overlap};
use beadle_values::{duration, id::ExecutionId};

use super::{
    super::{RunOutcome, TickOutcome},
    world::{World, at},
};

const HOUR: CatchUp = CatchUp::All(std::time::Duration::from_secs(3_600));

fn outcomes(outcome: TickOutcome) -> Vec<RunOutcome> {
    match outcome {
        TickOutcome::Handled(runs) => runs.into_iter().map(|(_, outcome)| outcome).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tick_starts_one_execution_of_the_task_as_it_stands() {
    let world = World::with("every 5 minutes");
    let outcome = world.tick(at(300), at(302)).unwrap();
    let task = world.task();
    let id = ExecutionId::for_tick(task.id, at(300));
    assert_eq!(outcome, TickOutcome::Handled(vec![(id, RunOutcome::Started)]));

    let execution = world.executions.lock().unwrap()[&id].clone();
    assert_eq!(execution.request.task_id, Some(task.id));
    assert_eq!(execution.request.owner, task.owner);
    assert_eq!(execution.request.trigger.kind, TriggerKind::Schedule);
    assert_eq!(execution.request.trigger.scheduled_for, Some(at(300)));
    assert_eq!(execution.request.policy.timeout.as_secs(), 300, "the default of saved tasks");
    assert_eq!(execution.state().due(), Some(at(302)));
}

#[test]
fn a_reminder_sends_its_notice_once() {
    let world = World::with("manual");
    world.change(|task| {
        task.reminder_time = Some(at(300));
        let notify = serde_json::json!({"webhook": {"url": "http://b.example"}});
        task.notify = Some(
            beadle_domain::task::Notify::parse(&notify, &beadle_values::violation::Path::body()).unwrap(),
        );
    });
    assert_eq!(outcomes(world.tick(at(300), at(302)).unwrap()), [RunOutcome::Started]);
    assert_eq!(outcomes(world.tick(at(300), at(304)).unwrap()), [RunOutcome::Repeated]);
    let id = ExecutionId::for_tick(world.task().id, at(300));
    let execution = world.executions.lock().unwrap()[&id].clone();
    assert_eq!(execution.request.trigger.kind, TriggerKind::Reminder);
    assert_eq!(execution.request.trigger.scheduled_for, Some(at(300)));
    assert_eq!(execution.request.spec.task_type(), beadle_domain::spec::TaskType::Webhook);
    world.change(|task| task.completed_at = Some(at(310)));
    assert_eq!(world.tick(at(300), at(312)).unwrap(), TickOutcome::Disarmed);
}

#[test]
fn a_tick_that_comes_again_starts_nothing() {
    for overlap in [Overlap::Skip, Overlap::Queue, Overlap::Allow, Overlap::CancelRunning] {
        let world = World::with("every 5 minutes").policies(overlap, CatchUp::Latest);
        assert_eq!(outcomes(world.tick(at(300), at(301)).unwrap()), [RunOutcome::Started]);
        assert_eq!(outcomes(world.tick(at(300), at(303)).unwrap()), [RunOutcome::Repeated], "{overlap:?}");
        assert_eq!(world.times(), [at(300)]);
        let id = ExecutionId::for_tick(world.task().id, at(300));
        assert!(!world.cancel_requested(id), "a repeat must not cancel its own run");
    }
}

#[test]
fn a_crash_between_message_and_row_is_made_good_by_the_next_delivery() {
    for overlap in [Overlap::Skip, Overlap::Queue, Overlap::Allow, Overlap::CancelRunning] {
        let world = World::with("every 5 minutes").policies(overlap, CatchUp::Latest);
        world.crash.store(true, Ordering::Relaxed);
        assert!(world.tick(at(300), at(301)).is_err());
        assert_eq!(outcomes(world.tick(at(300), at(361)).unwrap()), [RunOutcome::Started], "{overlap:?}");
        let sent = world.sent.lock().unwrap();
        assert_eq!(sent.len(), 2);
        assert_eq!(sent[0], sent[1], "both messages are of one execution");
    }
}

#[test]
fn a_crash_in_the_middle_of_several_runs_loses_none_and_doubles_none() {
    let world = World::with("every 20 seconds").policies(Overlap::Queue, HOUR);
    world.tick(at(0), at(0)).unwrap();
    let second = ExecutionId::for_tick(world.task().id, at(20));
    world.executions.lock().unwrap().remove(&second);
    assert_eq!(
        outcomes(world.tick(at(0), at(5)).unwrap()),
        [RunOutcome::Repeated, RunOutcome::Started, RunOutcome::Repeated]
    );
    assert_eq!(world.times(), [at(0), at(20), at(40)]);
}

#[test]
fn below_a_minute_a_tick_starts_the_runs_of_its_minute_each_in_time() {
    let world = World::with("every 20 seconds");
    world.tick(at(60), at(61)).unwrap();
    let mut executions: Vec<_> = world.executions.lock().unwrap().values().cloned().collect();
    executions.sort_by_key(|execution| execution.request.created_at);
    let dues: Vec<_> = executions.iter().filter_map(|execution| execution.state().due()).collect();
    assert_eq!(dues, [at(61), at(80), at(100)]);
    let created: Vec<_> = executions.iter().map(|execution| execution.request.created_at).collect();
    assert!(created.is_sorted_by(|a, b| a < b), "each knows which ones come before it");
}

#[test]
fn a_late_tick_follows_the_catch_up_policy() {
    let world = World::with("every 1 minute").policies(Overlap::Allow, CatchUp::None);
    assert_eq!(world.tick(at(0), at(200)).unwrap(), TickOutcome::Missed);

    let world = World::with("every 1 minute").policies(Overlap::Allow, CatchUp::Latest);
    world.tick(at(0), at(200)).unwrap();
    assert_eq!(world.times(), [at(180)]);
    // The tick whose run was made up for finds it started.
    assert_eq!(outcomes(world.tick(at(180), at(201)).unwrap()), [RunOutcome::Repeated]);

    let world = World::with("every 1 minute").policies(Overlap::Queue, HOUR);
    world.tick(at(0), at(200)).unwrap();
    assert_eq!(world.times(), [at(0), at(60), at(120), at(180)]);
}

#[test]
fn ticks_that_all_come_late_still_lead_to_runs() {
    let world = World::with("every 1 minute").policies(Overlap::Allow, CatchUp::Latest);
    for minute in 0..10 {
        world.tick(at(minute * 60), at(minute * 60 + 90)).unwrap();
    }
    assert_eq!(world.times().len(), 10);
}

#[test]
fn a_tick_that_does_not_say_its_time_stands_for_its_minute() {
    let world = World::with("every 1 minute");
    let tick = Tick { scheduled_time: None, ..world.tick_of(at(0)) };
    world.deliver(&tick, duration::after(at(130), std::time::Duration::from_millis(7))).unwrap();
    world.deliver(&tick, at(170)).unwrap();
    assert_eq!(world.times(), [at(120)]);
}
