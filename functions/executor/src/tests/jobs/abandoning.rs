//! The end of a wait that stops its job.

use beadle_application::{
    callback::Taken,
    execution::{CancelOutcome, cancel_by_system},
};
use beadle_domain::{
    execution::{CancelReason, Execution, FailureCode, Status, job::SentKind},
    policy::RetryOn,
};
use rstest::rstest;
use serde_json::json;

use super::{run_until, started, wait, whole};
use crate::tests::world::{Mishap, World, at, report};

#[rstest]
#[case::its_time_is_up(false)]
#[case::it_is_cancelled(true)]
#[tokio::test]
async fn the_end_of_a_wait_stops_its_job(#[case] cancel: bool) {
    let world = World::answering([whole(202, &[("location", "/jobs/7")], &json!({"id": 7}))]);
    let job = wait(json!({"abandon": {"method": "DELETE", "url": "${job.location}?id=${job.response.id}"}}));
    let token = started(&world, &job).await;
    if cancel {
        let row = world.row(job.id()).await;
        let outcome = cancel_by_system(&world.store, row, CancelReason::Requested, at(5)).await.unwrap();
        assert!(matches!(outcome, CancelOutcome::Requested(_)), "a runner stops the job first");
        let Taken::Alive(_, alive) =
            report(&world.store, &token, SentKind::Heartbeat, "", at(5)).await.unwrap()
        else {
            panic!("it goes on")
        };
        assert!(alive.cancel_requested);
        run_until(&world, 5).await;
    } else {
        run_until(&world, 3600).await;
    }
    let ended = world.row(job.id()).await;
    assert_eq!(ended.status(), if cancel { Status::Cancelled } else { Status::Failed });
    let (call, _) = world.destination.calls().pop().unwrap();
    assert_eq!((call.method.as_str(), call.url.as_str()), ("DELETE", "https://a.example/jobs/7?id=7"));
    let key = call.headers.iter().find(|(name, _)| name == "idempotency-key").unwrap();
    assert_eq!(key.1, format!("{}-abandon", job.id()), "not the key of the start");
    assert_eq!(world.destination.calls().len(), 2);
}

/// The same execution, whose job is started again after it has failed.
fn retried(job: &Execution) -> Execution {
    let mut request = (*job.request).clone();
    request.policy.retry.retry_on = Some(vec![RetryOn::Code(FailureCode::JobFailed)]);
    Execution::new(request, at(0))
}

#[tokio::test]
async fn a_job_that_fails_after_it_was_to_be_cancelled_is_not_started_again() {
    let world = World::answering([whole(202, &[("location", "/jobs/7")], &json!({}))]);
    let job = retried(&wait(json!({"abandon": {"method": "DELETE", "url": "${job.location}"}})));
    let token = started(&world, &job).await;
    let row = world.row(job.id()).await;
    cancel_by_system(&world.store, row, CancelReason::Requested, at(5)).await.unwrap();
    report(&world.store, &token, SentKind::Fail, "{}", at(5)).await.unwrap();
    assert_eq!(world.row(job.id()).await.status(), Status::Cancelled);
    run_until(&world, 100).await;
    assert_eq!(world.destination.calls().len(), 1);
}

#[tokio::test]
async fn a_job_is_told_to_stop_once_however_often_its_end_is_decided() {
    let world = World::answering([whole(202, &[("location", "/jobs/7")], &json!({}))]);
    let job = retried(&wait(json!({
        "abandon": {"method": "DELETE", "url": "${job.location}"},
        "fail_when": {"body": [{"path": "$.status", "equals": "error"}]},
    })));
    let token = started(&world, &job).await;
    let row = world.row(job.id()).await;
    cancel_by_system(&world.store, row, CancelReason::Requested, at(5)).await.unwrap();
    // It reports that it has failed while its runner tells it to stop.
    world.expects("executions.save", Mishap::Report(token, r#"{"status": "error"}"#));
    run_until(&world, 5).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Cancelled);
    let stops = world.destination.calls().iter().filter(|(call, _)| call.method == "DELETE").count();
    assert_eq!(stops, 1);
}
