//! Published events arrive.

use beadle_domain::{
    event::{DomainEvent, EventDetail, EventKind},
    execution::Status,
    gate::PhaseName,
    spec::TaskType,
    task::{Occasion, TaskStatus},
    watch::MissedBecause,
};
use beadle_values::id::{ConfigId, EventId, TaskId};
use uuid::Uuid;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, fresh_execution_id, fresh_task_id, owner},
};

pub async fn every_kind_of_event_arrives_unchanged(bus: Fixture) -> Verdict {
    let (task_id, user_id) = (fresh_task_id(), owner("ada"));
    let events: Vec<DomainEvent> = [
        created(task_id, "Fetch users"),
        EventDetail::Updated {
            task_id,
            user_id: user_id.clone(),
            updated_fields: vec!["name".into(), "schedule".into()],
        },
        EventDetail::StatusChanged {
            task_id,
            user_id: user_id.clone(),
            old_status: TaskStatus::Pending,
            new_status: TaskStatus::Running,
        },
        EventDetail::Executed {
            task_id: Some(task_id),
            execution_id: fresh_execution_id(),
            user_id: user_id.clone(),
            status: Status::Completed,
            credits: 0.5,
        },
        EventDetail::GateStateChanged {
            config_id: ConfigId::from_uuid(Uuid::now_v7()),
            user_id: user_id.clone(),
            old_state: PhaseName::Closed,
            new_state: PhaseName::Open,
            reason: "7 of 10 calls failed".into(),
        },
        EventDetail::Paused {
            scope: "account".into(),
            scope_id: "ada".into(),
            user_id: user_id.clone(),
            paused_by: owner("eve"),
            reason: "maintenance".into(),
            until: Some(at(9)),
        },
        EventDetail::Resumed {
            scope: "service".into(),
            scope_id: "service".into(),
            user_id: user_id.clone(),
            resumed_by: owner("eve"),
        },
        EventDetail::Reminder { task_id, execution_id: fresh_execution_id(), user_id: user_id.clone() },
        EventDetail::Notification {
            occasion: Occasion::Failed,
            task_id,
            user_id: user_id.clone(),
            name: "Fetch users".into(),
            execution_id: Some(fresh_execution_id()),
            status: Some(Status::Failed),
            error: Some("it answered 500".into()),
        },
        EventDetail::Missed {
            task_id,
            user_id: user_id.clone(),
            name: "Fetch users".into(),
            scheduled_time: at(9),
            reason: Some(MissedBecause::NotStarted),
            execution_id: Some(fresh_execution_id()),
        },
        EventDetail::Deleted { task_id, user_id },
    ]
    .map(event)
    .into();
    let mut kinds: Vec<EventKind> = events.iter().map(DomainEvent::kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, EventKind::ALL);
    arrive(&bus, events).await
}

pub async fn many_events_arrive(bus: Fixture) -> Verdict {
    let events = (0..25).map(|n| event(created(fresh_task_id(), &format!("Task {n}")))).collect();
    arrive(&bus, events).await
}

pub async fn publishing_no_events_succeeds(bus: Fixture) -> Verdict {
    bus.bus.publish(&[]).await?;
    arrive(&bus, vec![event(created(fresh_task_id(), "after nothing"))]).await
}

pub async fn awkward_text_arrives_unchanged(bus: Fixture) -> Verdict {
    arrive(&bus, vec![event(created(fresh_task_id(), AWKWARD_TEXT))]).await
}

/// Publishes `events` and waits until they arrive, in any order.
async fn arrive(bus: &Fixture, mut events: Vec<DomainEvent>) -> Verdict {
    bus.bus.publish(&events).await?;
    let mut received = bus.subscriber.received(events.len()).await?;
    for list in [&mut events, &mut received] {
        list.sort_by_key(|event| event.event_id);
    }
    received.dedup_by_key(|event| event.event_id);
    assert_eq!(received, events);
    Ok(())
}

fn event(detail: EventDetail) -> DomainEvent {
    DomainEvent { event_id: EventId::from_uuid(Uuid::now_v7()), time: at(0), detail }
}

fn created(task_id: TaskId, name: &str) -> EventDetail {
    EventDetail::Created { task_id, user_id: owner("ada"), task_type: TaskType::Http, name: name.into() }
}
