use beadle_domain::{
    execution::{Event, Failure, TriggerKind},
    specimen::{self, task},
};
use beadle_values::violation::Path;
use rstest::rstest;
use serde_json::{Value, json};

use super::*;

fn telling(notify: Value) -> Task {
    Task { notify: Some(Notify::parse(&notify, &Path::body()).unwrap()), ..task(0, &[]) }
}

fn ended(status: Status) -> ExecutionFacts {
    let running = specimen::claimed(&specimen::pending(), 1);
    let event = match status {
        Status::Completed => Event::Succeed { answer: None },
        Status::Failed => Event::Fail { failure: Failure::http_status(500, None), answer: None },
        _ => Event::Cancel { reason: beadle_domain::execution::CancelReason::Requested },
    };
    ExecutionFacts::from(&running.apply(event, specimen::at(2)).unwrap())
}

#[rstest]
#[case(json!(["completed"]), Status::Completed, None, Some(Occasion::Completed))]
#[case(json!(["completed"]), Status::Completed, Some(Status::Failed), Some(Occasion::Completed))]
#[case(json!(["completed", "recovered"]), Status::Completed, Some(Status::Failed), Some(Occasion::Recovered))]
#[case(json!(["recovered"]), Status::Completed, Some(Status::Completed), None)]
#[case(json!(["recovered"]), Status::Completed, None, None)]
#[case(json!(["failed"]), Status::Failed, Some(Status::Failed), Some(Occasion::Failed))]
#[case(json!(["completed", "recovered"]), Status::Failed, None, None)]
#[case(json!(["completed", "failed", "recovered"]), Status::Cancelled, Some(Status::Failed), None)]
fn what_is_told(
    #[case] on: Value,
    #[case] status: Status,
    #[case] before: Option<Status>,
    #[case] expected: Option<Occasion>,
) {
    let task = telling(json!({"on": on, "event": true}));
    assert_eq!(occasion(task.notify.as_ref().unwrap(), &ended(status), before, false), expected);
}

#[rstest]
#[case(json!(["completed", "recovered", "reminder"]), Status::Completed, Some(Occasion::Reminder))]
#[case(json!(["completed", "recovered"]), Status::Completed, None)]
#[case(json!(["failed", "reminder"]), Status::Failed, Some(Occasion::Failed))]
#[case(json!(["reminder"]), Status::Cancelled, None)]
fn a_reminder_is_told_as_one(#[case] on: Value, #[case] status: Status, #[case] expected: Option<Occasion>) {
    let task = telling(json!({"on": on, "event": true}));
    let notified = occasion(task.notify.as_ref().unwrap(), &ended(status), Some(Status::Failed), true);
    assert_eq!(notified, expected);
}

#[test]
fn the_webhook_of_a_reminder_is_called_once_and_its_event_says_reminder() {
    let task = telling(json!({"on": ["reminder"], "webhook": {"url": "https://a.example"}, "event": true}));
    let end = ended(Status::Completed);
    let notice = Notice {
        task: &task,
        occasion: Occasion::Reminder,
        at: specimen::at(2),
        because: None,
        execution: Some(&end),
    };
    let notification = notice.notification(&RunDefaults::AD_HOC, specimen::at(5));
    assert_eq!(notification.webhook, None, "the execution of the reminder called it");
    let event = serde_json::to_value(notification.event.unwrap()).unwrap();
    assert_eq!((&event["occasion"], &event["execution_id"]), (&json!("reminder"), &json!(end.id)));
}

#[test]
fn a_notification_is_the_same_however_often_it_is_made() {
    let webhook = json!({"url": "https://a.example/hook", "secret": "${secret:hook}"});
    let task = telling(json!({"on": ["failed"], "webhook": webhook, "event": true}));
    let end = ended(Status::Failed);
    let notice = Notice {
        task: &task,
        occasion: Occasion::Failed,
        at: specimen::at(2),
        because: None,
        execution: Some(&end),
    };
    let [first, later] =
        [5, 50].map(|second| notice.notification(&RunDefaults::AD_HOC, specimen::at(second)));
    let [webhook, again] = [first.webhook.unwrap(), later.webhook.unwrap()];
    assert_eq!((webhook.id(), first.event), (again.id(), later.event));

    let request = &webhook.request;
    assert_eq!((request.task_id, request.trigger.kind), (None, TriggerKind::Event));
    assert_eq!((request.trigger.notice_of, request.listed_with()), (Some(task.id), Some(task.id)));
    assert_eq!(request.input["type"], "task.failed");
    assert_eq!(request.input["status"], "failed");
    assert_eq!(request.input["execution_id"], json!(end.id));
    let TaskSpec::Webhook(spec) = &request.spec else { panic!("a webhook") };
    assert_eq!(spec.http.body, Some(json!("${input}")));
    assert_eq!(spec.signing_secrets().count(), 1);
}

#[test]
fn a_body_of_its_own_is_kept() {
    let webhook = json!({"url": "https://a.example", "body": {"text": "${input.task_name} ${input.status}"}});
    let task = telling(json!({"on": ["completed"], "webhook": webhook}));
    let end = ended(Status::Completed);
    let notice = Notice {
        task: &task,
        occasion: Occasion::Completed,
        at: specimen::at(2),
        because: None,
        execution: Some(&end),
    };
    let notification = notice.notification(&RunDefaults::AD_HOC, specimen::at(5));
    assert_eq!(notification.event, None);
    let request = notification.webhook.unwrap().request;
    let TaskSpec::Webhook(spec) = &request.spec else { panic!("a webhook") };
    assert_eq!(spec.http.body, Some(json!({"text": "${input.task_name} ${input.status}"})));
}
