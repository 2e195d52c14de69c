//! Published events against their JSON Schemas in `events/schemas`.

use std::collections::BTreeMap;

use anyhow::Context;
use beadle_application::notify::Notice;
use beadle_domain::{
    event::{DomainEvent, EventDetail, EventKind},
    execution::{CancelReason, Event, Execution, Failure, FailureCode, Request, Status, Trigger},
    gate::{Pause, PauseState, PauseTarget, PhaseName, Transition},
    policy::RunDefaults,
    projection::{Change, ChangeRecord, ExecutionFacts, RecordChange, Sequence},
    task::{Notify, Occasion, Task},
    watch::MissedBecause,
};
use beadle_values::{id::ConfigId, violation::Path};
use jsonschema::Validator;
use serde_json::Value;

use super::{sample, task, task_id};
use crate::conformance::specimen::{at, execution_with, owner};

struct Schema {
    validator: Validator,
    document: Value,
}

fn schemas() -> anyhow::Result<BTreeMap<EventKind, Schema>> {
    EventKind::ALL
        .into_iter()
        .map(|kind| {
            let document: Value = serde_json::from_str(&sample(&format!("schemas/{}.json", kind.as_str()))?)?;
            let validator = jsonschema::options().should_validate_formats(true).build(&document)?;
            Ok((kind, Schema { validator, document }))
        })
        .collect()
}

fn record(number: usize, change: Change) -> ChangeRecord {
    ChangeRecord { shard: "shard".into(), sequence: Sequence::of(number), at: at(1), change }
}

/// Every kind of write of a task, every end of an execution, of a task and ad hoc, and every state of a
/// breaker.
fn changes() -> anyhow::Result<Vec<ChangeRecord>> {
    let task = task()?;
    let written = |change: fn(&mut Task)| {
        let mut after = task.clone();
        change(&mut after);
        Change::Task { before: Some(Box::new(task.clone())), after: Box::new(after) }
    };
    let mut changes = vec![
        Change::Task { before: None, after: Box::new(task.clone()) },
        written(|task| task.name = "Another".into()),
        written(|task| task.paused = true),
        written(|task| task.deleted_at = Some(at(1))),
    ];
    let ad_hoc: fn(&mut Request) = |_| {};
    let of_a_task: fn(&mut Request) = |request| request.task_id = Some(task_id());
    let reminder: fn(&mut Request) = |request| {
        request.task_id = Some(task_id());
        request.trigger = Trigger::reminder(at(0));
    };
    let due = ExecutionFacts::from(&execution_with(reminder));
    changes.push(Change::Execution { before: None, after: due });
    for kind in [ad_hoc, of_a_task] {
        let pending = execution_with(kind);
        let running = pending.apply(Event::Claim { lease_until: at(60) }, at(1))?;
        let failure = || Failure::new(FailureCode::Timeout, "no answer");
        let mut step = |before: Option<&Execution>, after: &Execution| {
            let before = before.map(Into::into);
            changes.push(Change::Execution { before, after: ExecutionFacts::from(after) });
        };
        step(None, &pending);
        step(Some(&pending), &running);
        for end in [
            Event::Succeed { answer: None },
            Event::Fail { failure: failure(), answer: None },
            Event::Cancel { reason: CancelReason::Requested },
            Event::Retry { failure: failure(), answer: None, due: at(9) },
        ] {
            step(Some(&running), &running.apply(end, at(2))?);
        }
    }
    let step = |from, to| Transition { at: at(3), from, to, why: "5 of 10 calls failed".into() };
    changes.push(Change::Breaker {
        config: ConfigId::from_uuid(uuid::Uuid::from_u128(7)),
        owner: owner("ada"),
        transitions: vec![
            step(PhaseName::Closed, PhaseName::Open),
            step(PhaseName::Open, PhaseName::HalfOpen),
            step(PhaseName::HalfOpen, PhaseName::Draining),
            step(PhaseName::Draining, PhaseName::Closed),
        ],
    });
    changes.extend(pauses().into_iter().map(|change| Change::Record(Box::new(change))));
    Ok(changes.into_iter().enumerate().map(|(number, change)| record(number, change)).collect())
}

/// Each thing that can be paused, paused with and without an end and resumed.
fn pauses() -> Vec<RecordChange> {
    let config = PauseTarget::Config(ConfigId::from_uuid(uuid::Uuid::from_u128(7)));
    let targets = [config, PauseTarget::Account(owner("ada")), PauseTarget::Service];
    let mut changes = Vec::new();
    for target in targets {
        let state = |until: Option<Option<i64>>| PauseState {
            target: target.clone(),
            owner: owner("ada"),
            pause: until.map(|until| Pause {
                reason: "maintenance".into(),
                by: owner("eve"),
                since: at(1),
                until: until.map(at),
            }),
            by: owner("eve"),
            seen: at(1),
        };
        let (open, ends, resumed) = (state(Some(None)), state(Some(Some(9))), state(None));
        changes.extend(RecordChange::of_pause(None, &open));
        changes.extend(RecordChange::of_pause(Some(&open), &ends));
        changes.extend(RecordChange::of_pause(Some(&ends), &resumed));
        assert_eq!(RecordChange::of_pause(Some(&open), &open), None, "the same again");
        assert_eq!(RecordChange::of_pause(Some(&resumed), &resumed), None);
        assert_eq!(RecordChange::of_pause(None, &resumed), None, "nothing was paused");
    }
    changes
}

