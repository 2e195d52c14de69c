//! What a run of a task does: the task's own work, or the notification of its reminder.
//!
//! Todos, reminders and calendar events make no calls of their own: every run of theirs, however it was
//! started, sends their notification. Other tasks send one only for their reminder. Notifications go through
//! the same pipeline as every webhook.

use beadle_values::id::{ConfigId, ExecutionId};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Occasion, Task};
use crate::{
    execution::{Request, Trigger, TriggerKind},
    policy::RunDefaults,
    spec::{ReminderSpec, TaskSpec, WebhookSpec},
};

impl Task {
    /// The request of execution `id`, which `trigger` starts at `now`. `defaults` apply to settings that the
    /// task does not have.
    pub fn request(
        &self,
        id: ExecutionId,
        trigger: Trigger,
        defaults: &RunDefaults,
        now: Timestamp,
    ) -> Request {
        let kind = trigger.kind;
        let (spec, config_id) = self.work(kind);
        Request {
            id,
            owner: self.owner.clone(),
            task_id: Some(self.id),
            policy: self.policy.resolve(defaults, config_id.is_some()),
            spec: spec.resolved(defaults),
            config_id,
            input: self.input.clone(),
            priority: self.priority,
            credits: self.credits_per_run,
            order: self
                .order
                .as_ref()
                .filter(|_| !self.reminds_by(kind))
                .map(|order| order.resolve(&self.input)),
            trigger,
            created_at: now,
            batch_id: None,
            idempotency: None,
        }
    }

    /// Whether a run that `trigger` started reminds of the task: it does not do its work, and does not complete it.
    pub fn reminds_by(&self, trigger: TriggerKind) -> bool {
        match trigger {
            TriggerKind::Completion => false,
            TriggerKind::Reminder => true,
            _ => self.spec.task_type().is_personal(),
        }
    }

    /// The work of a run that `trigger` started, and its config. The task's config is for its own work; a
    /// notification has none.
    pub fn work(&self, trigger: TriggerKind) -> (TaskSpec, Option<ConfigId>) {
        if self.reminds_by(trigger) || self.spec.task_type().is_personal() {
            (self.notice(), None)
        } else {
            (self.spec.clone(), self.config_id)
        }
    }

    /// The webhook that sends its reminder. Without one, a spec that makes no call.
    fn notice(&self) -> TaskSpec {
        let notify = self.notify.as_ref().filter(|notify| notify.on.contains(&Occasion::Reminder));
        match notify.and_then(|notify| notify.webhook.as_deref()) {
            Some(webhook) => TaskSpec::Webhook(with_body(webhook, "task.reminder", self.notification_data())),
            None => match &self.spec {
                spec if spec.task_type().is_personal() => spec.clone(),
                _ => TaskSpec::Reminder(ReminderSpec::default()),
            },
        }
    }

    /// The data of the notification.
    fn notification_data(&self) -> Value {
        let message = match &self.spec {
            TaskSpec::Reminder(reminder) => reminder.message.as_deref(),
            TaskSpec::Todo(todo) => todo.notes.as_deref(),
            TaskSpec::CalendarEvent(event) => event.notes.as_deref(),
            _ => None,
        };
        let location = match &self.spec {
            TaskSpec::CalendarEvent(event) => event.location.as_deref(),
            _ => None,
        };
        json!({
            "task_id": self.id,
            "user_id": self.owner,
            "assigned_to": self.assigned_to,
            "task_type": self.spec.task_type(),
            "name": literal(&self.name),
            "message": message.or(self.description.as_deref()).map(literal),
            "location": location.map(literal),
            "due_date": self.due_date,
            "reminder_time": self.reminder_time,
        })
    }
}

/// `webhook` with the body of a notification (Standard Webhooks, "Payload structure") unless its owner gave
/// it a body.
pub fn with_body(webhook: &WebhookSpec, kind: &str, data: Value) -> WebhookSpec {
    let mut webhook = webhook.clone();
    if webhook.http.body.is_none() && !matches!(webhook.http.method.as_str(), "GET" | "HEAD") {
        webhook.http.body = Some(json!({"type": kind, "timestamp": "${now}", "data": data}));
    }
    webhook
}

/// The template that renders to exactly `text`.
pub fn literal(text: &str) -> String {
    text.replace("${", "$${")
}

#[cfg(test)]
mod tests {
    use beadle_values::{
        id::{OwnerId, TaskId},
        violation::Path,
    };
    use rstest::rstest;

    use super::*;
    use crate::{interpolation::check_value, spec::TaskType, task::TaskDraft};

    fn task(body: Value) -> Task {
        let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
        draft.into_task(
            TaskId::from_uuid(uuid::Uuid::nil()),
            OwnerId::parse("ada").unwrap(),
            Timestamp::UNIX_EPOCH,
        )
    }

    fn ping(notify: Value) -> Task {
        task(json!({"name": "ping", "type": "http", "config": {"url": "http://a.example"}, "notify": notify,
            "config_id": "cfg_00000000000000000000000000000007"}))
    }

    fn todo(notify: Value) -> Task {
        task(json!({"name": "pay ${input.much}", "type": "todo", "description": "soon", "notify": notify}))
    }

    #[rstest]
    #[case(ping(json!(null)), TriggerKind::Manual, TaskType::Http)]
    #[case(ping(json!(null)), TriggerKind::Schedule, TaskType::Http)]
    #[case(ping(json!(null)), TriggerKind::Reminder, TaskType::Reminder)]
    #[case(ping(json!({"webhook": {"url": "http://b.example"}})), TriggerKind::Manual, TaskType::Http)]
    #[case(ping(json!({"webhook": {"url": "http://b.example"}})), TriggerKind::Reminder, TaskType::Webhook)]
    #[case(ping(json!({"on": ["failed"], "webhook": {"url": "http://b.example"}})), TriggerKind::Reminder, TaskType::Reminder)]
    #[case(todo(json!(null)), TriggerKind::Manual, TaskType::Todo)]
    #[case(todo(json!({"event": true})), TriggerKind::Reminder, TaskType::Todo)]
    #[case(todo(json!({"webhook": {"url": "http://b.example"}})), TriggerKind::Manual, TaskType::Webhook)]
    fn work_depends_on_type_and_trigger(
        #[case] task: Task,
        #[case] trigger: TriggerKind,
        #[case] expected: TaskType,
    ) {
        let (spec, config) = task.work(trigger);
        assert_eq!(spec.task_type(), expected);
        assert_eq!(config.is_some(), expected == TaskType::Http);
    }

    #[test]
    fn a_notification_contains_the_task_verbatim() {
        let (spec, _) = todo(json!({"webhook": {"url": "http://b.example"}})).work(TriggerKind::Reminder);
        let TaskSpec::Webhook(webhook) = spec else { panic!("{spec:?}") };
        let body = webhook.http.body.unwrap();
        check_value(&body, &Path::body()).unwrap();
        assert_eq!(body["type"], "task.reminder");
        assert_eq!(body["data"]["name"], "pay $${input.much}");
        assert_eq!(body["data"]["message"], "soon");
    }

    #[test]
    fn a_body_of_the_owner_is_sent() {
        let written = json!({"webhook": {"url": "http://b.example", "body": {"text": "now"}}});
        let (spec, _) = todo(written).work(TriggerKind::Reminder);
        let TaskSpec::Webhook(webhook) = spec else { panic!("{spec:?}") };
        assert_eq!(webhook.http.body, Some(json!({"text": "now"})));
    }
}
