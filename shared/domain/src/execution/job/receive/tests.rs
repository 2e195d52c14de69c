//! What reports do to executions in each state.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use super::*;
use crate::{
    callback::{CallbackKeys, Callbacks},
    execution::{
        Accepted, Event, Failure, FailureCode,
        job::{self, NextStep},
    },
    policy::Milliseconds,
    spec::TaskType,
    specimen::{at, claimed, deferred, request, retrying},
};

const MINUTE: i64 = 60;

fn pending() -> Execution {
    let config = json!({
        "request": {"url": "https://a.example/${callback.token}"}, "deadline": "1h", "heartbeat_timeout": "10m",
    });
    let spec = TaskSpec::parse(TaskType::Wait, config.as_object().unwrap(), &[], &Path::body()).unwrap();
    let mut request = request(&json!({"url": "http://a.example"}));
    request.spec = spec;
    Execution::new(request, at(0))
}

/// The job of `running` was accepted at second 1.
fn waiting(running: &Execution) -> Execution {
    let mut running = running.clone();
    running.progress.job.accepted = Some(Box::new(Accepted {
        heartbeat_timeout: Some(Milliseconds(Duration::from_secs(600))),
        ..Accepted::new(at(1), at(1 + 60 * MINUTE))
    }));
    let TaskSpec::Wait(spec) = &running.request.spec else { panic!("a wait") };
    let outcome = job::waits(&running, spec);
    conclude::conclude(&running, outcome, &running.request.policy, at(1), 0.0).unwrap()
}

fn token(attempt: u32, expires: i64) -> CallbackToken {
    CallbackToken { execution: pending().id(), attempt, expires_at: at(expires) }
}

fn sent(kind: SentKind, body: &'static str) -> Sent {
    Sent { kind, content_type: None, headers: Vec::new(), body: Bytes::from_static(body.as_bytes()) }
}

fn received(execution: &Execution, token: &CallbackToken, body: &'static str, second: i64) -> Received {
    receive(execution, token, "the-token", &sent(SentKind::Complete, body), at(second))
}

#[test]
fn clocks_may_differ_by_minutes() {
    // The runner that minted the token was 5 minutes behind, or the API is 5 minutes ahead.
    let execution = waiting(&claimed(&pending(), 0));
    for second in [-5 * MINUTE, 0, 60 * MINUTE, 65 * MINUTE] {
        let token = token(1, 55 * MINUTE);
        assert!(matches!(received(&execution, &token, "{}", second), Received::End(..)), "{second}");
    }
}

#[test]
fn a_token_lives_longer_than_its_deadline_and_is_that_of_the_attempt() {
    let keys = CallbackKeys::only("k1", vec![1; 32]).unwrap();
    let callbacks = Callbacks { keys, public_url: "https://b.example/".to_owned() };
    let running = claimed(&pending(), 0);
    let text = job::token(&running, &callbacks).unwrap();
    let token = callbacks.keys.verify(&text).unwrap();
    assert_eq!((token.execution, token.attempt), (running.id(), 1));
    assert!(token.expires_at > at(65 * MINUTE));
    let resumed = claimed(&waiting(&running), 601);
    assert_eq!(job::token(&resumed, &callbacks), Some(text.clone()), "it stays while the attempt waits");
    assert_eq!(callbacks.url(&text), format!("https://b.example/cb/{text}"));
}

#[rstest]
#[case::before_the_start(pending())]
#[case::between_attempts(retrying(&claimed(&pending(), 0), 5, 15))]
#[case::a_later_attempt(waiting(&claimed(&retrying(&claimed(&pending(), 0), 5, 15), 15)))]
fn a_report_of_another_attempt_is_gone(#[case] execution: Execution) {
    assert!(matches!(received(&execution, &token(1, 90 * MINUTE), "{}", 20), Received::Gone(_)));
}

#[test]
fn one_that_is_put_off_is_to_be_reported_again_in_a_moment() {
    let execution = deferred(&claimed(&pending(), 0), 1, 5);
    assert_eq!(received(&execution, &token(1, 90 * MINUTE), "{}", 2), Received::NotYet);
}

#[test]
fn an_early_report_is_kept_and_answered_like_any_other() {
    let mut running = claimed(&pending(), 0);
    let token = token(1, 90 * MINUTE);
    let Received::Keep(report) = received(&running, &token, "{}", 2) else { panic!("it is early") };
    running.progress.job.early = Some(report.clone());
    assert_eq!(received(&running, &token, "{}", 3), Received::Again(report.reported.clone()));
    assert_eq!(received(&running, &token, "[]", 3), Received::Other(report.reported.clone()));
    let failed = receive(&running, &token, "t", &sent(SentKind::Fail, "{}"), at(3));
    assert_eq!(failed, Received::Other(report.reported), "the same body as a failure is another report");
}

