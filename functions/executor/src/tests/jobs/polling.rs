//! Jobs that are polled.

use beadle_domain::{
    call::CallError,
    execution::{AnswerBody, FailureCode, Status},
};
use rstest::rstest;
use serde_json::{Value, json};

use super::{complete, due, failure, polled, run_until, started, token, wait, whole};
use crate::tests::world::{Mishap, Reply, World, at};

#[tokio::test]
async fn a_job_is_polled_where_its_start_says_with_growing_pauses() {
    let world = World::answering([
        whole(202, &[("location", "/jobs/7")], &json!({})),
        whole(202, &[], &json!({})),
        whole(202, &[("retry-after", "0")], &json!({})),
        whole(500, &[], &json!({})),
        Reply::Error(CallError::Connect("reset".into())),
        whole(200, &[], &json!({"n": 1})),
    ]);
    let job = polled(json!({"interval": "10s"}));
    world.deliver(job.clone()).await.unwrap();
    // 10 s after the start, then 10 s, then 1 s as asked for but within bounds, then 22.5 s, then 33.75 s.
    let mut times = Vec::new();
    while let Some(due) = due(&world, job.id()).await {
        times.push(due.as_millisecond());
        for delivery in world.delivered_by(due).await {
            world.executor().handle(delivery, None).await.unwrap();
        }
    }
    assert_eq!(times, [10_000, 20_000, 21_000, 43_500, 77_250]);
    let ended = world.row(job.id()).await;
    assert_eq!(ended.status(), Status::Completed);
    assert_eq!(ended.progress.answer.unwrap().body, AnswerBody::Json(json!({"n": 1})));
    let calls = world.destination.calls();
    assert!(calls[1..].iter().all(|(call, _)| (call.method.as_str(), call.url.as_str())
        == ("GET", "https://a.example/jobs/7")));
    assert_eq!(ended.progress.attempts.len(), 1, "polls are no attempts");
}

#[rstest]
#[case::gone(410, Some(FailureCode::HttpStatus))]
#[case::refused(403, Some(FailureCode::HttpStatus))]
#[case::unknown_at_first(404, None)]
#[tokio::test]
async fn some_answers_to_a_poll_are_the_end(#[case] status: u16, #[case] end: Option<FailureCode>) {
    let world = World::answering([
        whole(202, &[("operation-location", "https://a.example/jobs/7")], &json!({})),
        whole(status, &[], &json!({})),
        whole(status, &[], &json!({})),
    ]);
    let job = polled(json!({"interval": "50s"}));
    world.deliver(job.clone()).await.unwrap();
    run_until(&world, 50).await;
    let row = world.row(job.id()).await;
    assert_eq!(row.progress.failure().map(|failure| failure.code), end);
    if end.is_none() {
        run_until(&world, 100).await;
        assert_eq!(failure(&world.row(job.id()).await), FailureCode::HttpStatus, "after the first minute");
    }
}

#[tokio::test]
async fn a_redirect_leads_to_the_result_and_credentials_stay_with_their_origin() {
    let world = World::answering([
        whole(202, &[("location", "/jobs/7")], &json!({})),
        whole(303, &[("location", "https://results.example/7")], &json!({})),
        whole(200, &[], &json!({"result": 7})),
    ]);
    let request =
        json!({"method": "POST", "url": "https://a.example/jobs", "headers": {"authorization": "Bearer t"}});
    let job = wait(json!({"request": request, "poll": {}}));
    world.deliver(job.clone()).await.unwrap();
    let ended = world.run_to_end(job.id()).await;
    assert_eq!(ended.progress.answer.unwrap().body, AnswerBody::Json(json!({"result": 7})));
    let with_credential: Vec<bool> = (world.destination.calls().iter())
        .map(|(call, _)| call.headers.iter().any(|(name, _)| name == "authorization"))
        .collect();
    assert_eq!(with_credential, [true, true, false]);
}

#[rstest]
#[case::azure("azure", json!({"status": "Running"}), json!({"status": "Succeeded", "out": 1}), Status::Completed)]
#[case::azure_failed("azure", json!({"status": "NotStarted"}), json!({"status": "Failed", "error": {"message": "no"}}), Status::Failed)]
#[case::google("google_lro", json!({"name": "op/1", "done": false}), json!({"done": true, "response": {"out": 1}}), Status::Completed)]
#[case::google_failed("google_lro", json!({"name": "op/1"}), json!({"done": true, "error": {"code": 3, "message": "no"}}), Status::Failed)]
#[tokio::test]
async fn the_conventions_of_providers(
    #[case] preset: &str,
    #[case] running: Value,
    #[case] done: Value,
    #[case] end: Status,
) {
    let world = World::answering([
        whole(200, &[("operation-location", "https://a.example/op/1")], &running),
        whole(200, &[], &running),
        whole(200, &[], &done),
    ]);
    let job = polled(json!({"preset": preset}));
    world.deliver(job.clone()).await.unwrap();
    run_until(&world, 10).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Waiting);
    let ended = world.run_to_end(job.id()).await;
    assert_eq!(ended.status(), end);
    if end == Status::Failed {
        assert_eq!(ended.progress.failure().unwrap().message, "the job has failed: no");
    }
}

#[tokio::test]
async fn a_poll_catches_a_callback_that_was_lost() {
    let members = json!({"poll": {"after": "10m", "url": "https://a.example/jobs/${job.response.id}"}});
    let world = World::answering([whole(202, &[], &json!({"id": 9})), whole(200, &[], &json!({"late": 1}))]);
    let lost = wait(members.clone());
    world.deliver(lost.clone()).await.unwrap();
    assert_eq!(due(&world, lost.id()).await, Some(at(600)));
    let ended = world.run_to_end(lost.id()).await;
    assert_eq!((ended.status(), ended.progress.state.ended_at()), (Status::Completed, Some(at(600))));
    assert_eq!(world.destination.calls()[1].0.url.as_str(), "https://a.example/jobs/9");
    // One that comes makes polls unnecessary.
    let world = World::answering([whole(202, &[], &json!({"id": 9}))]);
    let token = started(&world, &wait(members)).await;
    complete(&world, &token, "{}", 5).await.unwrap();
    run_until(&world, 700).await;
    assert_eq!(world.destination.calls().len(), 1);
}

#[tokio::test]
async fn a_callback_while_a_poll_is_made_ends_the_execution() {
    let world = World::answering([whole(202, &[("location", "/jobs/7")], &json!({})), Reply::Status(202)]);
    let job = wait(json!({"poll": {}}));
    world.deliver(job.clone()).await.unwrap();
    let token = token(&world);
    world.expects("executions.save", Mishap::Report(token, r#"{"by": "callback"}"#));
    run_until(&world, 10).await;
    let ended = world.row(job.id()).await;
    assert_eq!(ended.progress.answer.unwrap().body, AnswerBody::Json(json!({"by": "callback"})));
}
