//! Outcomes of executions.

use std::time::Duration;

use beadle_application::port::{Delivery, StoreError};
use beadle_domain::{
    call::CallError,
    execution::{AttemptOutcome, FailureCode, Status},
    policy::Milliseconds,
};
use bytes::Bytes;

use super::world::{Mishap, Reply, World, at, execution};

#[tokio::test]
async fn two_failures_and_a_success_make_three_attempts_with_the_policys_delays() {
    let world = World::answering([Reply::Status(500), Reply::Status(500), Reply::Status(200)]);
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    let done = world.run_to_end(execution.id()).await;

    assert_eq!(done.status(), Status::Completed);
    let attempts: Vec<_> =
        done.progress.attempts.iter().map(|a| (a.number, a.started_at, a.http_status)).collect();
    assert_eq!(attempts, [(1, at(0), Some(500)), (2, at(10), Some(500)), (3, at(20), Some(200))]);
    let key =
        |headers: &[(String, String)]| headers.iter().find(|(name, _)| name == "idempotency-key").cloned();
    let keys: Vec<_> = world.destination.calls().iter().map(|(request, _)| key(&request.headers)).collect();
    assert_eq!(keys, vec![Some(("idempotency-key".to_owned(), execution.id().to_string())); 3]);
}

#[tokio::test]
async fn an_execution_that_always_fails_ends_after_its_retries() {
    let world = World::answering((0..10).map(|_| Reply::Error(CallError::Connect("it was refused".into()))));
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    let failed = world.run_to_end(execution.id()).await;
    assert_eq!((failed.status(), failed.progress.attempts.len()), (Status::Failed, 4));
    assert_eq!(failed.progress.failure().map(|failure| failure.code), Some(FailureCode::Connect));
    assert_eq!(world.destination.calls().len(), 4);
}

#[tokio::test]
async fn all_attempts_together_take_no_longer_than_allowed() {
    let world = World::answering((0..10).map(|_| Reply::Status(503)));
    let execution = execution(|request| {
        request.policy.give_up_after = Some(Milliseconds(Duration::from_secs(15)));
    });
    world.deliver(execution.clone()).await.unwrap();
    let failed = world.run_to_end(execution.id()).await;
    assert_eq!((failed.status(), failed.progress.attempts.len()), (Status::Failed, 2));
    let failure = failed.progress.failure().unwrap();
    assert_eq!((failure.code, failure.http_status), (FailureCode::GaveUp, Some(503)));
    assert_eq!(
        failure.message,
        "gave up: no attempt succeeded within 15s; the last one: the destination answered 503"
    );
    let timeouts: Vec<_> =
        world.destination.calls().iter().map(|(_, limits)| limits.timeout.as_secs()).collect();
    assert_eq!(timeouts, [15, 5], "an attempt has what is left");
}

#[tokio::test]
async fn a_404_is_not_retried() {
    let world = World::answering([Reply::Status(404)]);
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    let failed = world.run_to_end(execution.id()).await;
    assert_eq!((failed.status(), failed.progress.attempts.len()), (Status::Failed, 1));
    assert_eq!(failed.progress.answer.and_then(|answer| answer.status), Some(404));
}

#[tokio::test]
async fn a_claimed_delivery_runs_without_another_claim() {
    let world = World::new();
    let pending = execution(|_| {});
    let lease_until = at(60);
    let claimed = pending.apply(beadle_domain::execution::Event::Claim { lease_until }, at(0)).unwrap();
    world.put(&claimed).await;
    let delivery = Delivery::Claimed { execution: Box::new(claimed), hops: 0 };
    world.executor().handle(delivery, None).await.unwrap();
    assert_eq!(world.row(pending.id()).await.status(), Status::Completed);
}

#[tokio::test]
async fn a_cancel_request_that_arrives_with_the_outcome_wins() {
    let world = World::answering([Reply::Status(500)]);
    let execution = execution(|_| {});
    world.expects("executions.save", Mishap::CancelRequest(execution.id()));
    world.deliver(execution.clone()).await.unwrap();
    let cancelled = world.run_to_end(execution.id()).await;
    assert_eq!(cancelled.status(), Status::Cancelled);
    assert_eq!(cancelled.progress.attempts[0].outcome, AttemptOutcome::Cancelled);
}

#[tokio::test]
async fn an_outcome_whose_claim_was_lost_is_dropped_and_the_message_acknowledged() {
    let world = World::new();
    let execution = execution(|_| {});
    world.expects("executions.save", Mishap::TakeOver(execution.id()));
    world.deliver(execution.clone()).await.unwrap();
    let row = world.row(execution.id()).await;
    assert_eq!((row.status(), row.version()), (Status::Running, 3), "as the other runner has claimed it");
}

#[tokio::test]
async fn a_response_that_is_too_large_for_the_store_loses_only_its_body() {
    let world = World::answering([Reply::Body(Bytes::from_static(b"a long story"))]);
    world.expects("executions.save", Mishap::Fails(StoreError::TooLarge("over 400 KB".into())));
    let execution = execution(|_| {});
    world.deliver(execution.clone()).await.unwrap();
    let done = world.row(execution.id()).await;
    let answer = done.progress.answer.clone().unwrap();
    assert_eq!(done.status(), Status::Completed);
    assert_eq!((answer.body.is_empty(), answer.truncated, answer.size), (true, true, 12));
}

#[tokio::test]
async fn a_failing_store_leads_to_redelivery() {
    let world = World::new();
    world.expects("executions.save", Mishap::Fails(StoreError::Unavailable("down".into())));
    let error = world.deliver(execution(|_| {})).await.unwrap_err();
    assert_eq!(error.code(), "store");
}

/// The failure names the limit that ended the call: the policy's timeout or the function's.
#[tokio::test]
async fn a_timeout_names_the_limit_that_ended_the_call() {
    for (left, expected) in [(60, "30000 ms"), (12, "10000 ms that were left of the function's time")] {
        let timeout = Duration::from_secs(30.min(left as u64 - 2));
        let world = World::answering([Reply::Error(CallError::Timeout(timeout))]);
        let execution = execution(|_| {});
        world.put(&execution).await;
        let message = beadle_domain::execution::Message::start(execution.clone());
        world.executor().handle(Delivery::Message(Box::new(message)), Some(at(left))).await.unwrap();
        let failure = world.row(execution.id()).await.progress.failure().cloned().unwrap();
        assert_eq!(failure.code, FailureCode::Timeout);
        assert!(failure.message.contains(expected), "{}", failure.message);
        assert_eq!(world.destination.calls()[0].1.timeout, timeout);
    }
}

#[tokio::test]
async fn without_time_left_the_execution_is_deferred() {
    let world = World::new();
    let execution = execution(|_| {});
    world.put(&execution).await;
    let message = beadle_domain::execution::Message::start(execution.clone());
    world.executor().handle(Delivery::Message(Box::new(message)), Some(at(2))).await.unwrap();
    let deferred = world.row(execution.id()).await;
    assert_eq!((deferred.status(), deferred.progress.attempts.len()), (Status::Deferred, 0));
    assert_eq!(world.destination.calls().len(), 0);
    assert_eq!(world.run_to_end(execution.id()).await.status(), Status::Completed);
}