#[test]
fn a_report_to_an_attempt_that_runs_is_gone_once_its_token_has_expired() {
    let running = claimed(&pending(), 0);
    assert!(matches!(received(&running, &token(1, 10), "{}", 11), Received::Gone(_)));
}

#[test]
fn a_heartbeat_is_written_every_ten_seconds_at_most() {
    let mut execution = waiting(&claimed(&pending(), 0));
    let token = token(1, 90 * MINUTE);
    let beat = |execution: &Execution, second| match receive(
        execution,
        &token,
        "t",
        &sent(SentKind::Heartbeat, "{\"percent\": 1}"),
        at(second),
    ) {
        Received::Alive(heartbeat, alive) => (heartbeat, alive),
        other => panic!("{other:?}"),
    };
    let (first, alive) = beat(&execution, 100);
    assert_eq!((alive.cancel_requested, alive.deadline), (false, at(1 + 60 * MINUTE)));
    execution.progress.job.heartbeat = first;
    assert_eq!(beat(&execution, 109).0, None);
    assert!(beat(&execution, 110).0.is_some());
}

#[test]
fn heartbeats_are_read_strictly() {
    let execution = waiting(&claimed(&pending(), 0));
    let token = token(1, 90 * MINUTE);
    let mut refused = 0;
    for body in
        ["[]", "x", "{\"percent\": -1}", "{\"percent\": \"1\"}", "{\"colour\": 1}", "{\"message\": 1}"]
    {
        let beat = sent(SentKind::Heartbeat, body);
        assert!(matches!(receive(&execution, &token, "t", &beat, at(5)), Received::Invalid(_)), "{body}");
        refused += 1;
    }
    assert_eq!(refused, 6);
}

#[test]
fn a_failure_that_the_policy_retries_starts_the_job_again() {
    let mut execution = waiting(&claimed(&pending(), 0));
    let mut request = (*execution.request).clone();
    request.policy.retry.retry_on = Some(vec![crate::policy::RetryOn::Code(FailureCode::JobFailed)]);
    execution.request = std::sync::Arc::new(request);
    let sent = sent(SentKind::Fail, "{\"message\": \"no paper\"}");
    let Received::End(next, _) = receive(&execution, &token(1, 90 * MINUTE), "t", &sent, at(5)) else {
        panic!("it is the end of the attempt")
    };
    assert_eq!((next.status(), next.progress.job.accepted.is_none()), (Status::Retrying, true));
    assert_eq!(next.progress.failure().unwrap().message, "the job has failed: no paper");
    assert!(next.progress.knows_report(), "the store takes the report out");
    let again = claimed(&next, 15);
    assert!(!again.progress.knows_report(), "a report of the next attempt is not known");
    assert_eq!(job::next(&again, at(15)), Some(NextStep::Start));
}

#[test]
fn what_a_runner_does_next() {
    let resumed = |second| claimed(&waiting(&claimed(&pending(), 0)), second);
    let step = |execution: &Execution, second| match job::next(execution, at(second)) {
        Some(NextStep::Outcome(Outcome::Failed { failure: Failure { code, .. }, .. })) => code.as_str(),
        Some(NextStep::Outcome(Outcome::Waiting { .. })) => "waits",
        Some(NextStep::Outcome(Outcome::Cancelled { .. })) => "cancelled",
        other => panic!("{other:?}"),
    };
    assert_eq!(step(&resumed(601), 601), "heartbeat_timeout");
    let mut alive = resumed(601);
    let heartbeat = Heartbeat { attempt: 1, at: at(500), percent: None, message: None, checkpoint: None };
    alive.progress.job.heartbeat = Some(Box::new(heartbeat.clone()));
    assert_eq!(step(&alive, 601), "waits");
    assert_eq!(step(&alive, 1 + 60 * MINUTE), "job_timeout", "a heartbeat does not move the deadline");
    alive.progress.job.heartbeat = Some(Box::new(Heartbeat { attempt: 2, ..heartbeat }));
    assert_eq!(step(&alive, 601), "heartbeat_timeout", "that of another attempt does not count");
    alive.progress.cancellation = Some(crate::execution::CancelReason::Requested.into());
    assert_eq!(step(&alive, 601), "cancelled");
    let started = pending().apply(Event::Claim { lease_until: at(60) }, at(0)).unwrap();
    assert_eq!(job::next(&started, at(0)), Some(NextStep::Start));
}
