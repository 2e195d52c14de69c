//! Functions that rules name: what follows a failed attempt, and the result of a response.

use std::sync::Arc;

use beadle_application::port::{Fetches, Functions, Sandbox, SandboxWork, StoreError};
use beadle_domain::{
    call::{RunResult, SandboxError},
    execution::{AttemptOutcome, Execution, FailureCode, LogLevel, Status, explain::explain, logs},
    policy::{RetryPolicy, Ruling},
    spec::{TaskSpec, TaskType},
};
use beadle_values::violation::Path;
use serde_json::{Value, json};

use super::{
    code::{Played, digest, with},
    world::{self, Mishap, Reply, World, at},
};
use crate::Code;

fn execution(spec: Value, retry: Value) -> Execution {
    world::execution(|request| {
        let mut config = json!({"url": "https://a.example/"});
        config.as_object_mut().unwrap().extend(spec.as_object().unwrap().clone());
        request.spec =
            TaskSpec::parse(TaskType::Http, config.as_object().unwrap(), &[], &Path::body()).unwrap();
        request.policy.retry = RetryPolicy::parse(&retry, &Path::body()).unwrap();
    })
}

/// A world whose destination gives `replies`, in which functions answer with `result`.
async fn answering(sandbox: &Arc<Played>, replies: impl IntoIterator<Item = Reply>) -> World {
    let world = with(sandbox).await;
    world.destination.will_answer(replies);
    world
}

async fn ended(world: &World, execution: Execution) -> Execution {
    let id = execution.id();
    world.deliver(execution).await.unwrap();
    world.run_to_end(id).await
}

fn returning(value: Value) -> Arc<Played> {
    Played::new(Ok(RunResult::Value(value)))
}

fn decisions(row: &Execution) -> Vec<String> {
    explain(row, None, None, None, &[], None, at(1_000))
        .decisions
        .into_iter()
        .map(|decision| decision.detail)
        .collect()
}

fn ruled(max_retries: u32) -> Value {
    json!({"function": {"name": "custom-tasks@2", "export": "other"}, "max_retries": max_retries})
}

#[tokio::test]
async fn a_retry_function_says_the_delay_and_is_asked_once_after_each_failed_attempt() {
    let sandbox = returning(json!(7.5));
    let unavailable = || Reply::Whole(503, vec![("retry-after", "2".to_owned())], String::new());
    let world = answering(&sandbox, [unavailable(), unavailable(), Reply::Status(200)]).await;
    let row = ended(&world, execution(json!({}), ruled(3))).await;
    assert_eq!(row.status(), Status::Completed, "{:?}", row.progress);
    let starts: Vec<_> = row.progress.attempts.iter().map(|attempt| attempt.started_at).collect();
    assert_eq!(
        starts,
        ["1970-01-01T00:00:00Z", "1970-01-01T00:00:07.5Z", "1970-01-01T00:00:15Z"]
            .map(|time| time.parse().unwrap())
    );

    let runs = sandbox.runs();
    let asked: Vec<_> = runs
        .iter()
        .map(|run| {
            let SandboxWork::Function(run) = &run.work else { panic!("{:?}", run.work) };
            assert!(matches!(run.fetches, Fetches::Refused), "a rule sends nothing");
            assert_eq!(run.export.as_deref(), Some("other"));
            run.params.clone()
        })
        .collect();
    let facts =
        |attempt: u32| json!({"attempt": attempt, "status": 503, "error": "http_status", "retry_after": 2.0});
    assert_eq!(asked, [facts(1), facts(2)], "not after the attempt that succeeded");
    assert!(runs.iter().all(|run| run.timeout.as_secs() == 1));

    let ruling = row.progress.attempts[0].ruling.as_deref().unwrap();
    assert_eq!(ruling.ran.as_ref().map(|ran| (ran.number, ran.digest.clone())), Some((2, digest(2))));
    let said = "the retry function `custom-tasks@2` (version 2 of `custom-tasks`) answered 7.5 s";
    let decided = decisions(&row);
    assert!(decided.iter().any(|detail| detail.contains(said)), "{decided:?}");
    assert!(row.progress.function.is_none(), "the attempt itself called no function");
}

#[tokio::test]
async fn a_retry_function_gives_up_with_null_or_false() {
    for answer in [json!(null), json!(false)] {
        let sandbox = returning(answer);
        let world = answering(&sandbox, [Reply::Status(503)]).await;
        let row = ended(&world, execution(json!({}), ruled(3))).await;
        assert_eq!((row.status(), row.progress.attempts.len()), (Status::Failed, 1));
        assert_eq!(row.progress.failure().unwrap().code, FailureCode::HttpStatus);
        let decided = decisions(&row);
        assert!(
            decided.iter().any(|detail| detail.contains("none follows, since the retry function")),
            "{decided:?}"
        );
    }
}

