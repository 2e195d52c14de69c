//! Admission of executions of saved tasks.

use beadle_application::port::Delivery;
use beadle_domain::{
    execution::{Event, Execution, Status, Trigger, TriggerKind},
    policy::StatedPolicy,
    spec::TaskSpec,
    task::{Priority, Task},
};
use beadle_schedule::{Overlap, Schedule};
use beadle_values::id::TaskId;
use jiff::SignedDuration;
use rstest::rstest;
use serde_json::Map;
use uuid::Uuid;

use super::world::{World, at, execution};

pub(super) fn task(change: impl FnOnce(&mut Task)) -> Task {
    let like = execution(|_| {});
    let mut task = Task {
        key: None,
        plan: None,
        id: TaskId::from_uuid(Uuid::now_v7()),
        owner: like.request.owner.clone(),
        name: "report".into(),
        description: None,
        spec: like.request.spec.clone(),
        schedule: Schedule::from_phrase("every 5 minutes").unwrap(),
        config_id: None,
        input: Default::default(),
        schedule_version: 1,
        policy: StatedPolicy::default(),
        priority: Priority::default(),
        tags: Vec::new(),
        metadata: Map::new(),
        dependencies: Vec::new(),
        on_dependency_failure: Default::default(),
        assigned_to: None,
        notify: None,
        hook: None,
        due_date: None,
        reminder_time: None,
        completed_at: None,
        credits_per_run: Default::default(),
        order: None,
        template_id: None,
        number: None,
        paused: false,
        paused_by: None,
        created_at: at(0),
        updated_at: at(0),
        updated_by: like.request.owner.clone(),
        deleted_at: None,
        imported_at: None,
        version: 1,
        idempotency: None,
    };
    change(&mut task);
    task
}

fn of(task: &Task, kind: TriggerKind) -> Execution {
    execution(|request| {
        request.task_id = Some(task.id);
        request.trigger = Trigger::of(kind);
    })
}

async fn world_with(task: Option<&Task>, seconds_later: i64) -> World {
    let world = World::new();
    world.clock.advance_to(at(seconds_later));
    if let Some(task) = task {
        world.put_task(task).await;
    }
    world
}

/// The state of the task, the trigger and the execution's age in seconds → its status, and how often the
/// task was read.
#[rstest]
#[case("nothing", TriggerKind::Schedule, 0, Status::Completed, 1)]
#[case("paused", TriggerKind::Schedule, 0, Status::Cancelled, 1)]
#[case("deleted", TriggerKind::Schedule, 0, Status::Cancelled, 1)]
#[case("unknown", TriggerKind::Schedule, 0, Status::Cancelled, 1)]
#[case("nothing", TriggerKind::Manual, 1, Status::Completed, 0)]
#[case("paused", TriggerKind::Manual, 60, Status::Completed, 1)]
#[case("deleted", TriggerKind::Manual, 60, Status::Cancelled, 1)]
#[case("unknown", TriggerKind::Replay, 60, Status::Cancelled, 1)]
#[tokio::test]
async fn executions_of_deleted_and_paused_tasks_are_cancelled(
    #[case] matter: &str,
    #[case] kind: TriggerKind,
    #[case] seconds_later: i64,
    #[case] expected: Status,
    #[case] reads: usize,
) {
    let task = task(|task| match matter {
        "paused" => task.paused = true,
        "deleted" => task.deleted_at = Some(at(0)),
        _ => {}
    });
    let execution = of(&task, kind);
    let world = world_with((matter != "unknown").then_some(&task), seconds_later).await;
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).await.status(), expected);
    assert_eq!(world.count("tasks.get"), reads);
    assert_eq!(world.destination.calls().len(), usize::from(expected == Status::Completed));
}

#[tokio::test]
async fn a_reminder_without_a_webhook_completes_when_it_is_due() {
    for (completed, expected) in [(false, Status::Completed), (true, Status::Cancelled)] {
        let task = task(|task| {
            task.spec = TaskSpec::Todo(Default::default());
            task.schedule = None;
            task.reminder_time = Some(at(0));
            task.completed_at = completed.then(|| at(0));
        });
        let (spec, _) = task.work(TriggerKind::Reminder);
        let execution = execution(|request| {
            request.task_id = Some(task.id);
            request.trigger = Trigger::reminder(at(0));
            request.spec = spec;
        });
        let world = world_with(Some(&task), 0).await;
        world.deliver(execution.clone()).await.unwrap();
        assert_eq!(world.row(execution.id()).await.status(), expected);
        assert_eq!(world.destination.calls().len(), 0);
    }
}

