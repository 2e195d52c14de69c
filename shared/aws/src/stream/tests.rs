use std::sync::Arc;

use beadle_domain::{
    execution::{
        AnswerBody, CancelReason, Event, Execution, Failure, FailureCode, Request, Trigger,
        stored::{Stored, StoredProgress},
    },
    gate::{BreakerState, GateKey, GatePart, Pause, PauseState, PauseTarget, PhaseName, Transition, breaker},
    policy::{BreakerPolicy, RunDefaults, StatedPolicy},
    projection::audit::Verb,
    spec::TaskSpec,
    task::{Priority, Task},
};
use beadle_values::{
    id::{ConfigId, ExecutionId, ListParts, OwnerId},
    violation::Path,
};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    gates::GateRow,
    row::{early_cancel::EarlyCancel, json::StoredJson},
};

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap()
}

fn execution(body: &str) -> Execution {
    let config = json!({"url": "https://example.com", "body": {"text": body}});
    let request = Request {
        id: ExecutionId::from_uuid(Uuid::from_u128(1)),
        owner: OwnerId::parse("a#E").unwrap(),
        task_id: Some(TaskId::from_uuid(Uuid::from_u128(2))),
        spec: TaskSpec::parse(TaskType::Webhook, config.as_object().unwrap(), &[], &Path::body()).unwrap(),
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::TASK, false),
        priority: Priority::High,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(TriggerKind::Manual),
        created_at: at(1_234),
        batch_id: None,
        idempotency: None,
    };
    Execution::new(request, at(1_234))
}

/// The stream's image of a row.
fn image(execution: &Execution) -> Item {
    let (row, _) = ExecutionRow::new(execution, ListParts::ONE).unwrap();
    serde_dynamo::to_item(row).unwrap()
}

fn nothing() -> Item {
    Item::from(std::collections::HashMap::<String, AttributeValue>::new())
}

#[test]
fn the_changes_of_an_execution() {
    let by_index = ["small".to_owned(), "large ".repeat(2_000)].map(|body| execution(&body));
    let by_key = by_index.clone().map(|mut execution| {
        let request = Arc::make_mut(&mut execution.request);
        request.id = ExecutionId::in_list_of(&request.owner, 0, request.created_at, Uuid::nil());
        execution
    });
    for pending in by_index.into_iter().chain(by_key) {
        let running = pending.apply(Event::Claim { lease_until: at(90_000) }, at(2_000)).unwrap();
        let failure = Failure::new(FailureCode::Timeout, "no answer");
        let failed = running.apply(Event::Fail { failure, answer: None }, at(3_000)).unwrap();
        let steps = [(None, &pending), (Some(&pending), &running), (Some(&running), &failed)];
        for (before, after) in steps {
            let old = before.map_or_else(nothing, image);
            let expected = Change::Execution { before: before.map(Before::from), after: after.into() };
            assert_eq!(change_of(&old, &image(after)).unwrap(), Some(expected));
        }
    }
}

/// In its row as text, compressed, and in an object beside it: what the projector counts is the same.
#[test]
fn the_size_of_a_response_changes_nothing_but_the_cost() {
    // Letters in an order that repeats nothing.
    let mut state: u64 = 7;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap())
    };
    let bodies = [100, 6_000, 40_000].map(|size| (0..size).map(|_| letter()).collect::<String>());
    let forms = bodies.map(|text| {
        let running = execution("small").apply(Event::Claim { lease_until: at(90_000) }, at(2_000)).unwrap();
        let body = AnswerBody::Json(json!({"usage": {"total_tokens": 12}, "text": text}));
        let answer = Answer {
            status: Some(200),
            headers: Default::default(),
            body,
            size: 0,
            truncated: false,
            extracted: None,
            warnings: Vec::new(),
        };
        let ended = running.apply(Event::Succeed { answer: Some(answer) }, at(3_000)).unwrap();
        let stored = StoredProgress::of(&ended).unwrap();
        let form = (matches!(stored.row, Stored::Packed(_)), stored.object.is_some());
        let (mut row, _) = ExecutionRow::new(&ended, ListParts::ONE).unwrap();
        row.progress = StoredJson(stored.row);
        let image = serde_dynamo::to_item(row).unwrap();
        let Some(Change::Execution { after, .. }) = change_of(&nothing(), &image).unwrap() else {
            panic!("no change")
        };
        assert_eq!(after, ExecutionFacts::from(&ended));
        assert_eq!(after.tokens, 12);
        form
    });
    assert_eq!(forms, [(false, false), (true, false), (false, true)]);
}

#[test]
fn one_that_ended_in_another_service_is_history() {
    let ended = Execution::completed((*execution("small").request).clone());
    let mut image = image(&ended);
    image.insert("is_history".to_owned(), AttributeValue::Bool(true));
    let Some(Change::Execution { before: None, after }) = change_of(&nothing(), &image).unwrap() else {
        panic!("no change");
    };
    assert_eq!(after, ExecutionFacts { is_history: true, ..ExecutionFacts::from(&ended) });
}

