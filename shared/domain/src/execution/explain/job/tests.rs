//! Explanations of waits: the permit that a job keeps, and where the report of its end came from.

use std::time::Duration;

use beadle_values::{
    duration,
    id::{ConfigId, OwnerId},
    violation::Path,
};
use rstest::rstest;
use serde_json::json;

use super::*;
use crate::{
    config::Profile,
    execution::{
        Event, Failure,
        conclude::Outcome,
        conclude::conclude,
        job::{Accepted, JobEnd, NextPoll, Reported, waits},
    },
    gate::GateStatus,
    policy::Milliseconds,
    spec::{TaskSpec, TaskType},
    specimen::{at, claimed, request},
};

/// An execution whose job was accepted at second 1 and is polled.
fn waiting() -> Execution {
    let config = json!({
        "request": {"url": "https://a.example/${callback.token}"}, "deadline": "1h", "poll": {}, "hold_permit": true,
    });
    let spec = TaskSpec::parse(TaskType::Wait, config.as_object().unwrap(), &[], &Path::body()).unwrap();
    let mut request = request(&json!({"url": "http://a.example"}));
    request.spec = spec;
    let mut running = claimed(&Execution::new(request, at(0)), 0);
    let poll = NextPoll { at: at(11), pause: Milliseconds(Duration::from_secs(15)), made: 2 };
    running.progress.job.accepted = Some(Box::new(Accepted {
        poll: Some(poll),
        ..Accepted::new(at(1), duration::after(at(1), Duration::from_secs(3600)))
    }));
    let TaskSpec::Wait(spec) = &running.request.spec else { panic!("a wait") };
    let outcome = waits(&running, spec);
    conclude(&running, outcome, &running.request.policy, at(1), 0.0).unwrap()
}

fn config(concurrency: Option<u32>) -> Config {
    let ada = OwnerId::parse("ada").unwrap();
    Config {
        key: None,
        plan: None,
        id: ConfigId::from_uuid(uuid::Uuid::from_u128(7)),
        owner: ada.clone(),
        name: "render".into(),
        description: None,
        shared: false,
        profile: Profile { concurrency, ..Profile::default() },
        created_at: at(0),
        updated_at: at(0),
        updated_by: ada,
        version: 1,
        idempotency: None,
    }
}

fn gate(in_use: u32) -> GateView {
    GateView {
        status: GateStatus::Closed,
        tokens: None,
        factor: 1.0,
        rate_per_second: None,
        in_use: Some(in_use),
        waiting: 0,
        closed_until: None,
        transitions: Vec::new(),
        pause: None,
    }
}

#[rstest]
#[case::of_several(
    Some(3),
    2,
    "; it keeps one of the permits of the config `render` (3) until the job has ended"
)]
#[case::of_which_none_is_left(
    Some(3),
    3,
    "; it keeps one of the permits of the config `render` (3) until the job has ended, \
    and all of them are in use: other calls wait"
)]
#[case::of_a_limit_that_is_gone(None, 1, "; it keeps a permit of its config until the job has ended")]
fn the_permit_that_a_job_keeps_is_explained(
    #[case] concurrency: Option<u32>,
    #[case] in_use: u32,
    #[case] added: &str,
) {
    let mut execution = waiting();
    let reason = |execution: &Execution| {
        super::waits(execution, 1, Awaited::CallbackOrPoll, Some(&config(concurrency)), Some(&gate(in_use)))
    };
    let without = reason(&execution);
    assert!(!without.contains("permit"), "{without}");
    execution.progress.job.permit_shard = Some(0);
    assert_eq!(reason(&execution), without + added);
}

#[test]
fn it_is_explained_who_reported_that_the_job_has_ended() {
    let ended = |event: Event| waiting().apply(event, at(60)).unwrap();
    assert_eq!(how_it_ended(&waiting()), None);
    let polled = how_it_ended(&ended(Event::Succeed { answer: None })).unwrap();
    assert_eq!((polled.what, polled.at), ("job_polled", at(60)));
    assert_eq!(polled.detail, "the answer to poll 3 of its job said how it ended");
    let timeout = Failure::new(FailureCode::JobTimeout, "its time is up");
    assert_eq!(how_it_ended(&ended(Event::Fail { failure: timeout, answer: None })), None);
    let mut reported = ended(Event::Succeed { answer: None });
    reported.progress.job.reported =
        Some(Reported { attempt: 1, at: at(59), end: JobEnd::Completed, digest: "d".into() });
    let called_back = how_it_ended(&reported).unwrap();
    assert_eq!((called_back.what, called_back.at), ("job_reported", at(59)));
    assert_eq!(called_back.detail, "a callback reported its job as completed");
}

#[test]
fn a_wait_ends_with_the_events_of_any_execution() {
    use crate::{
        event::{DomainEvent, EventKind},
        projection::{Change, ChangeRecord, ExecutionFacts, Sequence, change::Before},
    };
    let failed = Outcome::Failed { failure: Failure::new(FailureCode::JobFailed, "it failed"), answer: None };
    let mut policy = waiting().request.policy.clone();
    policy.retry.max_retries = 0;
    for outcome in [Outcome::Succeeded { answer: None }, failed] {
        let ended = conclude(&waiting(), outcome, &policy, at(60), 0.0).unwrap();
        let (before, after) = (Before::from(&waiting()), ExecutionFacts::from(&ended));
        let record = ChangeRecord {
            shard: "one".into(),
            sequence: Sequence::of(1),
            at: at(60),
            change: Change::Execution { before: Some(before), after },
        };
        let kinds: Vec<EventKind> = DomainEvent::of(&record).iter().map(DomainEvent::kind).collect();
        assert_eq!(kinds, [EventKind::TaskExecuted], "{:?}", ended.state());
    }
}
