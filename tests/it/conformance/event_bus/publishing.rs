//! What is published comes out.

use beadle_domain::{
    event::{DomainEvent, EventDetail, EventKind},
    execution::Status,
    gate::PhaseName,
    spec::TaskType,
    task::{Occasion, TaskStatus},
};
use beadle_values::id::{ConfigId, EventId, TaskId};
use uuid::Uuid;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, fresh_execution_id, fresh_task_id, owner},
};

pub async fn every_kind_of_event_comes_out_as_it_went_in(bus: Fixture) -> Verdict {
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
        EventDetail::Deleted { task_id, user_id },
    ]
    .map(event)
    .into();
    let mut kinds: Vec<EventKind> = events.iter().map(DomainEvent::kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, EventKind::ALL);
    come_out(&bus, events).await
}

pub async fn many_events_come_out(bus: Fixture) -> Verdict {
    let events = (0..25).map(|n| event(created(fresh_task_id(), &format!("Task {n}")))).collect();
    come_out(&bus, events).await
}

pub async fn no_events_are_no_fault(bus: Fixture) -> Verdict {
    bus.bus.publish(&[]).await?;
    come_out(&bus, vec![event(created(fresh_task_id(), "after nothing"))]).await
}

pub async fn awkward_text_comes_out_as_it_went_in(bus: Fixture) -> Verdict {
    come_out(&bus, vec![event(created(fresh_task_id(), AWKWARD_TEXT))]).await
}

/// Publishes `events`; they come out, in any order.
async fn come_out(bus: &Fixture, mut events: Vec<DomainEvent>) -> Verdict {
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