#[test]
fn pauses_and_resumptions_are_published_with_all_about_them() -> anyhow::Result<()> {
    let mut told = Vec::new();
    for event in changes()?.iter().flat_map(DomainEvent::of) {
        if let EventDetail::Paused { scope, scope_id, paused_by, reason, until, .. } = event.detail {
            told.push(format!("{scope} {scope_id}: {paused_by}, {reason}, {until:?}"));
        } else if let EventDetail::Resumed { scope, scope_id, resumed_by, .. } = event.detail {
            told.push(format!("{scope} {scope_id}: {resumed_by}"));
        }
    }
    let config = "config cfg_00000000000000000000000000000007";
    let all = [config, "account ada", "service service"].map(|what| {
        let until = Some(at(9));
        [
            format!("{what}: eve, maintenance, None"),
            format!("{what}: eve, maintenance, {until:?}"),
            format!("{what}: eve"),
        ]
    });
    assert_eq!(told, all.concat());
    Ok(())
}

/// The events of the changes, and the notifications of a task: about a failed execution, and its reminder.
fn events() -> anyhow::Result<Vec<DomainEvent>> {
    let changes = changes()?;
    let mut task = task()?;
    let notify = serde_json::json!({"on": Occasion::ALL, "event": true, "slow_after": "1m"});
    task.notify = Some(Notify::parse(&notify, &Path::body()).map_err(|faults| anyhow::anyhow!("{faults}"))?);
    let failed = changes.iter().filter_map(ChangeRecord::ended).find(|ended| ended.status == Status::Failed);
    let notices = [(Occasion::Failed, failed), (Occasion::Reminder, None)].map(|(occasion, execution)| {
        Notice { task: &task, occasion, at: at(3), because: None, execution }
            .notification(&RunDefaults::AD_HOC, at(4))
            .event
    });
    let because = Some(MissedBecause::NotCreated);
    let missed = Notice { task: &task, occasion: Occasion::Missed, at: at(3), because, execution: None };
    let missed = missed.notification(&RunDefaults::AD_HOC, at(4)).event;
    let reasons = MissedBecause::ALL.into_iter().map(Some).chain([None]);
    let execution = failed.map(|ended| ended.id);
    let watched = reasons
        .map(|reason| DomainEvent::missed(&task, at(3), reason, execution.filter(|_| reason.is_some())));
    let told = notices.into_iter().chain([missed]).flatten().chain(watched);
    Ok(changes.iter().flat_map(DomainEvent::of).chain(told).collect())
}

#[test]
fn every_event_matches_its_schema() -> anyhow::Result<()> {
    let schemas = schemas()?;
    let events = events()?;
    for kind in EventKind::ALL {
        assert!(events.iter().any(|event| event.kind() == kind), "no {} among the events", kind.as_str());
    }
    for event in &events {
        let schema = &schemas[&event.kind()];
        let value = serde_json::to_value(event)?;
        let faults: Vec<String> =
            schema.validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{value}: {faults:?}");
        for member in value.as_object().context("an object")?.keys() {
            let described = schema.document["properties"].get(member);
            assert!(described.is_some(), "{}: {member} is not described", event.kind().as_str());
        }
    }
    Ok(())
}

#[test]
fn the_schemas_reject_wrong_events() -> anyhow::Result<()> {
    let schemas = schemas()?;
    for event in events()? {
        let schema = &schemas[&event.kind()];
        let value = serde_json::to_value(&event)?;
        for member in value.as_object().context("an object")?.keys() {
            let mut without = value.clone();
            without.as_object_mut().context("an object")?.remove(member);
            assert!(!schema.validator.is_valid(&without), "{member} may be missing from {value}");
            let mut wrong = value.clone();
            wrong[member] = serde_json::json!({"of": "another type"});
            assert!(!schema.validator.is_valid(&wrong), "{member} may be anything in {value}");
        }
    }
    Ok(())
}

#[test]
fn every_end_of_an_execution_is_published() -> anyhow::Result<()> {
    let events = changes()?;
    let ends: Vec<Value> = events
        .iter()
        .flat_map(DomainEvent::of)
        .filter(|event| event.kind() == EventKind::TaskExecuted)
        .map(|event| Ok(serde_json::to_value(event)?["status"].clone()))
        .collect::<anyhow::Result<_>>()?;
    let one =
        [Status::Completed, Status::Failed, Status::Cancelled].map(|status| Value::from(status.as_str()));
    assert_eq!(ends, [one.clone(), one].concat());
    Ok(())
}

#[test]
fn each_transition_of_a_breaker_is_published_once() -> anyhow::Result<()> {
    let records = changes()?;
    let events: Vec<DomainEvent> = records.iter().flat_map(DomainEvent::of).collect();
    let events: Vec<_> = events.iter().filter(|event| event.kind() == EventKind::GateStateChanged).collect();
    let ids: std::collections::BTreeSet<_> = events.iter().map(|event| event.event_id).collect();
    assert_eq!((events.len(), ids.len()), (4, 4));
    Ok(())
}
