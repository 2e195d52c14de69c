use beadle_values::{
    id::{OwnerId, TaskId},
    violation::Path,
};
use jiff::Timestamp;
use rstest::rstest;
use serde_json::{Value, json};

use super::{ids::ids_in, secrets::missing_from, *};
use crate::{config::ConfigDraft, day_calendar::CalendarDraft, specimen::at, task::TaskDraft};

fn ada() -> OwnerId {
    OwnerId::parse("ada").unwrap()
}

fn now() -> Timestamp {
    at(1_000_000)
}

fn task_record(body: Value) -> Record {
    let draft = TaskDraft::parse(&body, &Path::body()).unwrap();
    let id = TaskId::from_uuid(uuid::Uuid::from_u128(7));
    task::record(&draft.into_task(id, ada(), at(5)), None)
}

#[rstest]
#[case(json!({"name": "a", "type": "todo", "is_completed": true, "due_date": "2027-01-01T08:00:00Z"}))]
#[case(json!({"name": "b", "type": "api_call", "config": {"url": "https://a.example/", "headers": {"x-key": "${secret:a}"}},
    "schedule": {"cron": "0 7 * * *", "timezone": "Europe/Berlin", "overlap": "skip"}, "retries": 2, "timeout": "10s",
    "notify": {"on": ["failed"], "webhook": {"url": "https://b.example/"}}, "tags": ["x"], "input": {"a": 1}}))]
#[case(json!({"name": "c", "key": "shop/c", "plan": {"name": "shop", "digest": "9f86d081"}, "type": "monitor", "config": {"period": "1h"}}))]
fn a_task_that_is_read_from_its_record_has_the_same_record(#[case] body: Value) {
    let before = task_record(body);
    let read = task::read(&Record::read(&before.value()).unwrap(), now()).unwrap();
    let grace = OwnerId::parse("grace").unwrap();
    let imported = read.into_task(&grace, now());
    assert_eq!((&imported.owner, imported.imported_at), (&grace, Some(now())));
    assert_eq!(task::record(&imported, None), before);
}

#[test]
fn a_config_and_a_calendar_read_back() {
    let body = json!({
        "key": "users", "plan": {"name": "shop", "digest": "9f86d081"}, "name": "Users API", "base_url": "https://api.example.com/v1/", "headers": {"Accept": "application/json"},
        "auth": {"type": "bearer", "token": "${secret:users-api#token}"}, "timeout": "10s", "concurrency": 5,
        "rate_limit": {"rate": 100, "per": "1s", "burst": 200}, "breaker": {"failure_rate": 0.5, "window": "30s"}
    });
    let draft = ConfigDraft::parse(&body, &Path::body()).unwrap();
    let ConfigDraft { key, name, description, shared, profile, plan } = draft;
    let config = crate::config::Config {
        id: "cfg_00000000000000000000000000000001".parse().unwrap(),
        owner: ada(),
        key,
        name,
        description,
        shared,
        profile,
        plan,
        created_at: at(1),
        updated_at: at(2),
        updated_by: ada(),
        version: 3,
        idempotency: None,
    };
    let record = config::record(&config);
    assert_eq!(config::read(&Record::read(&record.value()).unwrap(), &ada(), now()).unwrap(), config);

    let body = json!({
        "description": "closed", "plan": {"name": "shop", "digest": "9f86d081"}, "days": ["2027-05-06", {"days": "2027-12-24/2028-01-01", "title": "Holidays"}],
        "weekly": ["sunday"], "recurring": [{"rule": "FREQ=YEARLY", "first": "2020-12-25", "title": "Christmas Day"}]
    });
    let draft = CalendarDraft::parse(&body, &Path::body()).unwrap();
    let calendar = crate::day_calendar::Calendar {
        owner: Some(ada()),
        name: "closed".parse().unwrap(),
        description: draft.description,
        days: draft.days,
        plan: draft.plan,
        created_at: at(1),
        updated_at: at(1),
        updated_by: ada(),
        version: 1,
    };
    let record = calendar::record(&calendar);
    assert_eq!(calendar::read(&Record::read(&record.value()).unwrap(), &ada(), now()).unwrap(), calendar);
}

#[rstest]
#[case(json!([]), "type_error")]
#[case(json!({"version": 1, "id": "x"}), "missing")]
#[case(json!({"kind": "tasks", "version": 1, "id": "x"}), "enum")]
#[case(json!({"kind": "task", "version": 2, "id": "x"}), "unknown_version")]
#[case(json!({"kind": "task", "id": "x"}), "unknown_version")]
#[case(json!({"kind": "task", "version": 1}), "missing")]
fn what_is_not_known_is_not_guessed(#[case] value: Value, #[case] kind: &str) {
    let violations = Record::read(&value).unwrap_err();
    assert_eq!(violations.iter().map(|violation| violation.kind).collect::<Vec<_>>(), [kind]);
}

#[test]
fn a_state_that_can_not_be_is_refused() {
    let mut value = task_record(json!({"name": "a", "type": "todo"})).value();
    value["state"]["version"] = json!(0);
    value["state"]["created_at"] = json!("2999-01-01T00:00:00Z");
    value["members"]["name"] = json!("");
    let violations = task::read(&Record::read(&value).unwrap(), now()).unwrap_err();
    let places: Vec<String> = violations.iter().map(|violation| violation.path.to_string()).collect();
    assert_eq!(places, ["body.state.created_at", "body.state.version", "body.name"]);
    value["state"]["colour"] = json!("red");
    assert!(task::read(&Record::read(&value).unwrap(), now()).is_err());
}

#[test]
fn credentials_are_masked_and_named_as_secrets_are() {
    let record = task_record(
        json!({"name": "a", "type": "http", "config": {"url": "https://a.example/${secret:one#x}",
        "headers": {"Authorization": "Bearer abc", "X-Api-Key": "${secret:two}"}}}),
    );
    assert!(!record.value().to_string().contains("abc"));
    let missing: Vec<(Withheld, String)> =
        missing_from(&record).into_iter().map(|missing| (missing.what, missing.name)).collect();
    assert_eq!(
        missing,
        [
            (Withheld::Secret, "one".to_owned()),
            (Withheld::Secret, "two".to_owned()),
            (Withheld::Credential, "members.config.headers.authorization".to_owned()),
        ]
    );
}

#[test]
fn ids_are_replaced_wherever_they_stand() {
    let (old, other) = ("tsk_00000000000000000000000000000001", "exe_00000000000000000000000000000002");
    let value = json!({"dependencies": [old], "url": format!("https://x/${{dep.{old}.result}}/a_b_{other}"), old: {"é_": 1}});
    assert_eq!(ids_in(&value).len(), 2);
    let mapped = AnyId::parse(old).unwrap().for_import(&ada());
    let replaced = replace_ids(&value, &mut |id| matches!(id, AnyId::Task(_)).then_some(mapped)).to_string();
    assert!(!replaced.contains(old) && replaced.contains(other) && replaced.contains("é_"), "{replaced}");
    assert_eq!(replaced.matches(&mapped.to_string()).count(), 3);
}
