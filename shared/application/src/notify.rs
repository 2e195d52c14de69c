//! Tells whoever a task names that something has happened to it: by a webhook, which is an execution of its own, and by an
//! event on the bus.

#[cfg(test)]
mod tests;

use beadle_domain::{
    event::{DomainEvent, EventDetail},
    execution::{Execution, Request, Status, Trigger, TriggerKind},
    policy::{RunDefaults, StatedPolicy},
    projection::ExecutionFacts,
    spec::TaskSpec,
    task::{Notify, Occasion, Priority, Task},
};
use beadle_values::id::{EventId, ExecutionId};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::port::{EventBus, EventBusError, StartExecutions, StoreError};

/// Something to be told.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// The task.
    pub task: &'a Task,
    /// What has happened.
    pub occasion: Occasion,
    /// When.
    pub at: Timestamp,
    /// The execution that it happened to, if it is about one.
    pub execution: Option<&'a ExecutionFacts>,
}

/// What tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Notification {
    /// The webhook to be called: an ad-hoc execution, which itself tells nobody anything.
    pub webhook: Option<Execution>,
    /// The event to be published.
    pub event: Option<DomainEvent>,
}

/// Why somebody was not told.
#[derive(Debug, thiserror::Error)]
pub enum NotifyFault {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus.
    #[error(transparent)]
    Bus(#[from] EventBusError),
}

/// What `notify` wants told about `ended`, the end before which came out as `before`. An end after a failure is a recovery
/// for those who asked for recoveries, and a completion for the others.
pub fn occasion(notify: &Notify, ended: &ExecutionFacts, before: Option<Status>) -> Option<Occasion> {
    let recovered = before == Some(Status::Failed);
    let possible: &[Occasion] = match ended.status {
        Status::Completed if recovered => &[Occasion::Recovered, Occasion::Completed],
        Status::Completed => &[Occasion::Completed],
        Status::Failed => &[Occasion::Failed],
        _ => &[],
    };
    possible.iter().find(|occasion| notify.on.contains(*occasion)).copied()
}

impl Notice<'_> {
    /// What tells it, as far as the task wants it told. It has the same ids however often it is asked for.
    pub fn notification(&self, defaults: &RunDefaults, now: Timestamp) -> Notification {
        let wanted = self.task.notify.as_ref().filter(|notify| notify.on.contains(&self.occasion));
        Notification {
            webhook: wanted.and_then(|notify| self.webhook(notify, defaults, now)),
            event: wanted.filter(|notify| notify.event).map(|_| self.event()),
        }
    }

    /// Tells it; answers whether there was anything to tell.
    ///
    /// # Errors
    /// [`NotifyFault`] when it may not have been told; telling it again does no harm.
    pub async fn tell(
        &self,
        starter: &dyn StartExecutions,
        bus: &dyn EventBus,
        defaults: &RunDefaults,
        now: Timestamp,
    ) -> Result<bool, NotifyFault> {
        let Notification { webhook, event } = self.notification(defaults, now);
        let told = webhook.is_some() || event.is_some();
        if let Some(webhook) = webhook {
            starter.start(&webhook).await?;
        }
        if let Some(event) = event {
            bus.publish(&[event]).await?;
        }
        Ok(told)
    }

    /// What makes the notification the one it is.
    fn cause(&self) -> String {
        self.execution.map_or_else(|| self.at.as_millisecond().to_string(), |ended| ended.id.to_string())
    }

    /// The call of the webhook. What is told is its input; it is the body too, unless the webhook says another one.
    fn webhook(&self, notify: &Notify, defaults: &RunDefaults, now: Timestamp) -> Option<Execution> {
        let mut spec = notify.webhook.as_deref()?.clone();
        spec.http.body.get_or_insert_with(|| Value::String("${input}".to_owned()));
        let id = ExecutionId::for_notification(self.task.id, self.occasion.as_str(), &self.cause());
        let request = Request {
            id,
            owner: self.task.owner.clone(),
            task_id: None,
            spec: TaskSpec::Webhook(spec),
            config_id: None,
            input: self.data(),
            policy: StatedPolicy::default().resolve(defaults, false),
            priority: Priority::default(),
            trigger: Trigger::of(TriggerKind::Event),
            created_at: now,
            idempotency: None,
            credits: Default::default(),
        };
        Some(Execution::new(request, now))
    }

    fn event(&self) -> DomainEvent {
        DomainEvent {
            event_id: EventId::for_notification(self.task.id, self.occasion.as_str(), &self.cause()),
            time: self.at,
            detail: EventDetail::Notification {
                occasion: self.occasion,
                task_id: self.task.id,
                user_id: self.task.owner.clone(),
                name: self.task.name.clone(),
                execution_id: self.execution.map(|ended| ended.id),
                status: self.execution.map(|ended| ended.status),
                error: self.execution.and_then(|ended| ended.error.clone()),
            },
        }
    }

    fn data(&self) -> Map<String, Value> {
        let mut data = Map::from_iter([
            ("type".to_owned(), json!(format!("task.{}", self.occasion.as_str()))),
            ("timestamp".to_owned(), json!(self.at)),
            ("task_id".to_owned(), json!(self.task.id)),
            ("task_name".to_owned(), json!(self.task.name)),
            ("user_id".to_owned(), json!(self.task.owner)),
        ]);
        if let Some(ended) = self.execution {
            data.insert("execution_id".to_owned(), json!(ended.id));
            data.insert("status".to_owned(), json!(ended.status));
            data.insert("trigger".to_owned(), json!(ended.trigger));
            data.insert("attempts".to_owned(), json!(ended.attempts));
            data.insert("started_at".to_owned(), json!(ended.started_at));
            data.insert("completed_at".to_owned(), json!(ended.ended_at));
            data.insert("error".to_owned(), json!(ended.error));
        } else {
            data.insert("due_date".to_owned(), json!(self.task.due_date));
        }
        data
    }
}
