//! Jobs that answer later: reports at every moment, deadlines, and the end of a wait that stops its job.

mod abandoning;
mod permits;
mod polling;

use beadle_application::{
    callback::{CallbackError, Taken},
    execution::{CancelOutcome, cancel_by_system},
};
use beadle_domain::{
    call::CallError,
    execution::{
        AnswerBody, CancelReason, Execution, FailureCode, Message, State, Status,
        job::{JobEnd, SentKind},
    },
    spec::{TaskSpec, TaskType},
};
use beadle_values::{id::ExecutionId, violation::Path};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::world::{Mishap, Reply, World, at, execution, report};

fn wait(members: Value) -> Execution {
    let mut config = json!({
        "request": {"method": "POST", "url": "https://a.example/jobs", "body": {"callback": "${callback.url}"}},
        "deadline": "1h",
    });
    for (name, value) in members.as_object().unwrap() {
        config[name] = value.clone();
    }
    let config = config.as_object().unwrap().clone();
    execution(|request| {
        request.spec = TaskSpec::parse(TaskType::Wait, &config, &[], &Path::body()).unwrap();
    })
}

pub(super) fn polled(poll: Value) -> Execution {
    wait(json!({"request": {"method": "POST", "url": "https://a.example/jobs"}, "poll": poll}))
}

pub(super) fn whole(status: u16, headers: &[(&'static str, &str)], body: &Value) -> Reply {
    let mut all: Vec<_> = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    all.push(("content-type", "application/json".to_owned()));
    Reply::Whole(status, all, body.to_string())
}

/// The token of the last start.
fn token(world: &World) -> String {
    let calls = world.destination.calls();
    let body: Value = serde_json::from_slice(&calls.last().unwrap().0.body).unwrap();
    let url = body["callback"].as_str().unwrap();
    url.strip_prefix("https://beadle.example/cb/").unwrap().to_owned()
}

/// Starts the job of `execution`, which waits then.
async fn started(world: &World, execution: &Execution) -> String {
    world.deliver(execution.clone()).await.unwrap();
    assert_eq!(world.row(execution.id()).await.status(), Status::Waiting);
    token(world)
}

async fn complete(world: &World, token: &str, body: &str, second: i64) -> Result<Taken, CallbackError> {
    report(&world.store, token, SentKind::Complete, body, at(second)).await
}

/// What is delivered by `second` is handled.
async fn run_until(world: &World, second: i64) {
    for delivery in world.delivered_by(at(second)).await {
        world.executor().handle(delivery, None).await.unwrap();
    }
}

fn failure(execution: &Execution) -> FailureCode {
    execution.progress.failure().unwrap().code
}

async fn due(world: &World, id: ExecutionId) -> Option<Timestamp> {
    world.row(id).await.progress.wakes_at()
}

#[tokio::test]
async fn a_job_waits_without_a_runner_until_its_callback_comes() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({}));
    let token = started(&world, &job).await;
    let waiting = world.row(job.id()).await;
    assert!(matches!(waiting.state(), State::Waiting { attempt: 1, until, .. } if *until == at(3600)));
    let taken = complete(&world, &token, r#"{"frames": 1000}"#, 60).await.unwrap();
    let Taken::Ended(id, reported) = &taken else { panic!("{taken:?}") };
    assert_eq!((*id, reported.end, reported.at), (job.id(), JobEnd::Completed, at(60)));
    let ended = world.row(job.id()).await;
    assert_eq!(ended.status(), Status::Completed);
    assert_eq!(ended.progress.answer.clone().unwrap().body, AnswerBody::Json(json!({"frames": 1000})));
    let [attempt] = &ended.progress.attempts[..] else { panic!("one attempt") };
    assert_eq!((attempt.started_at, attempt.duration_ms), (at(0), 60_000));
    // The timer that is left finds nothing to do.
    run_until(&world, 4000).await;
    assert_eq!(world.row(job.id()).await.version(), ended.version());
    assert_eq!(world.destination.calls().len(), 1);
}

#[tokio::test]
async fn the_same_report_again_has_the_same_answer_and_another_one_is_a_conflict() {
    let world = World::answering([Reply::Status(202)]);
    let token = started(&world, &wait(json!({}))).await;
    let first = complete(&world, &token, "{}", 10).await.unwrap();
    assert_eq!(complete(&world, &token, "{}", 20).await.unwrap(), first);
    for (kind, body) in [(SentKind::Complete, "{\"a\": 1}"), (SentKind::Fail, "{}")] {
        let other = report(&world.store, &token, kind, body, at(30)).await.unwrap_err();
        assert!(matches!(other, CallbackError::Other(known) if known.at == at(10)), "{kind}");
    }
}

#[tokio::test]
async fn a_report_before_the_start_is_settled_ends_the_execution() {
    // The destination answers 202 after its callback; or never, since the connection broke.
    let replies = [Reply::Status(202), Reply::Status(500), Reply::Error(CallError::Connect("reset".into()))];
    for reply in replies {
        let world = World::answering([reply]);
        let job = wait(json!({}));
        let token = mint(&job);
        world.expects("executions.save", Mishap::Report(token.clone(), r#"{"early": true}"#));
        world.deliver(job.clone()).await.unwrap();
        let ended = world.row(job.id()).await;
        assert_eq!(ended.status(), Status::Completed);
        assert_eq!(ended.version(), 3, "start, claim, end: the report moved no version");
        assert_eq!(ended.progress.answer.clone().unwrap().body, AnswerBody::Json(json!({"early": true})));
        assert!(ended.progress.job.early.is_none() && ended.progress.job.reported.is_some());
        let again = complete(&world, &token, r#"{"early": true}"#, 5).await.unwrap();
        assert!(matches!(again, Taken::Ended(_, reported) if reported.at == at(0)));
        assert!(matches!(complete(&world, &token, "{}", 5).await, Err(CallbackError::Other(_))));
    }
}

/// The token of the first attempt, claimed at second 0.
fn mint(job: &Execution) -> String {
    let claimed = beadle_domain::execution::Event::Claim { lease_until: at(60) };
    let running = job.apply(claimed, at(0)).unwrap();
    beadle_domain::execution::job::token(&running, &super::world::callbacks()).unwrap()
}

#[tokio::test]
async fn a_runner_that_dies_after_an_early_report_starts_nothing_twice() {
    let world = World::new();
    let job = wait(json!({}));
    world
        .put(&job.apply(beadle_domain::execution::Event::Claim { lease_until: at(60) }, at(0)).unwrap())
        .await;
    complete(&world, &mint(&job), "{}", 5).await.unwrap();
    run_until(&world, 60).await;
    let ended = world.row(job.id()).await;
    assert_eq!((ended.status(), world.destination.calls().len()), (Status::Completed, 0));
}

#[tokio::test]
async fn a_runner_that_dies_before_it_settled_starts_again_under_the_same_key() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({}));
    world
        .put(&job.apply(beadle_domain::execution::Event::Claim { lease_until: at(60) }, at(0)).unwrap())
        .await;
    run_until(&world, 60).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Waiting);
    let (request, _) = world.destination.calls().pop().unwrap();
    let key = request.headers.iter().find(|(name, _)| name == "idempotency-key").unwrap();
    assert_eq!(key.1, job.id().to_string());
    // The tokens of both starts are those of one attempt.
    let ended = complete(&world, &mint(&job), "{}", 70).await.unwrap();
    assert!(matches!(ended, Taken::Ended(..)));
}

#[tokio::test]
async fn parallel_reports_end_the_execution_once() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({}));
    let token = started(&world, &job).await;
    let sent = (0..8).map(|_| complete(&world, &token, "{}", 10));
    let taken = futures_util::future::join_all(sent).await;
    assert!(taken.iter().all(Result::is_ok), "{taken:?}");
    assert_eq!(world.row(job.id()).await.version(), 4, "start, claim, wait, end");
}

