//! Executions that a pause holds.

use std::time::Duration;

use beadle_application::port::{GateStore, Inserted, Tasks, VersionedWrite};
use beadle_domain::{
    execution::{Execution, HoldKind, Message, State, Status, Trigger},
    gate::{GateState, Pause, PauseState, PauseTarget},
    policy::RunDefaults,
    task::Task,
};
use beadle_schedule::{CatchUp, Schedule};
use beadle_values::id::{ConfigId, ExecutionId, OwnerId};
use rstest::rstest;
use serde_json::json;
use uuid::Uuid;

use super::{
    jobs::{polled, whole},
    world::{Reply, World, at, execution},
};
use crate::tests::configs::config;

fn ada() -> OwnerId {
    OwnerId::parse("ada").unwrap()
}

fn config_target() -> PauseTarget {
    PauseTarget::Config(ConfigId::from_uuid(Uuid::from_u128(7)))
}

/// Pauses `target` until second `until`; `None` resumes it.
async fn set(world: &World, target: &PauseTarget, pause: Option<Option<i64>>) {
    let pause = pause.map(|until| Pause {
        reason: "maintenance".to_owned(),
        by: ada(),
        since: at(0),
        until: until.map(at),
    });
    let state = PauseState { target: target.clone(), owner: ada(), pause, by: ada(), seen: at(0) };
    let version = GateStore::read(&world.store, &target.key()).await.unwrap().version;
    let written = GateStore::write(&world.store, &target.key(), &GateState::Pause(state), version).await;
    assert_eq!(written.unwrap(), VersionedWrite::Done);
}

fn with_config() -> Execution {
    execution(|request| request.config_id = Some(ConfigId::from_uuid(Uuid::from_u128(7))))
}

/// When the held execution asks again, and how often in a row it was held.
fn held(row: &Execution) -> (i64, u32) {
    let State::Deferred { attempt, due, hold } = row.state() else { panic!("{row:?}") };
    assert_eq!((*attempt, hold.kind), (1, HoldKind::Paused));
    assert!(hold.reason.ends_with("is paused by ada until it is resumed: maintenance"), "{}", hold.reason);
    assert!(row.progress.attempts.is_empty(), "{row:?}");
    (due.as_second(), row.progress.holds.last().unwrap().times)
}

#[rstest]
#[case::of_its_config(config_target())]
#[case::of_its_owner(PauseTarget::Account(OwnerId::parse("ada").unwrap()))]
#[case::of_everything(PauseTarget::Service)]
#[tokio::test]
async fn a_pause_holds_what_is_due_until_it_is_resumed(#[case] target: PauseTarget) {
    let world = World::new();
    world.put_config(&config(Default::default())).await;
    set(&world, &target, Some(None)).await;
    let execution = with_config();
    world.deliver(execution.clone()).await.unwrap();
    let mut asked = Vec::new();
    for _ in 0..7 {
        let (due, times) = held(&world.row(execution.id()).await);
        asked.push(due);
        assert_eq!(usize::try_from(times).unwrap(), asked.len());
        for delivery in world.delivered_by(at(due)).await {
            world.executor().handle(delivery, None).await.unwrap();
        }
    }
    assert_eq!(asked, [15, 45, 105, 225, 465, 765, 1_065], "seldom, and at least every five minutes");
    assert!(world.destination.calls().is_empty());

    set(&world, &target, None).await;
    let ended = world.run_to_end(execution.id()).await;
    assert_eq!((ended.status(), ended.progress.attempts.len()), (Status::Completed, 1));
    assert_eq!(world.destination.calls().len(), 1);
}

#[tokio::test]
async fn a_pause_holds_nothing_else() {
    let world = World::new();
    world.put_config(&config(Default::default())).await;
    let others = [
        PauseTarget::Account(OwnerId::parse("bob").unwrap()),
        PauseTarget::Config(ConfigId::from_uuid(Uuid::from_u128(8))),
    ];
    for target in others {
        set(&world, &target, Some(None)).await;
    }
    let execution = with_config();
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).await.status(), Status::Completed);
}

#[tokio::test]
async fn a_pause_with_an_end_lets_go_then() {
    let world = World::new();
    set(&world, &PauseTarget::Service, Some(Some(10))).await;
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id()).await;
    let State::Deferred { due, hold, .. } = row.state() else { panic!("{row:?}") };
    assert_eq!(hold.reason, "everything is paused by ada until 1970-01-01T00:00:10Z: maintenance");
    assert_eq!(due.as_millisecond(), 12_500, "spread over the five seconds after it");
    let ended = world.run_to_end(execution.id()).await;
    assert_eq!((ended.status(), ended.progress.attempts.len()), (Status::Completed, 1));
}