#[tokio::test]
async fn a_retry_function_is_not_asked_where_no_retry_is_left_or_would_help() {
    for (status, max_retries) in [(503, 0), (404, 3)] {
        let sandbox = returning(json!(1));
        let world = answering(&sandbox, [Reply::Status(status)]).await;
        let row = ended(&world, execution(json!({}), ruled(max_retries))).await;
        assert_eq!((row.status(), row.progress.attempts.len()), (Status::Failed, 1));
        assert!(sandbox.runs().is_empty());
    }
}

#[tokio::test]
async fn a_fault_of_a_retry_function_means_the_default_delays_and_a_warning() {
    let threw = SandboxError { code: FailureCode::FunctionThrew, message: "Error: no".to_owned() };
    let cases = [
        (Played::new(Err(threw)), "custom-tasks", "Error: no (function_threw)"),
        (returning(json!("soon")), "custom-tasks", "neither a number of seconds nor null or false"),
        (returning(json!(1)), "gone", "there is no function `gone`"),
        (returning(json!(1)), "custom-tasks@9", "no such version"),
    ];
    for (sandbox, name, why) in cases {
        let world = answering(&sandbox, [Reply::Status(503), Reply::Status(200)]).await;
        let row = ended(&world, execution(json!({}), json!({"function": {"name": name}}))).await;
        assert_eq!((row.status(), row.progress.attempts.len()), (Status::Completed, 2), "{name}");
        // Exponential from a second with full jitter, of which the tests draw the half.
        assert_eq!(row.progress.attempts[0].next_attempt_at, "1970-01-01T00:00:00.5Z".parse().ok(), "{name}");
        let ruling = row.progress.attempts[0].ruling.as_deref().unwrap();
        let Ruling::Fault { why: found } = &ruling.ruling else { panic!("{ruling:?}") };
        assert!(found.contains(why), "{found}");
        let warned = |line: &logs::LogEntry| {
            line.level == LogLevel::Warn && line.message.contains("default delays apply")
        };
        assert!(logs::entries(&row).iter().any(warned), "{name}");
    }
}

#[tokio::test]
async fn without_a_sandbox_a_retry_function_means_the_default_delays() {
    let sandbox = returning(json!(60));
    let mut world = answering(&sandbox, [Reply::Status(503), Reply::Status(200)]).await;
    world.code = None;
    let row = ended(&world, execution(json!({}), ruled(3))).await;
    assert_eq!((row.status(), row.progress.attempts.len()), (Status::Completed, 2));
    assert!(row.progress.attempts[0].ruling.as_deref().unwrap().is_fault());
}

#[tokio::test]
async fn a_retry_function_is_not_asked_about_an_execution_that_is_cancelled() {
    let sandbox = returning(json!(5));
    let world = answering(&sandbox, [Reply::Status(503)]).await;
    let execution = execution(json!({}), ruled(3));
    let id = execution.id();
    world.expects("executions.save", Mishap::CancelRequest(id));
    world.deliver(execution).await.unwrap();
    let row = world.run_to_end(id).await;
    assert_eq!(row.status(), Status::Cancelled);
    assert_eq!(sandbox.runs().len(), 1, "what was asked before is not asked again");
    assert!(row.progress.attempts.iter().all(|attempt| attempt.ruling.is_none()));
}

fn by_function(name: &str) -> Value {
    json!({"response": {"extract": "$.rows", "transform": {"function": {"name": name}}}})
}

