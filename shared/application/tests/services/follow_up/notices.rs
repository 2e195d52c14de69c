//! Notifications about executions that have ended.

use beadle_domain::{
    event::{DomainEvent, EventDetail},
    execution::{Status, Trigger, TriggerKind},
    spec::{ReminderSpec, TaskSpec, TodoSpec},
    specimen::{task, task_id as id},
    task::{Notify, Occasion, Task},
};
use beadle_values::{id::EventId, violation::Path};
use serde_json::json;

use super::world::World;

#[tokio::test]
async fn ends_are_notified_in_their_order_and_a_recovery_once() {
    let notify = json!({"on": ["failed", "recovered"], "event": true});
    let notify = Some(Notify::parse(&notify, &Path::body()).unwrap());
    let world = World::with([Task { notify, ..task(0, &[]) }]).await;
    let mut ends = Vec::new();
    for status in [Status::Failed, Status::Cancelled, Status::Completed, Status::Completed] {
        let ended = world.end(&world.run(0).await, status).await;
        world.follow(std::slice::from_ref(&ended)).await.unwrap();
        ends.push(ended);
    }
    let occasion = |event: &DomainEvent| match &event.detail {
        EventDetail::Notification { occasion, task_id, .. } if *task_id == id(0) => Some(*occasion),
        _ => None,
    };
    let occasions: Vec<_> = world.published().await.iter().filter_map(occasion).collect();
    assert_eq!(occasions, [Occasion::Failed, Occasion::Recovered]);

    world.follow(&ends).await.unwrap();
    let mut ids: Vec<EventId> = world.published().await.iter().map(|event| event.event_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 2, "a repeated notification has the same id");
}

#[tokio::test]
async fn a_reminder_is_told_as_a_reminder_and_completing_as_completed() {
    let notify = json!({"on": ["completed", "recovered", "reminder"], "event": true});
    let notify = Some(Notify::parse(&notify, &Path::body()).unwrap());
    let todo = TaskSpec::Todo(TodoSpec::default());
    let reminder = TaskSpec::Reminder(ReminderSpec::default());
    let world = World::with([
        Task { notify: notify.clone(), ..task(0, &[]) },
        Task { notify: notify.clone(), spec: todo, ..task(1, &[]) },
        Task { notify, spec: reminder, ..task(2, &[]) },
    ])
    .await;
    for (number, trigger) in [
        (0, TriggerKind::Reminder),
        (0, TriggerKind::Manual),
        (1, TriggerKind::Reminder),
        (1, TriggerKind::Completion),
        (2, TriggerKind::Schedule),
    ] {
        let ended = world.end(&world.run_with(number, Trigger::of(trigger)).await, Status::Completed).await;
        world.follow(&[ended]).await.unwrap();
    }
    let notice = |event: &DomainEvent| match &event.detail {
        EventDetail::Notification { occasion, task_id, .. } => Some((*task_id, *occasion)),
        _ => None,
    };
    let notices: Vec<_> = world.published().await.iter().filter_map(notice).collect();
    let (reminder, completed) = (Occasion::Reminder, Occasion::Completed);
    assert_eq!(
        notices,
        [(id(0), reminder), (id(0), completed), (id(1), reminder), (id(1), completed), (id(2), reminder)]
    );
}
