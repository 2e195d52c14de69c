use beadle_domain::{
    execution::{Execution, Request, Trigger, TriggerKind},
    policy::{RunDefaults, StatedPolicy},
    spec::{TaskSpec, TaskType},
};
use beadle_values::{id::ExecutionId, violation::Path};
use serde_json::json;
use uuid::Uuid;

use super::*;

fn message(text: &str) -> Message {
    let config = json!({"url": "https://example.com", "method": "POST", "body": {"text": text}});
    let created_at = Timestamp::UNIX_EPOCH;
    let request = Request {
        id: ExecutionId::from_uuid(Uuid::from_u128(1)),
        owner: OwnerId::parse("ada").unwrap(),
        task_id: None,
        spec: TaskSpec::parse(TaskType::Http, config.as_object().unwrap(), &[], &Path::body()).unwrap(),
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::AD_HOC, false),
        priority: Priority::Medium,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Api),
        created_at,
        batch_id: None,
        idempotency: None,
    };
    Message::start(Execution::new(request, created_at))
}

#[test]
fn a_body_has_only_characters_that_sqs_accepts_and_reads_back() {
    let text: String = ('\0'..='\u{ffff}').chain(['𝄞', '\u{10ffff}']).collect();
    let message = message(&text);
    let body = body(&message).unwrap();
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    assert_eq!(body.chars().find(|c| !allowed(*c)), None);
    assert_eq!(serde_json::from_str::<Message>(&body).unwrap(), message);
}

#[test]
fn a_too_large_message_is_refused_before_it_is_sent() {
    assert!(body(&message(&"x".repeat(900 * 1024))).is_ok());
    assert!(matches!(body(&message(&"x".repeat(1024 * 1024))), Err(QueueError::TooLarge(_))));
}

#[test]
fn delays_are_rounded_up_to_whole_seconds() {
    let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
    for (due, now, expected) in
        [(0, 1, 0), (5, 5, 0), (1, 0, 1), (1_000, 0, 1), (1_001, 0, 2), (900_000, 0, 900)]
    {
        assert_eq!(seconds_until(at(due), at(now)), expected, "{due} - {now}");
    }
}

#[test]
fn every_owner_has_a_group_of_its_own_that_sqs_accepts() {
    let long = "x".repeat(129);
    let owners = ["ada", "auth0|ada", "ada lovelace", "ada\u{a0}lovelace", "größe", &long];
    let groups = owners.map(|owner| group(&OwnerId::parse(owner).unwrap()));
    for (owner, group) in owners.iter().zip(&groups) {
        assert!(group.len() <= 128 && group.bytes().all(|byte| byte.is_ascii_graphic()), "{owner}: {group}");
    }
    assert_eq!(groups[1], "auth0|ada");
    let distinct: std::collections::HashSet<_> = groups.iter().collect();
    assert_eq!(distinct.len(), owners.len());
}