fn rows() -> Reply {
    let headers = vec![("content-type", "application/json".to_owned()), ("x-page", "3".to_owned())];
    Reply::Whole(200, headers, r#"{"rows":[1,2],"token":"hunter22"}"#.to_owned())
}

#[tokio::test]
async fn a_function_makes_the_result_of_a_response_and_its_version_is_kept() {
    let sandbox = returning(json!({"sum": 3}));
    let world = answering(&sandbox, [rows()]).await;
    let mut spec = by_function("custom-tasks@2");
    spec["headers"] = json!({"authorization": "Bearer ${secret:token}"});
    let row = ended(&world, execution(spec, json!(3))).await;
    assert_eq!(row.status(), Status::Completed, "{:?}", row.progress);
    let answer = row.progress.answer.as_ref().unwrap();
    assert_eq!((answer.extracted.as_ref(), answer.status), (Some(&json!({"sum": 3})), Some(200)));
    let ran = row.progress.function.as_ref().unwrap();
    assert_eq!((ran.number, &ran.digest), (2, &digest(2)));
    let runs = sandbox.runs();
    let SandboxWork::Function(run) = &runs[0].work else { panic!("{:?}", runs[0].work) };
    assert!(matches!(run.fetches, Fetches::Refused));
    assert_eq!(run.params["status"], 200);
    assert_eq!(run.params["extracted"], json!([1, 2]));
    assert_eq!(run.params["headers"]["x-page"], "3");
    assert_eq!(
        run.params["body"],
        json!({"rows": [1, 2], "token": "********"}),
        "no secret enters the sandbox"
    );
}

#[tokio::test]
async fn a_fault_of_a_transformation_has_its_code_and_the_request_is_never_sent_again() {
    let threw = SandboxError { code: FailureCode::FunctionThrew, message: "TypeError: rows".to_owned() };
    let large = json!("x".repeat(70_000));
    let cases = [
        (Played::new(Err(threw)), "custom-tasks", "TypeError: rows (function_threw)"),
        (returning(large), "custom-tasks", "more than 65536 bytes"),
        (returning(json!(1)), "gone", "there is no function `gone`"),
    ];
    for (sandbox, name, why) in cases {
        let world = answering(&sandbox, [rows(), rows()]).await;
        let retry =
            json!({"max_retries": 3, "retry_on": ["transform", "function_threw", "function_missing"]});
        let row = ended(&world, execution(by_function(name), retry)).await;
        let failure = row.progress.failure().unwrap();
        assert_eq!((row.status(), failure.code), (Status::Failed, FailureCode::Transform));
        assert!(failure.message.contains(why), "{}", failure.message);
        assert_eq!(row.progress.attempts[0].outcome, AttemptOutcome::Failed);
        assert_eq!(world.destination.calls().len(), 1);
        assert_eq!(row.progress.answer.unwrap().status, Some(200), "what was answered is kept");
    }
}

#[tokio::test]
async fn a_response_that_fails_is_not_transformed() {
    let sandbox = returning(json!(1));
    let world = answering(&sandbox, [Reply::Status(404)]).await;
    let row = ended(&world, execution(by_function("custom-tasks"), json!(3))).await;
    assert_eq!(row.progress.failure().unwrap().code, FailureCode::HttpStatus);
    assert!(sandbox.runs().is_empty());
}

#[tokio::test]
async fn a_function_that_can_not_be_read_sends_no_request_again() {
    let sandbox = returning(json!(1));
    let mut world = answering(&sandbox, [rows(), rows()]).await;
    let functions = Arc::new(beadle_testing::FailingStore::new(world.store.clone(), |name, _| {
        let down = || StoreError::Unavailable("down".into());
        (name == "functions.get").then(|| beadle_testing::Fault::Before(down()))
    }));
    world.code = Some(code(sandbox.clone(), functions));
    let row = ended(&world, execution(by_function("custom-tasks"), json!(3))).await;
    assert_eq!(row.progress.failure().unwrap().code, FailureCode::Transform);
    assert_eq!((world.destination.calls().len(), sandbox.runs().len()), (1, 0));
}

fn code(sandbox: Arc<dyn Sandbox>, functions: Arc<dyn Functions>) -> Code {
    Code::new(sandbox, functions, Arc::new(beadle_domain::script::Scripts::none("the test")))
}

#[tokio::test]
async fn after_its_function_was_deleted_a_task_fails_or_falls_back() {
    let sandbox = returning(json!(1));
    let world = answering(&sandbox, [rows(), Reply::Status(503), Reply::Status(200)]).await;
    let function = Functions::get(&world.store, &"custom-tasks".parse().unwrap()).await.unwrap().unwrap();
    Functions::remove(&world.store, &function, None).await.unwrap();

    let transformed = ended(&world, execution(by_function("custom-tasks"), json!(3))).await;
    let failure = transformed.progress.failure().unwrap();
    assert_eq!(failure.code, FailureCode::Transform);
    assert!(failure.message.contains("there is no function `custom-tasks`"), "{}", failure.message);

    let retried = ended(&world, execution(json!({}), ruled(3))).await;
    assert_eq!((retried.status(), retried.progress.attempts.len()), (Status::Completed, 2));
    assert!(retried.progress.attempts[0].ruling.as_deref().unwrap().is_fault());

    let custom = world::execution(|request| {
        let config = json!({"function": "custom-tasks"});
        request.spec =
            TaskSpec::parse(TaskType::Custom, config.as_object().unwrap(), &[], &Path::body()).unwrap();
    });
    let called = ended(&world, custom).await;
    assert_eq!((called.status(), called.progress.attempts.len()), (Status::Failed, 1));
    assert_eq!(called.progress.failure().unwrap().code, FailureCode::FunctionMissing);
    assert!(sandbox.runs().is_empty());
}
