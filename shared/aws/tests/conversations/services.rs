//! Conversations with SQS, EventBridge Scheduler and EventBridge.

use beadle_application::port::{Arming, EventBus, Queue, QueueError, Scheduler, SchedulerError};
use beadle_aws::{EventBusSettings, QueueSettings, SchedulerSettings, settings::QueueAddress};
use beadle_domain::{
    event::{DomainEvent, EventDetail, EventKind},
    execution::{Execution, Message, bundle},
};
use beadle_schedule::Schedule;
use beadle_values::id::{EventId, OwnerId, TaskId};
use futures_util::future::{join_all, try_join_all};
use jiff::SignedDuration;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    script::Script,
    specimen::{NOW, execution, still},
};

fn execution_of(owner: &str) -> Execution {
    let mut request = (*execution().request).clone();
    request.owner = OwnerId::parse(owner).unwrap();
    Execution::new(request, NOW)
}

fn queues() -> QueueSettings {
    let address = |name: &str| QueueAddress {
        url: format!("https://sqs.us-east-1.amazonaws.com/123456789012/{name}"),
        arn: format!("arn:aws:sqs:us-east-1:123456789012:{name}"),
    };
    QueueSettings {
        dispatch: address("dispatch"),
        express: address("express"),
        group: "beadle".into(),
        role_arn: "arn:aws:iam::123456789012:role/scheduler".into(),
        dead_letter_arn: None,
        fair: true,
    }
}

fn scheduling() -> SchedulerSettings {
    SchedulerSettings {
        group: "beadle".into(),
        role_arn: "arn:aws:iam::123456789012:role/scheduler".into(),
        tick_queue_arn: "arn:aws:sqs:us-east-1:123456789012:ticks".into(),
        dead_letter_arn: None,
    }
}

fn arming(phrase: &str, schedule_version: u64) -> Arming {
    Arming {
        task: TaskId::from_uuid(Uuid::from_u128(2)),
        schedule: Schedule::from_phrase(phrase).unwrap().unwrap(),
        schedule_version,
        anchor: NOW,
    }
}

#[tokio::test]
async fn a_message_waits_in_the_queue_or_on_a_schedule() {
    let message = Message::start(execution());
    let table = [(0, None), (-5, None), (1, Some(1)), (900, Some(900))];
    for (seconds, delay) in table {
        let script = Script::default().answers("SendMessage", json!({"MessageId": "1"}));
        let queue = script.aws().queue(queues(), still());
        queue.send(&message, Some(NOW + SignedDuration::from_secs(seconds))).await.unwrap();
        let asked = script.asked();
        assert_eq!(
            asked[0]["DelaySeconds"],
            delay.map_or(Value::Null, |delay: i64| json!(delay)),
            "{seconds}"
        );
        assert_eq!(asked[0]["MessageGroupId"], "ada");
    }

    let script =
        Script::default().answers("POST /schedules/exe_00000000000000000000000000000007-v1", json!({}));
    let queue = script.aws().queue(queues(), still());
    queue.send(&message, Some(NOW + SignedDuration::from_secs(901))).await.unwrap();
    let asked = &script.asked()[0];
    assert_eq!(asked["ScheduleExpression"], "at(2027-01-15T08:14:00)");
    assert_eq!(asked["ActionAfterCompletion"], "DELETE");
    assert_eq!(asked["Target"]["Arn"], "arn:aws:sqs:us-east-1:123456789012:dispatch");
    let sent: Message = serde_json::from_str(asked["Target"]["Input"].as_str().unwrap()).unwrap();
    assert_eq!(sent, message);
}

/// The messages of each body, by the owner, in the order of the requests.
fn bodies(asked: &[Value]) -> Vec<Vec<(String, usize)>> {
    let one = |entry: &Value| {
        let group = entry["MessageGroupId"].as_str().unwrap().to_owned();
        (group, bundle::messages(entry["MessageBody"].as_str().unwrap()).len())
    };
    let entries = |request: &Value| match request["Entries"].as_array() {
        Some(entries) => entries.iter().map(one).collect(),
        None => vec![one(request)],
    };
    asked.iter().map(entries).collect()
}

