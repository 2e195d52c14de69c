//! Conversations with Lambda about runs in the sandbox.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{
    CheckError, Fetches, FunctionRun, Sandbox, SandboxRun, SandboxWork, TakesOutput,
};
use beadle_aws::SandboxSettings;
use beadle_domain::{
    call::{RunContext, RunResult, SandboxError, ScriptCall},
    execution::{FailureCode, OutputStream},
    function::Upload,
    script::AllowedCommand,
};
use beadle_sandbox::Sandbox as _;
use beadle_values::id::{ExecutionId, OwnerId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{script::Script, specimen::NOW};

const INVOKE: &str = "POST /2015-03-31/functions/beadle-sandbox/invocations";

fn settings() -> SandboxSettings {
    SandboxSettings { function: "beadle-sandbox".to_owned() }
}

fn upload(source: &str) -> Upload {
    Upload {
        modules: [("index.js".to_owned(), source.to_owned())].into(),
        entry: "index.js".to_owned(),
        hosts: vec!["api.example.com".to_owned()],
        memory_mb: 32,
        cpu_ms: 2_000,
    }
}

fn context(owner: &str) -> RunContext {
    RunContext {
        owner: OwnerId::parse(owner).unwrap(),
        execution: ExecutionId::from_uuid(Uuid::nil()),
        task: None,
        attempt: 1,
        idempotency_key: "key".to_owned(),
        scheduled_for: None,
    }
}

fn function(owner: &str, source: &str) -> SandboxRun {
    let secrets = [("token".parse().unwrap(), "hunter2".to_owned().into())].into_iter().collect();
    let work = SandboxWork::Function(Box::new(FunctionRun {
        context: context(owner),
        upload: Arc::new(upload(source)),
        export: Some("greet".to_owned()),
        params: json!({"name": "Ada"}),
        fetches: Fetches::Sent(secrets),
    }));
    SandboxRun { work, timeout: Duration::from_secs(30), deadline: NOW }
}

fn script(owner: &str) -> SandboxRun {
    let work = SandboxWork::Script {
        command: serde_json::from_value::<AllowedCommand>(json!({"path": "/usr/bin/date"})).unwrap(),
        call: Box::new(ScriptCall {
            context: context(owner),
            command: "date".to_owned(),
            args: vec!["-u".to_owned()],
            env: [("LANG".to_owned(), "C".to_owned())].into(),
            cwd: None,
            input: json!(null),
            final_exit_codes: vec![2],
        }),
    };
    SandboxRun { work, timeout: Duration::from_secs(30), deadline: NOW }
}

/// Keeps what a run writes.
#[derive(Default)]
struct Kept(Mutex<Vec<(OutputStream, String)>>);

#[async_trait]
impl TakesOutput for Kept {
    async fn take(&self, lines: Vec<(OutputStream, String)>) {
        self.0.lock().unwrap().extend(lines);
    }
}

fn report(outcome: Value) -> Value {
    json!({
        "kind": "report",
        "outcome": outcome,
        "log": [{"stream": "stdout", "text": "one"}, {"stream": "stderr", "text": "two"}],
        "usage": {"cpu_ms": 3, "memory": 0},
        "layers": [],
    })
}

async fn run(script: &Script, run: SandboxRun) -> (Result<RunResult, SandboxError>, usize) {
    let kept = Kept::default();
    let outcome = script.aws().sandbox(settings()).run(run, &kept).await;
    let lines = kept.0.into_inner().unwrap().len();
    (outcome, lines)
}

#[tokio::test]
async fn a_function_runs_as_the_tenant_of_its_owner_and_brings_its_log() {
    let conversation = Script::default().answers(INVOKE, report(json!({"Ok": {"hello": "Ada"}})));
    let (outcome, lines) = run(&conversation, function("auth0|ada", "export function greet() {}")).await;
    assert_eq!((outcome, lines), (Ok(RunResult::Value(json!({"hello": "Ada"}))), 2));
    assert_eq!(conversation.tenants(), ["auth0=7cada"]);
    let asked = &conversation.asked()[0];
    assert_eq!(asked["v"], 1);
    let work = &asked["work"];
    assert_eq!(work["kind"], "function");
    assert_eq!(work["run"]["function"], "greet");
    assert_eq!(work["hosts"], json!(["api.example.com"]));
    assert_eq!(work["secrets"], json!({"token": "hunter2"}), "filled in beside the function, not in it");
}

#[tokio::test]
async fn a_script_takes_its_command_along_and_its_failure_is_told() {
    let failure = json!({"fault": "script_exit", "message": "the script exited with status 2", "retryable": false, "exit": 2});
    let conversation = Script::default().answers(INVOKE, report(json!({"Err": failure})));
    let (outcome, lines) = run(&conversation, script("ada")).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.code, lines), (FailureCode::ScriptFinal, 2));
    assert_eq!(error.message, "the script exited with status 2");
    assert_eq!(conversation.tenants(), ["ada"]);
    let run = &conversation.asked()[0]["work"]["run"];
    assert_eq!(run["command"]["path"], "/usr/bin/date");
    assert_eq!(
        (&run["arguments"], &run["environment"]["LANG"], &run["final_statuses"]),
        (&json!(["-u"]), &json!("C"), &json!([2]))
    );
}

