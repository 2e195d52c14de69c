use beadle_values::{
    id::{OwnerId, TaskId},
    violation::{Path, Violations},
};
use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;

use super::*;

fn parse(body: &Value) -> Result<TaskDraft, Violations> {
    TaskDraft::parse(body, &Path::body())
}

fn minimal() -> Value {
    json!({"name": "ping", "type": "http", "config": {"url": "http://a.example/"}})
}

fn with(members: &Value) -> Value {
    let mut body = minimal();
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn task(draft: TaskDraft) -> Task {
    let id = TaskId::from_uuid(uuid::Uuid::nil());
    draft.into_task(id, OwnerId::parse("ada").unwrap(), Timestamp::UNIX_EPOCH)
}

#[test]
fn what_is_left_out_has_a_default() {
    let draft = parse(&minimal()).unwrap();
    assert_eq!((draft.name.as_str(), draft.description, draft.schedule), ("ping", None, None));
    assert_eq!((draft.policy, draft.priority), (StatedPolicy::default(), Priority::Medium));
    assert!(draft.tags.is_empty() && draft.metadata.is_empty());
}

#[test]
fn null_is_as_good_as_left_out() {
    let nulls = json!({
        "description": null, "schedule": null, "priority": null, "tags": null, "metadata": null, "timeout": null,
        "retries": null,
    });
    assert_eq!(parse(&with(&nulls)).unwrap(), parse(&minimal()).unwrap());
}

#[test]
fn the_webhook_of_seed_002() {
    let draft = parse(&json!({
        "name": "Discord Notification", "type": "webhook",
        "config": {
            "url": "https://discord.com/api/webhooks/1", "method": "POST",
            "headers": {"Content-Type": "application/json"}, "body": {"content": "Task completed!"},
        },
    }))
    .unwrap();
    assert_eq!(draft.spec.task_type(), TaskType::Webhook);
}

#[rstest]
#[case(json!({"name": 1}), &["body.name"])]
#[case(json!({"name": "  "}), &["body.name"])]
#[case(json!({"name": "x".repeat(256)}), &["body.name"])]
#[case(json!({"description": 1}), &["body.description"])]
#[case(json!({"description": "x".repeat(10_001)}), &["body.description"])]
#[case(json!({"task_type": "http"}), &["body.task_type"])]
#[case(json!({"type": "magic"}), &["body.type"])]
#[case(json!({"config": 1}), &["body.config"])]
#[case(json!({"config": {}}), &["body.config.url"])]
#[case(json!({"schedule": "sometimes"}), &["body.schedule"])]
#[case(json!({"priority": "urgent"}), &["body.priority"])]
#[case(json!({"tags": "a"}), &["body.tags"])]
#[case(json!({"tags": ["a", 1, ""]}), &["body.tags[1]", "body.tags[2]"])]
#[case(json!({"tags": vec!["a"; 51]}), &["body.tags"])]
#[case(json!({"metadata": 1}), &["body.metadata"])]
#[case(json!({"timeout": "1h"}), &["body.timeout"])]
#[case(json!({"retries": 101}), &["body.retries"])]
#[case(json!({"retries": 1, "retry": 1}), &["body.retries"])]
#[case(json!({"colour": 1, "status": "completed"}), &["body.colour", "body.status"])]
fn what_is_refused(#[case] members: Value, #[case] places: &[&str]) {
    let violations = parse(&with(&members)).unwrap_err();
    assert_eq!(violations.iter().map(|violation| violation.path.to_string()).collect::<Vec<_>>(), places);
}

#[test]
fn nothing_at_all_lacks_a_name_and_a_type() {
    let violations = parse(&json!({})).unwrap_err();
    let missing: Vec<_> = violations.iter().map(|v| (v.path.to_string(), v.kind)).collect();
    assert_eq!(missing, [("body.name".to_owned(), "missing"), ("body.type".to_owned(), "missing")]);
    assert!(parse(&json!([])).is_err());
}

/// What PUT and PATCH start from says what the task says, or an edit of one member would change another.
#[rstest]
#[case(json!({}))]
#[case(json!({"description": "d", "tags": ["a", "b"], "metadata": {"k": [1]}, "priority": "high"}))]
#[case(json!({"timeout": "90s", "retries": 4}))]
#[case(json!({"retry": {"strategy": "fixed", "delay": "3s", "max_retries": 1, "retry_on": [409, "timeout"]}}))]
#[case(json!({"retry": {"strategy": "linear", "delay": "3s", "max_delay": "1m"}}))]
#[case(json!({"retry": {"strategy": "exponential", "delay": 10, "max_delay": 20, "multiplier": 1.5, "jitter": false}}))]
#[case(json!({"retry": {"delays": ["1s", "10s"]}}))]
#[case(json!({"schedule": "every 30 seconds"}))]
#[case(json!({"schedule": "2027-01-01T09:00:00Z"}))]
#[case(json!({"schedule": {
    "cron": "0 9 * * 1-5", "timezone": "Europe/Berlin", "start": "2027-01-01T00:00:00Z", "jitter": "30s",
    "overlap": "queue", "catch_up": {"all": "6h"},
}}))]
#[case(json!({"type": "webhook", "config": {
    "url": "http://a.example/x?y=1", "headers": {"X-A": "b"}, "query": {"q": ["1", 2]}, "body": {"deep": [null, {}]},
}}))]
fn a_document_reads_back_as_its_task(#[case] members: Value) {
    let draft = parse(&with(&members)).unwrap();
    let document = TaskDraft::document(&task(draft.clone()));
    assert_eq!(parse(&Value::Object(document)).unwrap(), draft);
}

proptest! {
    #[test]
    fn parsing_never_panics(name in ".{0,40}", member in "[a-z_]{0,12}", number in any::<f64>(), text in ".{0,40}") {
        for value in [json!(number), json!(text), json!([text]), json!({ text.clone(): number })] {
            let body = json!({"name": name, "type": "http", "config": {"url": text, member.clone(): value}, member.clone(): value});
            let _ = parse(&body);
        }
    }
}
