//! Domain events of seed 003, which Beadle publishes. Their JSON Schemas are in `events/`.

mod gate;

use beadle_values::{
    id::{ConfigId, EventId, ExecutionId, OwnerId, TaskId},
    names,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    execution::{Status, TriggerKind},
    gate::PhaseName,
    projection::{
        audit::{self, Verb},
        change::{Before, Change, ChangeRecord, ExecutionFacts},
    },
    spec::TaskType,
    task::{Occasion, Task, TaskStatus, TaskTraits},
    watch::MissedBecause,
};

names! {
    /// The kind of a domain event: its `detail-type` on EventBridge.
    pub enum EventKind {
        /// A task was created.
        TaskCreated = "task.created",
        /// A task was changed.
        TaskUpdated = "task.updated",
        /// A task was deleted.
        TaskDeleted = "task.deleted",
        /// An execution ended.
        TaskExecuted = "task.executed",
        /// The status of a task changed.
        TaskStatusChanged = "task.status_changed",
        /// The time of a task's reminder has come.
        TaskReminder = "task.reminder",
        /// A task notifies of an occasion.
        TaskNotification = "task.notification",
        /// A scheduled run did not start in time, or a ping of a monitor did not come.
        TaskMissed = "task.missed",
        /// The circuit breaker of a config changed its state.
        GateStateChanged = "gate.state_changed",
        /// Somebody paused a config, an account or the whole service, or changed such a pause.
        GatePaused = "gate.paused",
        /// Somebody resumed it.
        GateResumed = "gate.resumed",
    }
}

impl EventKind {
    /// Whether it is published even if this installation does not publish domain events: a task requested it.
    pub fn is_asked_for_by_tasks(self) -> bool {
        self == Self::TaskNotification
    }
}

/// A domain event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DomainEvent {
    /// Deterministic, so that a retry of the same change gives the same event.
    pub event_id: EventId,
    /// When it happened.
    pub time: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub detail: EventDetail,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum EventDetail {
    /// See [`EventKind::TaskStatusChanged`].
    StatusChanged {
        /// The task.
        task_id: TaskId,
        /// Its owner.
        user_id: OwnerId,
        /// The status before.
        old_status: TaskStatus,
        /// The status after.
        new_status: TaskStatus,
    },
    /// See [`EventKind::TaskNotification`].
    Notification {
        /// The reason for the notification.
        occasion: Occasion,
        /// The task.
        task_id: TaskId,
        /// Its owner.
        user_id: OwnerId,
        /// Its name.
        name: String,
        /// The execution that it is about, if any.
        execution_id: Option<ExecutionId>,
        /// The final status of the execution.
        status: Option<Status>,
        /// Why it failed.
        error: Option<String>,
    },
    /// See [`EventKind::TaskMissed`].
    Missed {
        /// The task.
        task_id: TaskId,
        /// Its owner.
        user_id: OwnerId,
        /// Its name.
        name: String,
        /// The time of the run, or when the ping was expected.
        scheduled_time: Timestamp,
        /// Why it is missed; `None` for a ping.
        reason: Option<MissedBecause>,
        /// The execution of the run, if there is one.
        execution_id: Option<ExecutionId>,
    },
    /// See [`EventKind::GateStateChanged`].
    GateStateChanged {
        /// The config.
        config_id: ConfigId,
        /// Its owner.
        user_id: OwnerId,
        /// The phase before.
        old_state: PhaseName,
        /// The phase after.
        new_state: PhaseName,
        /// The reason.
        reason: String,
    },
    /// See [`EventKind::GatePaused`].
    Paused {
        /// What is paused: `config`, `account` or `service`.
        scope: String,
        /// Its id: that of the config or of the user, `service` for everything.
        scope_id: String,
        /// Its owner; for everything, who paused it.
        user_id: OwnerId,
        /// Who paused it.
        paused_by: OwnerId,
        /// Why.
        reason: String,
        /// When it ends by itself.
        until: Option<Timestamp>,
    },
    /// See [`EventKind::GateResumed`].
    Resumed {
        /// What was paused.
        scope: String,
        /// Its id.
        scope_id: String,
        /// Its owner; for everything, who resumed it.
        user_id: OwnerId,
        /// Who resumed it.
        resumed_by: OwnerId,
    },
    /// See [`EventKind::TaskExecuted`].
    Executed {
        /// The task, `None` for an ad-hoc request.
        task_id: Option<TaskId>,
        /// The execution.
        execution_id: ExecutionId,
        /// Its owner.
        user_id: OwnerId,
        /// The final status.
        status: Status,
        /// The consumed credits.
        credits: f64,
    },
    /// See [`EventKind::TaskReminder`].
    Reminder {
        /// The task.
        task_id: TaskId,
        /// The execution that delivers the reminder.
        execution_id: ExecutionId,
        /// Its owner.
        user_id: OwnerId,
    },
    /// See [`EventKind::TaskCreated`].
    Created {
        /// The task.
        task_id: TaskId,
        /// Its owner.
        user_id: OwnerId,
        /// The task type.
        task_type: TaskType,
        /// Its name.
        name: String,
    },
    /// See [`EventKind::TaskUpdated`].
    Updated {
        /// The task.
        task_id: TaskId,
        /// Its owner.
        user_id: OwnerId,
        /// The fields that changed.
        updated_fields: Vec<String>,
    },
    /// See [`EventKind::TaskDeleted`].
    Deleted {
        /// The task.
        task_id: TaskId,
        /// Its owner.
        user_id: OwnerId,
    },
}