#[tokio::test]
async fn an_ad_hoc_execution_reads_no_task() {
    let world = world_with(None, 3_600).await;
    world.deliver(execution(|_| {})).await.unwrap();
    assert_eq!((world.count("tasks.get"), world.destination.calls().len()), (0, 1));
}

#[tokio::test]
async fn a_queued_run_waits_for_the_earlier_one_a_little_longer_each_time() {
    let task = task(|task| {
        task.schedule = task.schedule.take().map(|schedule| schedule.with_overlap(Overlap::Queue));
    });
    let (earlier, later) = (of(&task, TriggerKind::Schedule), of(&task, TriggerKind::Schedule));
    let world = world_with(Some(&task), 0).await;
    world.put(&earlier.apply(Event::Claim { lease_until: at(3_600) }, at(0)).unwrap()).await;
    world.deliver(later.clone()).await.unwrap();
    for (deferrals, due) in [(1, 5), (2, 11), (3, 18)] {
        let row = world.row(later.id()).await;
        assert_eq!((row.status(), row.progress.attempts.len()), (Status::Deferred, 0));
        assert_eq!(world.delivered_by(at(due) - SignedDuration::from_millis(1)).await, []);
        let delivered = world.delivered_by(at(due)).await;
        let [Delivery::Claimed { execution, hops }] = &*delivered else { panic!("{delivered:?}") };
        assert_eq!((execution.id(), *hops), (later.id(), deferrals));
        world.executor().handle(delivered[0].clone(), None).await.unwrap();
    }
    world.complete(earlier.id()).await;
    assert_eq!(world.run_to_end(later.id()).await.status(), Status::Completed);
}

#[tokio::test]
async fn other_overlap_policies_do_not_wait_in_the_executor() {
    let task = task(|_| {});
    let (earlier, later) = (of(&task, TriggerKind::Schedule), of(&task, TriggerKind::Schedule));
    let world = world_with(Some(&task), 0).await;
    world.put(&earlier).await;
    world.deliver(later.clone()).await.unwrap();
    assert_eq!(world.row(later.id()).await.status(), Status::Completed);
}

/// A run of a schedule below a minute, created before it is due: the policy → its status, and the earlier
/// run's.
#[rstest]
#[case(Overlap::Skip, Status::Cancelled, Status::Pending)]
#[case(Overlap::Queue, Status::Deferred, Status::Pending)]
#[case(Overlap::Allow, Status::Completed, Status::Pending)]
#[case(Overlap::CancelRunning, Status::Completed, Status::Cancelled)]
#[tokio::test]
async fn a_run_created_early_applies_the_overlap_policy_when_it_is_due(
    #[case] policy: Overlap,
    #[case] expected: Status,
    #[case] of_the_earlier: Status,
) {
    let task = task(|task| {
        task.schedule = task.schedule.take().map(|schedule| schedule.with_overlap(policy));
    });
    let earlier = of(&task, TriggerKind::Schedule);
    let later = execution(|request| {
        request.task_id = Some(task.id);
        request.trigger = Trigger::tick(at(20));
    });
    let world = world_with(Some(&task), 20).await;
    world.put(&earlier).await;
    world.deliver(later.clone()).await.unwrap();
    assert_eq!(world.row(later.id()).await.status(), expected);
    assert_eq!(world.row(earlier.id()).await.status(), of_the_earlier);
}

#[tokio::test]
async fn an_execution_with_a_cancel_request_is_not_run() {
    let world = World::new();
    let claimed = execution(|_| {}).apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap();
    let mut asked = claimed.clone();
    asked.progress.cancel_requested = true;
    world.put(&asked).await;
    let delivery = Delivery::Claimed { execution: Box::new(asked), hops: 0 };
    world.executor().handle(delivery, None).await.unwrap();
    assert_eq!(world.row(claimed.id()).await.status(), Status::Cancelled);
    assert_eq!(world.destination.calls().len(), 0);
}