#[tokio::test]
async fn a_job_whose_time_is_up_fails_and_later_reports_are_gone() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({}));
    let token = started(&world, &job).await;
    run_until(&world, 3600).await;
    let ended = world.row(job.id()).await;
    assert_eq!((ended.status(), failure(&ended)), (Status::Failed, FailureCode::JobTimeout));
    for second in [3601, 3602] {
        assert!(matches!(complete(&world, &token, "{}", second).await, Err(CallbackError::Gone)));
    }
    let late = world.row(job.id()).await.progress.job.late.unwrap();
    assert_eq!((late.at, late.times), (at(3602), 2));
    assert_eq!(world.row(job.id()).await.version(), ended.version(), "what is late changes no version");
}

#[tokio::test]
async fn a_report_during_a_retry_is_that_of_an_older_attempt() {
    let world = World::answering([Reply::Status(500), Reply::Status(202)]);
    let job = wait(json!({}));
    world.deliver(job.clone()).await.unwrap();
    let first = token(&world);
    assert_eq!(world.row(job.id()).await.status(), Status::Retrying);
    assert!(matches!(complete(&world, &first, "{}", 5).await, Err(CallbackError::Gone)));
    run_until(&world, 10).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Waiting);
    assert!(matches!(complete(&world, &first, "{}", 15).await, Err(CallbackError::Gone)));
    let second = token(&world);
    assert!(matches!(complete(&world, &second, "{}", 20).await, Ok(Taken::Ended(..))));
    assert_eq!(world.row(job.id()).await.status(), Status::Completed);
}

#[tokio::test]
async fn a_cancelled_wait_answers_its_job_that_it_is_gone() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({}));
    let token = started(&world, &job).await;
    let row = world.row(job.id()).await;
    let outcome = cancel_by_system(&world.store, row, CancelReason::Requested, at(5)).await.unwrap();
    assert!(matches!(outcome, CancelOutcome::Cancelled(_)));
    assert!(matches!(complete(&world, &token, "{}", 6).await, Err(CallbackError::Gone)));
    let beat = report(&world.store, &token, SentKind::Heartbeat, "", at(7)).await;
    assert!(matches!(beat, Err(CallbackError::Gone)), "410 tells the worker to stop");
}

