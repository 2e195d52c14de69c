//! Notifications about a task: by a webhook, which is an execution of its own, and by an event on the bus.

#[cfg(test)]
mod tests;

use beadle_domain::{
    event::{DomainEvent, EventDetail},
    execution::{Execution, Request, Status, Trigger},
    policy::{RunDefaults, StatedPolicy},
    projection::ExecutionFacts,
    spec::{TaskSpec, WebhookSpec},
    task::{Notify, Occasion, Priority, Task},
    watch::MissedBecause,
};
use beadle_values::{
    duration,
    id::{EventId, ExecutionId},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::port::{EventBus, EventBusError, StartExecutions, StoreError};

/// Something to notify about.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// The task.
    pub task: &'a Task,
    /// The occasion.
    pub occasion: Occasion,
    /// When it happened.
    pub at: Timestamp,
    /// Why it did not happen, if it is about a run that did not start in time.
    pub because: Option<MissedBecause>,
    /// The execution that it is about, if any.
    pub execution: Option<&'a ExecutionFacts>,
}

/// The notification.
#[derive(Debug, Clone, PartialEq)]
pub struct Notification {
    /// The webhook to call: an ad-hoc execution, which itself sends no notifications.
    pub webhook: Option<Execution>,
    /// The event to publish.
    pub event: Option<DomainEvent>,
}

/// Why a notification was not sent.
#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus failed.
    #[error(transparent)]
    Bus(#[from] EventBusError),
}

/// The occasion to notify about when `ended` follows an execution with the status `before`, if `notify` asks
/// for it. A completion after a failure is a recovery if recoveries are asked for, and a completion
/// otherwise. An execution that `reminds` is a reminder when it completes, since the task itself did not.
pub fn occasion(
    notify: &Notify,
    ended: &ExecutionFacts,
    before: Option<Status>,
    reminds: bool,
) -> Option<Occasion> {
    let recovered = before == Some(Status::Failed);
    let possible: &[Occasion] = match ended.status {
        Status::Completed if reminds => &[Occasion::Reminder],
        Status::Completed if recovered => &[Occasion::Recovered, Occasion::Completed],
        Status::Completed => &[Occasion::Completed],
        Status::Failed => &[Occasion::Failed],
        _ => &[],
    };
    possible.iter().find(|occasion| notify.on.contains(*occasion)).copied()
}

/// [`Occasion::Slow`] if `ended` took longer than `notify` allows, from its first attempt to its end.
pub fn slow(notify: &Notify, ended: &ExecutionFacts, reminds: bool) -> Option<Occasion> {
    let (after, started, at) = (notify.slow_after()?, ended.started_at?, ended.ended_at?);
    let ran = matches!(ended.status, Status::Completed | Status::Failed) && !reminds;
    (ran && duration::between(started, at) > after).then_some(Occasion::Slow)
}

/// The call that tells another system that a run of `task` completed, if `ended` is one. Its id is always the same.
pub fn ping(
    task: &Task,
    ended: &ExecutionFacts,
    reminds: bool,
    defaults: &RunDefaults,
    now: Timestamp,
) -> Option<Execution> {
    let ping = task.notify.as_ref()?.ping.as_deref()?;
    let at = ended.ended_at.filter(|_| ended.status == Status::Completed && !reminds)?;
    let notice = Notice { task, occasion: Occasion::Completed, at, because: None, execution: Some(ended) };
    let id = ExecutionId::for_notification(task.id, "ping", &notice.cause());
    Some(notice.call(id, ping.clone(), defaults, now))
}

impl Notice<'_> {
    /// The notification, as far as the task asks for it. Its ids are always the same.
    pub fn notification(&self, defaults: &RunDefaults, now: Timestamp) -> Notification {
        let wanted = self.task.notify.as_ref().filter(|notify| notify.on.contains(&self.occasion));
        Notification {
            // The execution of a reminder is itself the call of the webhook.
            webhook: wanted
                .filter(|_| self.occasion != Occasion::Reminder)
                .and_then(|notify| self.webhook(notify, defaults, now)),
            event: wanted.filter(|notify| notify.event).map(|_| self.event()),
        }
    }

    /// Sends it; returns whether there was anything to send.
    ///
    /// # Errors
    /// [`NotifyError`] when it may not have been sent; sending it again does no harm.
    pub async fn send(
        &self,
        starter: &dyn StartExecutions,
        bus: &dyn EventBus,
        defaults: &RunDefaults,
        now: Timestamp,
    ) -> Result<bool, NotifyError> {
        let Notification { webhook, event } = self.notification(defaults, now);
        let sent = webhook.is_some() || event.is_some();
        if let Some(webhook) = webhook {
            starter.start(&webhook).await?;
        }
        if let Some(event) = event {
            bus.publish(&[event]).await?;
        }
        Ok(sent)
    }

    /// What identifies the notification: a run that did not start in time has the time of its schedule, whether there is
    /// an execution or not.
    fn cause(&self) -> String {
        let ended = self.execution.filter(|_| self.because.is_none());
        ended.map_or_else(|| self.at.as_millisecond().to_string(), |ended| ended.id.to_string())
    }

    /// The call of the webhook. Its input is the data of the notification, which is also its body unless the
    /// webhook states another one.
    fn webhook(&self, notify: &Notify, defaults: &RunDefaults, now: Timestamp) -> Option<Execution> {
        let mut spec = notify.webhook.as_deref()?.clone();
        spec.http.body.get_or_insert_with(|| Value::String("${input}".to_owned()));
        Some(self.call(self.id(), spec, defaults, now))
    }

    fn id(&self) -> ExecutionId {
        ExecutionId::for_notification(self.task.id, self.occasion.as_str(), &self.cause())
    }

    fn call(&self, id: ExecutionId, spec: WebhookSpec, defaults: &RunDefaults, now: Timestamp) -> Execution {
        let request = Request {
            id,
            owner: self.task.owner.clone(),
            task_id: None,
            spec: TaskSpec::Webhook(spec),
            config_id: None,
            input: self.data(),
            policy: StatedPolicy::default().resolve(defaults, false),
            priority: Priority::default(),
            trigger: Trigger::notice(self.task.id),
            created_at: now,
            batch_id: None,
            idempotency: None,
            credits: Default::default(),
            order: None,
        };
        Execution::new(request, now)
    }

    fn event(&self) -> DomainEvent {
        let ended = self.execution.filter(|_| self.because.is_none());
        DomainEvent {
            event_id: EventId::for_notification(self.task.id, self.occasion.as_str(), &self.cause()),
            time: self.at,
            detail: EventDetail::Notification {
                occasion: self.occasion,
                task_id: self.task.id,
                user_id: self.task.owner.clone(),
                name: self.task.name.clone(),
                execution_id: self.execution.map(|execution| execution.id),
                status: ended.map(|ended| ended.status),
                error: ended.and_then(|ended| ended.error.clone()),
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
        if let Some(because) = self.because {
            data.insert("scheduled_time".to_owned(), json!(self.at));
            data.insert("reason".to_owned(), json!(because));
        }
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