#[tokio::test]
async fn a_process_notices_a_pause_and_a_resumption_within_two_seconds() {
    let world = World::new();
    let executor = world.executor();
    let run = async |second| {
        world.clock.advance_to(at(second));
        let execution = execution(|_| {});
        world.put(&execution).await;
        let message = Message::start(execution.clone());
        let delivery = beadle_application::port::Delivery::Message(Box::new(message));
        executor.handle(delivery, None).await.unwrap();
        world.row(execution.id()).await.status()
    };
    assert_eq!(run(0).await, Status::Completed);
    set(&world, &PauseTarget::Service, Some(None)).await;
    assert_eq!(run(1).await, Status::Completed, "it still takes what it has read");
    let reads = world.count("gates.read");
    assert_eq!(run(2).await, Status::Deferred);
    assert_eq!(run(2).await, Status::Deferred);
    assert_eq!(world.count("gates.read"), reads + 2, "one for the service, one for the owner");
    set(&world, &PauseTarget::Service, None).await;
    assert_eq!(run(4).await, Status::Completed);
}

#[tokio::test]
async fn a_retry_is_held_too_and_keeps_its_attempts() {
    let world = World::answering([Reply::Status(500)]);
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).await.status(), Status::Retrying);
    set(&world, &PauseTarget::Account(ada()), Some(Some(60))).await;
    for delivery in world.delivered_by(at(10)).await {
        world.executor().handle(delivery, None).await.unwrap();
    }
    let row = world.row(execution.id()).await;
    assert!(matches!(row.state(), State::Deferred { attempt: 2, .. }), "{row:?}");
    let ended = world.run_to_end(execution.id()).await;
    assert_eq!((ended.status(), ended.progress.attempts.len()), (Status::Completed, 2));
}

#[tokio::test]
async fn polls_of_a_job_are_put_off_and_its_deadline_is_not() {
    let world = World::answering([whole(202, &[("location", "/jobs/7")], &json!({}))]);
    let job = polled(json!({"interval": "10s"}));
    world.deliver(job.clone()).await.unwrap();
    set(&world, &PauseTarget::Service, Some(None)).await;
    let ended = world.run_to_end(job.id()).await;
    let failure = ended.progress.failure().unwrap();
    assert_eq!(failure.code.as_str(), "job_timeout", "{failure:?}");
    assert_eq!(world.destination.calls().len(), 1, "the start, and no poll");
}

/// Runs of an hourly schedule that a pause held for three hours: those that are made up for.
#[rstest]
#[case::none(CatchUp::None, &[])]
#[case::the_latest(CatchUp::Latest, &[3])]
#[case::all(CatchUp::All(Duration::from_secs(6 * 3_600)), &[1, 2, 3])]
#[tokio::test]
async fn runs_of_a_schedule_are_made_up_for_as_its_policy_says(
    #[case] catch_up: CatchUp,
    #[case] expected: &[i64],
) {
    let world = World::new();
    let schedule = Schedule::from_phrase("every 1 hour").unwrap().unwrap().with_catch_up(catch_up);
    let schedule = Some(schedule.with_overlap(beadle_schedule::Overlap::Allow));
    let task = Task { schedule, ..beadle_testing::specimen::task(0, &[]) };
    assert_eq!(Tasks::insert(&world.store, &task).await.unwrap(), Inserted::Created);
    set(&world, &PauseTarget::Service, Some(Some(3 * 3_600 + 1_800))).await;
    let mut runs = Vec::new();
    for hour in 1..=3 {
        let due = at(hour * 3_600);
        world.clock.advance_to(due);
        let id = ExecutionId::for_tick(task.id, due);
        let run =
            Execution::new(task.request(id, Trigger::automatic(&task, due), &RunDefaults::TASK, due), due);
        world.deliver(run.clone()).await.unwrap();
        runs.push((hour, id));
    }
    let mut completed = Vec::new();
    for (hour, id) in runs {
        let ended = world.run_to_end(id).await;
        match ended.status() {
            Status::Completed => completed.push(hour),
            Status::Cancelled => assert_eq!(ended.state().cancel_reason().unwrap().as_str(), "missed"),
            other => panic!("{other}"),
        }
    }
    assert_eq!(completed, expected);
}