#[tokio::test]
async fn messages_of_one_owner_that_are_sent_together_share_a_body() {
    let script = Script::default().answers("SendMessageBatch", json!({"Successful": [], "Failed": []}));
    let queue = script.aws().queue(queues(), still());
    let of = |owner: &str| Message::start(execution_of(owner));
    let messages: Vec<_> = ["ada", "bob"].into_iter().flat_map(|owner| vec![of(owner); 13]).collect();
    let later = Some(NOW + SignedDuration::from_secs(5));
    let sent = messages.iter().enumerate().map(|(n, message)| queue.send(message, later.filter(|_| n == 0)));
    try_join_all(sent).await.unwrap();
    let mut sizes = bodies(&script.asked()).remove(0);
    sizes.sort();
    let expected = [("ada", 1), ("ada", 2), ("ada", 10), ("bob", 3), ("bob", 10)];
    assert_eq!(sizes, expected.map(|(owner, size)| (owner.to_owned(), size)));
    assert_eq!(
        script.asked()[0]["Entries"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["DelaySeconds"] == 5)
            .count(),
        1
    );
}

#[tokio::test]
async fn queues_that_are_not_fair_name_no_owner_and_let_owners_share_a_body() {
    let script = Script::default().answers("SendMessage", json!({"MessageId": "1"}));
    let queue = script.aws().queue(QueueSettings { fair: false, ..queues() }, still());
    let messages = ["ada", "bob"].map(|owner| Message::start(execution_of(owner)));
    try_join_all(messages.iter().map(|message| queue.send(message, None))).await.unwrap();
    let asked = script.asked();
    assert_eq!(asked[0]["MessageGroupId"], Value::Null);
    assert_eq!(bundle::messages(asked[0]["MessageBody"].as_str().unwrap()).len(), 2);
}

#[tokio::test]
async fn messages_that_are_sent_apart_share_only_the_request() {
    let script = Script::default().answers("SendMessageBatch", json!({"Successful": [], "Failed": []}));
    let queue = script.aws().queue(queues(), still());
    queue.send_apart(&vec![Message::start(execution()); 3]).await.unwrap();
    assert_eq!(bodies(&script.asked()), [vec![("ada".to_owned(), 1); 3]]);
}

#[tokio::test]
async fn a_body_that_is_refused_fails_its_messages_and_no_others() {
    let refused = json!({"Id": "1", "Code": "InternalError", "SenderFault": false, "Message": "scripted"});
    let script =
        Script::default().answers("SendMessageBatch", json!({"Successful": [], "Failed": [refused]}));
    let queue = script.aws().queue(queues(), still());
    let messages = ["ada", "ada", "bob", "bob"].map(|owner| Message::start(execution_of(owner)));
    let results = join_all(messages.iter().map(|message| queue.send(message, None))).await;
    let sent: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(sent, [true, true, false, false]);
    assert!(matches!(results[2], Err(QueueError::Unavailable(_))), "{results:?}");
}

#[tokio::test]
async fn a_scheduled_message_is_not_scheduled_again() {
    let script =
        Script::default().fails("POST /schedules/", "ConflictException", json!({"Message": "exists"}));
    let later = NOW + SignedDuration::from_hours(2);
    script.aws().queue(queues(), still()).send(&Message::start(execution()), Some(later)).await.unwrap();
    script.asked();
}

#[tokio::test]
async fn an_unavailable_queue_is_reported() {
    let script = Script::default().fails("SendMessage", "RequestThrottled", json!({})).fails(
        "SendMessage",
        "RequestThrottled",
        json!({}),
    );
    let error = script.aws().queue(queues(), still()).send(&Message::start(execution()), None).await;
    assert!(matches!(error, Err(QueueError::Unavailable(_))), "{error:?}");
}