impl DomainEvent {
    /// The kind of the event.
    pub fn kind(&self) -> EventKind {
        match &self.detail {
            EventDetail::Created { .. } => EventKind::TaskCreated,
            EventDetail::Updated { .. } => EventKind::TaskUpdated,
            EventDetail::Deleted { .. } => EventKind::TaskDeleted,
            EventDetail::Executed { .. } => EventKind::TaskExecuted,
            EventDetail::StatusChanged { .. } => EventKind::TaskStatusChanged,
            EventDetail::Reminder { .. } => EventKind::TaskReminder,
            EventDetail::Notification { .. } => EventKind::TaskNotification,
            EventDetail::Missed { .. } => EventKind::TaskMissed,
            EventDetail::GateStateChanged { .. } => EventKind::GateStateChanged,
            EventDetail::Paused { .. } => EventKind::GatePaused,
            EventDetail::Resumed { .. } => EventKind::GateResumed,
        }
    }

    /// The events for a change.
    pub fn of(record: &ChangeRecord) -> Vec<Self> {
        let details = match &record.change {
            Change::Task { before, after } => task_events(before.as_deref(), after),
            Change::Execution { after, .. } if after.is_history => Vec::new(),
            Change::Execution { before, after } => execution_events(*before, after),
            Change::Breaker { config, owner, transitions } => {
                return gate::transitions(record, *config, owner, transitions);
            }
            Change::Record(change) => gate::paused(change).into_iter().collect(),
            Change::BatchClosed(_) => Vec::new(),
        };
        details.into_iter().map(|detail| Self::new(record, detail)).collect()
    }

    fn new(record: &ChangeRecord, detail: EventDetail) -> Self {
        let mut event = Self { event_id: EventId::from_uuid(uuid::Uuid::nil()), time: record.at, detail };
        event.event_id = EventId::for_change(&record.shard, record.sequence.as_str(), event.kind().as_str());
        event
    }
}

fn task_events(before: Option<&Task>, after: &Task) -> Vec<EventDetail> {
    let (task_id, user_id) = (after.id, after.owner.clone());
    let Some((action, updated_fields)) = audit::summary(before, after) else { return Vec::new() };
    let mut events = vec![match action {
        Verb::Created => {
            let task_type = after.spec.task_type();
            EventDetail::Created { task_id, user_id: user_id.clone(), task_type, name: after.name.clone() }
        }
        Verb::Deleted => EventDetail::Deleted { task_id, user_id: user_id.clone() },
        Verb::Restored => {
            let updated_fields = vec!["deleted_at".to_owned()];
            EventDetail::Updated { task_id, user_id: user_id.clone(), updated_fields }
        }
        _ => EventDetail::Updated { task_id, user_id: user_id.clone(), updated_fields },
    }];
    let idle = crate::task::TaskStats::default();
    if let Some(old) = before.map(|before| TaskStatus::derive(TaskTraits::of(before), &idle)) {
        let new_status = TaskStatus::derive(TaskTraits::of(after), &idle);
        if old != new_status {
            events.push(EventDetail::StatusChanged { task_id, user_id, old_status: old, new_status });
        }
    }
    events
}

fn execution_events(before: Option<Before>, after: &ExecutionFacts) -> Vec<EventDetail> {
    let mut events = Vec::new();
    if let Some(task_id) =
        after.task_id.filter(|_| before.is_none() && after.trigger == TriggerKind::Reminder)
    {
        let (execution_id, user_id) = (after.id, after.owner.clone());
        events.push(EventDetail::Reminder { task_id, execution_id, user_id });
    }
    let was_final = before.is_some_and(|before| before.status.is_final());
    if after.status.is_final() && !was_final {
        events.push(EventDetail::Executed {
            task_id: after.task_id,
            execution_id: after.id,
            user_id: after.owner.clone(),
            status: after.status,
            credits: if after.status == Status::Completed { after.credits.as_number() } else { 0.0 },
        });
    }
    let old_status = before.map_or(TaskStatus::Pending, |before| TaskStatus::of_execution(before.status));
    let new_status = match after.skipped() {
        Some(_) => TaskStatus::Skipped,
        None => TaskStatus::of_execution(after.status),
    };
    if let Some(task_id) = after.task_id
        && old_status != new_status
    {
        events.push(EventDetail::StatusChanged {
            task_id,
            user_id: after.owner.clone(),
            old_status,
            new_status,
        });
    }
    events
}