#[test]
fn a_write_that_changes_neither_state_nor_task_is_no_change() {
    let running = execution("small").apply(Event::Claim { lease_until: at(90_000) }, at(2_000)).unwrap();
    let mut renewed = image(&running);
    renewed.insert("lease_until".to_owned(), AttributeValue::N("120000".to_owned()));
    assert_eq!(change_of(&image(&running), &renewed).unwrap(), None);
    let mut cancelled = renewed.clone();
    cancelled.insert("cancel_requested".to_owned(), AttributeValue::Bool(true));
    assert_eq!(change_of(&renewed, &cancelled).unwrap(), None);
    assert_eq!(change_of(&image(&running), &nothing()).unwrap(), None, "removed by its time to live");
}

/// It counts when its row is written over the request, as if that had been nothing.
#[test]
fn a_request_to_cancel_an_execution_without_a_record_is_no_change() {
    let mut pending = execution("small");
    let request = Arc::make_mut(&mut pending.request);
    request.id =
        ExecutionId::in_list_of(&request.owner, 0, request.created_at, Uuid::nil()).deferring_its_record();
    let reason = CancelReason::Requested;
    let early = EarlyCancel::new(pending.id(), None, &reason.into(), at(2_000), None).unwrap();
    let early: Item = serde_dynamo::to_item(early).unwrap();
    assert_eq!(change_of(&nothing(), &early).unwrap(), None);
    assert_eq!(change_of(&early, &nothing()).unwrap(), None, "removed by its time to live");
    let cancelled = pending.apply(Event::Cancel { reason }, at(2_000)).unwrap();
    let expected = Change::Execution { before: None, after: (&cancelled).into() };
    assert_eq!(change_of(&early, &image(&cancelled)).unwrap(), Some(expected));
}

#[test]
fn rows_that_are_neither_tasks_nor_executions_nor_breakers_are_ignored() {
    for (pk, sk) in [
        ("T#tsk_1", "S"),
        ("T#tsk_1#E", "000000000000005#exe_1"),
        ("R#ada", "H#2027-01-01T10"),
        ("A#ada", "000000000000005#evt_1"),
        ("C#shard", "C"),
        ("E#exe_1", "R#digest#00"),
        ("SYS", "CURSOR_KEY"),
        ("G#cfg_1", "L#00000"),
        ("G#cfg_1", "P#00000"),
    ] {
        let item: Item = serde_json::from_value(json!({"pk": {"S": pk}, "sk": {"S": sk}})).unwrap();
        assert_eq!(change_of(&nothing(), &item).unwrap(), None, "{pk} {sk}");
    }
}

#[test]
fn the_images_of_a_real_record_read_from_dynamodb_json() {
    let task = json!({
        "id": TaskId::from_uuid(Uuid::from_u128(2)), "owner": "ada", "name": "nightly",
        "spec": {"type": "http", "config": {"method": "GET", "url": "https://example.com/"}},
        "schedule_version": 1, "version": 1, "updated_by": "ada",
        "created_at": at(5), "updated_at": at(5),
    });
    let image = |version: u64, name: &str| -> Item {
        let mut task = task.clone();
        task["version"] = json!(version);
        task["name"] = json!(name);
        serde_json::from_value(json!({
            "pk": {"S": "T#tsk_00000000000000000000000000000002"}, "sk": {"S": "T"},
            "gsi1pk": {"S": "O#ada#T"}, "gsi1sk": {"S": "000000000000005#tsk_00000000000000000000000000000002"},
            "task": {"S": task.to_string()}, "version": {"N": version.to_string()},
        }))
        .unwrap()
    };
    let read = |version, name: &str| -> Box<Task> {
        let mut read: Task = serde_json::from_value(task.clone()).unwrap();
        (read.version, read.name) = (version, name.to_owned());
        Box::new(read)
    };
    let created = change_of(&nothing(), &image(1, "nightly")).unwrap();
    assert_eq!(created, Some(Change::Task { before: None, after: read(1, "nightly") }));
    let renamed = change_of(&image(1, "nightly"), &image(2, "daily")).unwrap();
    assert_eq!(renamed, Some(Change::Task { before: Some(read(1, "nightly")), after: read(2, "daily") }));
    assert_eq!(change_of(&image(2, "daily"), &image(2, "daily")).unwrap(), None);
}