#[tokio::test]
async fn heartbeats_keep_a_job_alive_but_never_beyond_its_deadline() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({"deadline": "250s", "heartbeat_timeout": "100s"}));
    let token = started(&world, &job).await;
    assert_eq!(due(&world, job.id()).await, Some(at(100)));
    let version = world.row(job.id()).await.version();
    for (second, body) in [(90, r#"{"percent": 40, "message": "half of it"}"#), (95, ""), (180, "{}")] {
        let Taken::Alive(_, alive) =
            report(&world.store, &token, SentKind::Heartbeat, body, at(second)).await.unwrap()
        else {
            panic!("it goes on")
        };
        assert_eq!((alive.cancel_requested, alive.deadline), (false, at(250)));
    }
    let row = world.row(job.id()).await;
    let heartbeat = row.progress.job.heartbeat_of(1).unwrap();
    assert_eq!((heartbeat.at, heartbeat.percent), (at(180), Some(40.0)), "what is left out stays");
    assert_eq!(row.version(), version, "a heartbeat moves no version and sends no timer");
    assert_eq!(due(&world, job.id()).await, Some(at(250)));
    run_until(&world, 200).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Waiting, "the timer re-arms itself");
    run_until(&world, 250).await;
    assert_eq!(failure(&world.row(job.id()).await), FailureCode::JobTimeout);
}

#[tokio::test]
async fn a_job_without_a_sign_of_life_is_lost() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({"heartbeat_timeout": "100s"}));
    let token = started(&world, &job).await;
    report(&world.store, &token, SentKind::Heartbeat, "{}", at(50)).await.unwrap();
    run_until(&world, 149).await;
    assert_eq!(world.row(job.id()).await.status(), Status::Waiting);
    run_until(&world, 150).await;
    assert_eq!(failure(&world.row(job.id()).await), FailureCode::HeartbeatTimeout);
}

#[tokio::test]
async fn the_rules_of_the_task_decide_what_a_report_means() {
    let world = World::answering([Reply::Status(202), Reply::Status(202)]);
    let rules = json!({
        "until": {"body": [{"path": "$.status", "equals": "done"}]},
        "fail_when": {"body": [{"path": "$.status", "equals": "error"}]},
        "callback": {"extract": "$.url"},
    });
    let done = wait(rules.clone());
    let token = started(&world, &done).await;
    for body in [r#"{"status": "started"}"#, r#"{"status": "running", "percent": 10}"#] {
        assert!(matches!(complete(&world, &token, body, 20).await.unwrap(), Taken::Alive(..)));
    }
    let end =
        complete(&world, &token, r#"{"status": "done", "url": "https://b.example/1"}"#, 40).await.unwrap();
    assert!(matches!(end, Taken::Ended(_, reported) if reported.end == JobEnd::Completed));
    let answer = world.row(done.id()).await.progress.answer.unwrap();
    assert_eq!(answer.extracted, Some(json!("https://b.example/1")));
    let failed = wait(rules);
    let token = started(&world, &failed).await;
    complete(&world, &token, r#"{"status": "error", "message": "out of paper"}"#, 50).await.unwrap();
    let row = world.row(failed.id()).await;
    assert_eq!(failure(&row), FailureCode::JobFailed);
    assert_eq!(row.progress.failure().unwrap().message, "the job has failed: out of paper");
}

#[tokio::test]
async fn the_token_is_stored_nowhere() {
    let world = World::new();
    let job = wait(json!({}));
    let token = mint(&job);
    let echo = json!({"you_said": format!("https://beadle.example/cb/{token}"), "token": token});
    world.destination.will_answer([whole(202, &[("location", &format!("/x/{token}"))], &echo)]);
    assert_eq!(started(&world, &job).await, token);
    report(&world.store, &token, SentKind::Heartbeat, "{}", at(1)).await.unwrap();
    let stored = serde_json::to_string(&world.row(job.id()).await.progress.answer).unwrap();
    assert!(!stored.contains(&token), "{stored}");
    complete(&world, &token, &echo.to_string(), 2).await.unwrap();
    let stored = serde_json::to_string(&world.row(job.id()).await.progress.answer).unwrap();
    assert!(stored.contains("you_said") && !stored.contains(&token), "{stored}");
}

#[tokio::test]
async fn a_start_message_that_comes_again_starts_nothing() {
    let world = World::answering([Reply::Status(202)]);
    let job = wait(json!({}));
    started(&world, &job).await;
    world.handle(&Message::start(job.clone())).await;
    assert_eq!(world.destination.calls().len(), 1);
    assert_eq!(world.row(job.id()).await.status(), Status::Waiting);
}