#[tokio::test]
async fn a_schedule_is_created_or_updated_as_needed() {
    const PATH: &str = "/schedules/tsk_00000000000000000000000000000002";
    let create: &'static str = "POST /schedules/tsk_";
    let update: &'static str = "PUT /schedules/tsk_";
    let arn = json!({"ScheduleArn": format!("arn:aws:scheduler:us-east-1:123456789012:schedule{PATH}")});
    let missing = || json!({"Message": "none"});
    let conversations = [
        (1, Script::default().answers(create, arn.clone())),
        (1, Script::default().fails(create, "ConflictException", missing()).answers(update, arn.clone())),
        (5, Script::default().answers(update, arn.clone())),
        (
            5,
            Script::default()
                .fails(update, "ResourceNotFoundException", missing())
                .answers(create, arn.clone()),
        ),
    ];
    for (version, script) in conversations {
        let scheduler = script.aws().scheduler(scheduling(), still());
        scheduler.arm(&arming("every 5 minutes", version)).await.unwrap();
        for asked in script.asked() {
            assert_eq!(asked["ScheduleExpression"], "rate(5 minutes)");
            assert_eq!(asked["FlexibleTimeWindow"]["Mode"], "OFF");
            let tick: Value = serde_json::from_str(asked["Target"]["Input"].as_str().unwrap()).unwrap();
            let expected = json!({
                "task_id": "tsk_00000000000000000000000000000002",
                "schedule_version": version,
                "scheduled_time": "<aws.scheduler.scheduled-time>",
            });
            assert_eq!(tick, expected);
        }
    }
}

#[tokio::test]
async fn a_schedule_that_is_never_due_again_is_removed() {
    let missing = json!({"Message": "none"});
    let script = Script::default().fails("DELETE /schedules/tsk_", "ResourceNotFoundException", missing);
    let scheduler = script.aws().scheduler(scheduling(), still());
    scheduler.arm(&arming("at(2026-01-01T09:00:00)", 1)).await.unwrap();
    script.asked();
}

#[tokio::test]
async fn a_rejected_schedule_differs_from_an_unavailable_service() {
    for (code, refused) in [("ValidationException", true), ("ServiceQuotaExceededException", false)] {
        let script = Script::default().fails("POST /schedules/", code, json!({"Message": "no"}));
        let error = script.aws().scheduler(scheduling(), still()).arm(&arming("every 5 minutes", 1)).await;
        assert_eq!(matches!(error, Err(SchedulerError::Rejected(_))), refused, "{code}: {error:?}");
        assert!(error.is_err());
    }
}

fn deleted(number: u128) -> DomainEvent {
    let task_id = TaskId::from_uuid(Uuid::from_u128(number));
    let user_id = execution().request.owner.clone();
    let event_id = EventId::from_uuid(Uuid::from_u128(number));
    DomainEvent { event_id, time: NOW, detail: EventDetail::Deleted { task_id, user_id } }
}

#[tokio::test]
async fn only_rejected_events_are_sent_again() {
    let (taken, not_taken) = (json!({"EventId": "1"}), json!({"ErrorCode": "ThrottlingException"}));
    let script = Script::default()
        .answers("PutEvents", json!({"FailedEntryCount": 1, "Entries": [taken, not_taken, taken]}))
        .answers("PutEvents", json!({"FailedEntryCount": 0, "Entries": [taken]}));
    let settings = EventBusSettings { bus: "beadle".into(), published: vec![EventKind::TaskDeleted] };
    script.aws().event_bus(settings).publish(&[deleted(1), deleted(2), deleted(3)]).await.unwrap();
    let asked = script.asked();
    let repeated: DomainEvent =
        serde_json::from_str(asked[1]["Entries"][0]["Detail"].as_str().unwrap()).unwrap();
    assert_eq!((repeated, asked[1]["Entries"].as_array().unwrap().len()), (deleted(2), 1));
    assert_eq!(asked[0]["Entries"][0]["DetailType"], "task.deleted");
    assert_eq!(asked[0]["Entries"][0]["Source"], "beadle");
}

#[tokio::test]
async fn events_of_other_kinds_are_not_published() {
    let script = Script::default();
    let settings = EventBusSettings { bus: "beadle".into(), published: vec![EventKind::TaskExecuted] };
    script.aws().event_bus(settings).publish(&[deleted(1)]).await.unwrap();
    assert!(script.asked().is_empty());
}