#[test]
fn a_row_reads_back_as_it_was_written() {
    for body in ["small", "\u{fffe} \u{0} ä \"{}\\", &"large ".repeat(2_000)] {
        let running = execution(body).apply(Event::Claim { lease_until: at(90_000) }, at(2_000)).unwrap();
        let (row, spec) = ExecutionRow::new(&running, ListParts::ONE).unwrap();
        let item: Item = serde_dynamo::to_item(&row).unwrap();
        let row: ExecutionRow = serde_dynamo::from_item(item).unwrap();
        let read = row.execution(spec.as_ref().map(|spec| spec.text())).unwrap();
        assert_eq!(Arc::unwrap_or_clone(read.request), *running.request);
        assert_eq!(read.progress, running.progress);
    }
}

fn config() -> ConfigId {
    ConfigId::from_uuid(Uuid::from_u128(7))
}

/// The stream's image of a breaker's row.
fn breaker_image(state: &BreakerState) -> Item {
    let key = GateKey::of_config(config(), GatePart::Breaker);
    let row = GateRow::new(&key, &GateState::Breaker(state.clone()), 0).unwrap();
    serde_dynamo::to_item(row).unwrap()
}

#[test]
fn each_transition_of_a_breaker_is_a_change() {
    let policy = BreakerPolicy { minimum: 3, ..BreakerPolicy::default() };
    let ada = OwnerId::parse("ada").unwrap();
    let failed = |state: &BreakerState, now, failed| {
        breaker::record(state, &policy, now, breaker::Outcomes { ok: 0, failed }).unwrap()
    };
    let suspect = failed(&BreakerState::new(ada.clone(), at(0)), at(1_000), 2);
    let open = failed(&suspect, at(2_000), 1);
    let reset = breaker::reset(&open, at(3_000));
    let opened = Transition {
        at: at(2_000),
        from: PhaseName::Closed,
        to: PhaseName::Open,
        why: "the last 3 calls failed".to_owned(),
    };
    let closed = Transition {
        at: at(3_000),
        from: PhaseName::Open,
        to: PhaseName::Closed,
        why: "reset by an operator".to_owned(),
    };
    let changes = |before: Option<&BreakerState>, after: &BreakerState| {
        change_of(&before.map_or_else(nothing, breaker_image), &breaker_image(after)).unwrap()
    };
    let change = |transitions: &[&Transition]| -> Option<Change> {
        let transitions = transitions.iter().copied().cloned().collect();
        Some(Change::Breaker { config: config(), owner: ada.clone(), transitions })
    };
    assert_eq!(changes(None, &suspect), None);
    assert_eq!(changes(Some(&suspect), &open), change(&[&opened]));
    assert_eq!(changes(Some(&open), &open), None, "written again without a transition");
    assert_eq!(changes(Some(&open), &reset), change(&[&closed]));
    assert_eq!(changes(Some(&suspect), &reset), change(&[&opened, &closed]), "two at once");
    assert_eq!(changes(None, &open), change(&[&opened]), "its first write");
    assert_eq!(change_of(&breaker_image(&open), &nothing()).unwrap(), None, "removed by its time to live");
}

#[test]
fn a_breaker_that_can_not_be_read_is_corrupt() {
    let good = breaker_image(&BreakerState::new(OwnerId::parse("ada").unwrap(), at(0)));
    for (member, text) in [("gate", "{}"), ("pk", "G#nonsense")] {
        let mut bad = good.clone();
        bad.insert(member.to_owned(), AttributeValue::S(text.to_owned()));
        assert!(matches!(change_of(&nothing(), &bad), Err(StoreError::Corrupt(_))), "{member}");
    }
}

#[test]
fn a_pause_and_a_resumption_are_a_change_each_and_repeats_are_none() {
    let ada = OwnerId::parse("ada").unwrap();
    let target = PauseTarget::Account(ada.clone());
    let image = |reason: Option<&str>| -> Item {
        let pause = reason.map(|reason| Pause {
            reason: reason.to_owned(),
            by: ada.clone(),
            since: at(0),
            until: None,
        });
        let state =
            PauseState { target: target.clone(), owner: ada.clone(), pause, by: ada.clone(), seen: at(1) };
        serde_dynamo::to_item(GateRow::new(&target.key(), &GateState::Pause(state), 0).unwrap()).unwrap()
    };
    let verb = |old: &Item, new: &Item| match change_of(old, new).unwrap() {
        Some(Change::Record(change)) => Some(change.action.verb),
        None => None,
        other => panic!("{other:?}"),
    };
    let (paused, other, resumed) = (image(Some("maintenance")), image(Some("a longer one")), image(None));
    assert_eq!(verb(&nothing(), &paused), Some(Verb::Paused));
    assert_eq!(verb(&paused, &paused), None);
    assert_eq!(verb(&paused, &other), Some(Verb::Paused));
    assert_eq!(verb(&other, &resumed), Some(Verb::Resumed));
    assert_eq!(verb(&resumed, &resumed), None);
    assert_eq!(verb(&nothing(), &resumed), None);
    assert_eq!(verb(&paused, &nothing()), None, "removed by its time to live");
}