#[tokio::test]
async fn a_run_is_never_sent_twice_and_what_passes_is_retried_by_its_policy() {
    let table = [
        (429, "TooManyRequestsException", FailureCode::SandboxBusy),
        (500, "ServiceException", FailureCode::SandboxBusy),
        (503, "ServiceUnavailableException", FailureCode::SandboxBusy),
        (409, "ResourceConflictException", FailureCode::SandboxBusy),
        (403, "AccessDeniedException", FailureCode::SandboxUnavailable),
        (404, "ResourceNotFoundException", FailureCode::SandboxUnavailable),
        (400, "InvalidParameterValueException", FailureCode::SandboxUnavailable),
        (413, "RequestTooLargeException", FailureCode::SourceLimit),
    ];
    for (status, code, expected) in table {
        let conversation = Script::default().refuses(INVOKE, status, code);
        let (outcome, _) = run(&conversation, script("ada")).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.code, expected, "{code}");
        assert!(!error.message.contains("scripted"), "what Lambda says is for the log: {error}");
        assert_eq!(conversation.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_sandbox_that_ends_without_an_answer_has_crashed_or_was_too_late() {
    let table = [
        (
            "Runtime.ExitError",
            "RequestId: 1 Error: Runtime exited with error: signal: killed",
            FailureCode::SandboxCrashed,
        ),
        ("Runtime.OutOfMemory", "RequestId: 1 Error: out of memory", FailureCode::SandboxCrashed),
        ("Function.ResponseSizeTooLarge", "Response payload size exceeded", FailureCode::SandboxCrashed),
        ("Sandbox.Timedout", "RequestId: 1 Error: Task timed out after 300.00 seconds", FailureCode::Timeout),
    ];
    for (kind, message, expected) in table {
        let error = json!({"errorType": kind, "errorMessage": message});
        let conversation = Script::default().breaks(INVOKE, error);
        let (outcome, lines) = run(&conversation, script("ada")).await;
        assert_eq!((outcome.unwrap_err().code, lines), (expected, 0), "{kind}");
    }
    for answer in [json!("hello"), json!({"kind": "new"}), json!({"kind": "layers", "layers": []})] {
        let (outcome, _) = run(&Script::default().answers(INVOKE, answer), script("ada")).await;
        assert_eq!(outcome.unwrap_err().code, FailureCode::SandboxCrashed);
    }
}

#[tokio::test]
async fn what_does_not_fit_into_an_invocation_is_not_sent() {
    let conversation = Script::default();
    let control_characters = "\u{1}".repeat(1024 * 1024 + 1);
    let (outcome, _) = run(&conversation, function("ada", &control_characters)).await;
    let error = outcome.unwrap_err();
    assert_eq!(error.code, FailureCode::SourceLimit);
    assert!(error.message.contains("at most 6291456 reach the sandbox"), "{error}");
    assert!(conversation.asked().is_empty());
}

#[tokio::test]
async fn an_upload_is_parsed_for_nobody_in_particular() {
    let defect = json!({"module": "index.js", "line": 2, "column": null, "message": "unexpected token"});
    let conversation = Script::default()
        .answers(INVOKE, json!({"kind": "parsed", "exports": ["greet"]}))
        .answers(INVOKE, json!({"kind": "defects", "defects": [defect]}))
        .refuses(INVOKE, 429, "TooManyRequestsException");
    let sandbox = conversation.aws().sandbox(settings());
    assert_eq!(sandbox.check(&upload("export function greet() {}")).await, Ok(vec!["greet".to_owned()]));
    let defects = sandbox.check(&upload("\n)")).await;
    assert!(matches!(&defects, Err(CheckError::Defects(defects)) if defects[0].line == 2), "{defects:?}");
    let busy = sandbox.check(&upload("")).await;
    let is_busy = |error: &SandboxError| error.code == FailureCode::SandboxBusy;
    assert!(matches!(&busy, Err(CheckError::Unavailable(error)) if is_busy(error)), "{busy:?}");
    assert_eq!(conversation.tenants(), ["system:parser"; 3]);
    assert_eq!(conversation.asked()[0]["work"]["kind"], "parse");
}

#[tokio::test]
async fn the_layers_are_those_of_the_function_and_none_is_required() {
    let layers = json!([
        {"layer": "landlock", "held": false, "why": "the kernel has no landlock"},
        {"layer": "seccomp", "held": true},
    ]);
    let conversation = Script::default().answers(INVOKE, json!({"kind": "layers", "layers": layers}));
    let sandbox = conversation.aws().sandbox(settings()).0;
    let layers = sandbox.layers().await.unwrap();
    assert_eq!(layers.0.iter().filter(|state| state.held).count(), 1);
    assert_eq!(layers.missing(sandbox.required_layers()), None);
    assert_eq!(conversation.asked()[0]["work"], json!({"kind": "layers"}));
}
