//! Ticks: what they ask for is run at once, however often they come and whatever happens in between.

use beadle_application::port::{Delivery, Replaced, StoreError, Tasks};
use beadle_domain::{
    execution::{Execution, Status},
    task::{Task, TaskDraft},
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use jiff::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::{Mishap, World, at};
use crate::{Executor, HandleError, Record};

const TIME: i64 = 3_600;

fn task(schedule: Value) -> Task {
    let body = json!({
        "name": "t", "type": "http", "config": {"url": "https://a.example/"}, "schedule": schedule,
        "retry": {"max_retries": 0},
    });
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    draft.into_task(TaskId::from_uuid(Uuid::from_u128(42)), OwnerId::parse("ada").unwrap(), at(0))
}

struct Ticking {
    world: World,
    task: Task,
}

impl Ticking {
    async fn with(schedule: Value) -> Self {
        let (world, task) = (World::new(), task(schedule));
        world.put_task(&task).await;
        Self { world, task }
    }

    fn executor(&self) -> Executor {
        let services = beadle_testing::services_at(&self.world.ports, self.world.clock.clone());
        self.world.executor().with_ticks(services.ticks)
    }

    /// Delivers the tick of the hour at `now`, which was sent when it was due.
    async fn deliver(&self, deliveries: u32, now: Timestamp) -> Result<(), HandleError> {
        self.world.clock.advance_to(now);
        let tick = json!({
            "task_id": self.task.id, "schedule_version": 1, "scheduled_time": at(TIME).to_string(),
        });
        let body = tick.to_string();
        let record = Record { id: "m", body: &body, sent_at: Some(at(TIME)), deliveries };
        self.executor().handle_record(&record, None).await
    }

    fn id(&self) -> ExecutionId {
        ExecutionId::for_tick(self.task.id, at(TIME))
    }

    async fn row(&self) -> Execution {
        self.world.row(self.id()).await
    }

    fn calls(&self) -> usize {
        self.world.destination.calls().len()
    }

    /// The executor stops between the call of the destination and the end of the execution.
    async fn stop_after_the_call(&self) {
        let down = StoreError::Unavailable("down".into());
        self.world.expects("executions.save", Mishap::Fails(down));
        assert_eq!(self.deliver(1, at(TIME + 1)).await.unwrap_err().code(), "store");
        assert_eq!((self.row().await.status(), self.calls()), (Status::Running, 1));
    }
}

#[tokio::test]
async fn a_tick_runs_its_task_without_a_message() {
    let ticking = Ticking::with(json!("every 1 hour")).await;
    ticking.deliver(1, at(TIME + 1)).await.unwrap();
    let row = ticking.row().await;
    assert_eq!((row.status(), row.version(), ticking.calls()), (Status::Completed, 3, 1));
    assert_eq!(row.request.trigger.scheduled_for, Some(at(TIME)));
    assert_eq!((ticking.world.count("executions.start"), ticking.world.count("queue.send")), (0, 0));
    // However often it comes.
    ticking.deliver(1, at(TIME + 2)).await.unwrap();
    ticking.deliver(2, at(TIME + 400)).await.unwrap();
    assert_eq!(ticking.calls(), 1);
}

#[tokio::test]
async fn a_tick_that_waited_in_the_queue_is_not_missed() {
    let schedule = json!({"every": "1 hour", "catch_up": "none"});
    let ticking = Ticking::with(schedule).await;
    ticking.deliver(3, at(TIME + 1_200)).await.unwrap();
    let row = ticking.row().await;
    assert_eq!((row.status(), row.request.created_at), (Status::Completed, at(TIME)));
}

#[tokio::test]
async fn the_tick_goes_on_with_what_a_runner_that_stopped_has_begun() {
    for schedule in ["skip", "queue", "allow", "cancel_running"] {
        let ticking = Ticking::with(json!({"every": "1 hour", "overlap": schedule})).await;
        ticking.stop_after_the_call().await;
        // Its lease may not have ended.
        ticking.deliver(2, at(TIME + 30)).await.unwrap();
        assert_eq!((ticking.row().await.status(), ticking.calls()), (Status::Running, 1), "{schedule}");
        ticking.deliver(2, at(TIME + 400)).await.unwrap();
        assert_eq!((ticking.row().await.status(), ticking.calls()), (Status::Completed, 2), "{schedule}");
    }
}

#[tokio::test]
async fn a_second_delivery_while_the_first_runs_waits_for_its_lease() {
    let ticking = Ticking::with(json!("every 1 hour")).await;
    ticking.stop_after_the_call().await;
    ticking.deliver(1, at(TIME + 2)).await.unwrap();
    let sent = ticking.world.ports.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].0.execution().id(), ticking.id());
    assert!(sent[0].1.is_some_and(|due| due > at(TIME + 2)), "{sent:?}");
}

/// A change of a task after which its tick starts nothing.
type Change = fn(&mut Task);

#[rstest]
#[case::deleted(|task: &mut Task| task.deleted_at = Some(at(TIME + 10)))]
#[case::paused(|task: &mut Task| task.paused = true)]
#[case::unscheduled(|task: &mut Task| task.schedule = None)]
#[tokio::test]
async fn what_was_begun_comes_to_an_end_whatever_became_of_the_task(#[case] change: Change) {
    let ticking = Ticking::with(json!("every 1 hour")).await;
    ticking.stop_after_the_call().await;
    let mut changed = Task { version: 2, schedule_version: 2, ..ticking.task.clone() };
    change(&mut changed);
    assert_eq!(Tasks::replace(&ticking.world.store, &changed, 1).await.unwrap(), Replaced::Done);
    ticking.deliver(2, at(TIME + 400)).await.unwrap();
    let row = ticking.row().await;
    assert!(row.status().is_final(), "{row:?}");
}

#[tokio::test]
async fn a_tick_of_several_runs_starts_each_by_a_message() {
    let ticking = Ticking::with(json!("every 20 seconds")).await;
    ticking.deliver(1, at(TIME + 1)).await.unwrap();
    assert_eq!((ticking.world.count("executions.start"), ticking.calls()), (3, 0));
    let delivered = ticking.world.delivered_by(at(TIME + 1)).await;
    assert!(
        matches!(&delivered[..], [Delivery::Claimed { execution, .. }] if execution.id() == ticking.id())
    );
}

#[tokio::test]
async fn an_executor_without_a_scheduler_leaves_ticks() {
    let body = json!({"task_id": TaskId::from_uuid(Uuid::nil()), "schedule_version": 1}).to_string();
    let record = Record { id: "m", body: &body, sent_at: None, deliveries: 1 };
    let refused = World::new().executor().handle_record(&record, None).await.unwrap_err();
    assert_eq!(refused.code(), "no_ticks");
    for body in ["{}", "tick", r#"{"task_id":"tsk_1","schedule_version":1}"#] {
        let unreadable = World::new().executor().handle_record(&Record { body, ..record }, None).await;
        assert_eq!(unreadable.unwrap_err().code(), "unreadable_message", "{body}");
    }
}
