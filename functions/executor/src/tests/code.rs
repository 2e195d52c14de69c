//! Scripts and functions, in a sandbox that the tests play.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use beadle_application::port::{
    CheckError, Fetches, FunctionChange, Functions, NoSandbox, Replaced, Sandbox, SandboxRun, SandboxWork,
    TakesOutput,
};
use beadle_domain::{
    call::{RunResult, SandboxError},
    execution::{AnswerBody, Execution, FailureCode, OutputStream, Status, logs},
    function::{Digest, Function, FunctionVersion, Upload},
    script::Scripts,
    spec::{TaskSpec, TaskType},
};
use beadle_embedded::Embedded;
use beadle_values::{id::OwnerId, violation::Path};
use serde_json::{Value, json};

use super::world::{self, World, at};
use crate::Code;

/// A sandbox that answers with what a test says, and keeps its runs.
pub(super) struct Played {
    result: Result<RunResult, SandboxError>,
    lines: Vec<(OutputStream, String)>,
    runs: Mutex<Vec<SandboxRun>>,
}

impl Played {
    pub(super) fn new(result: Result<RunResult, SandboxError>) -> Arc<Self> {
        let lines = vec![
            (OutputStream::Stdout, "3 rows, token hunter22".to_owned()),
            (OutputStream::Stderr, "be careful".to_owned()),
        ];
        Arc::new(Self { result, lines, runs: Mutex::default() })
    }

    /// The runs so far.
    pub(super) fn runs(&self) -> Vec<SandboxRun> {
        self.runs.lock().unwrap().clone()
    }

    fn failing(code: FailureCode) -> Arc<Self> {
        Self::new(Err(SandboxError { code, message: "it ended with 3".to_owned() }))
    }
}

#[async_trait]
impl Sandbox for Played {
    async fn run(&self, run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        self.runs.lock().unwrap().push(run);
        output.take(self.lines.clone()).await;
        self.result.clone()
    }

    async fn check(&self, _: &Upload) -> Result<Vec<String>, CheckError> {
        Ok(Vec::new())
    }
}

pub(super) fn digest(number: u8) -> Digest {
    Digest::of(&[number; 32])
}

fn version(number: u8) -> FunctionVersion {
    FunctionVersion {
        number: number.into(),
        digest: digest(number),
        entry: "index.js".to_owned(),
        exports: vec!["myCustomTask".to_owned(), "other".to_owned()],
        hosts: Vec::new(),
        size: 1,
        created_at: at(0),
        created_by: OwnerId::parse("ada").unwrap(),
    }
}

/// A world with the sandbox and a function `custom-tasks` of two versions, of which the first is the current one.
pub(super) async fn with(sandbox: &Arc<Played>) -> World {
    let mut world = World::new();
    let list = r#"{"node": {"path": "/usr/bin/node", "cwd": ["/app"]}}"#;
    let scripts = Scripts::parse(list, "the test").unwrap();
    world.code = Some(Code::new(sandbox.clone(), Arc::new(world.store.clone()), Arc::new(scripts)));
    world.secrets.put("ada", "token", "hunter22");
    let upload = Upload {
        modules: [("index.js".to_owned(), "fetch('https://a.example/?t=${secret:token}')".to_owned())].into(),
        entry: "index.js".to_owned(),
        hosts: vec!["a.example".to_owned()],
        memory_mb: 32,
        cpu_ms: 2_000,
    };
    let first = Function::new("custom-tasks".parse().unwrap(), version(1));
    let (second, _) = first.with(version(2), at(0));
    let back = second.moved_to(1, at(0));
    for (function, expected) in [(&first, 0), (&second, 1), (&back, 2)] {
        let source = function.current().filter(|_| expected < 2).map(|current| (&current.digest, &upload));
        let change = FunctionChange { function, expected, source, dropped: &[], audit: None };
        assert_eq!(Functions::write(&world.store, change).await.unwrap(), Replaced::Done);
    }
    world
}

/// The functions of `store` without anything that could run them.
pub(super) fn without_sandbox(store: &Embedded) -> Code {
    let scripts = Scripts::none("the settings of the test");
    Code::new(Arc::new(NoSandbox), Arc::new(store.clone()), Arc::new(scripts))
}

fn execution(task_type: TaskType, config: Value) -> Execution {
    world::execution(|request| {
        request.spec = TaskSpec::parse(task_type, config.as_object().unwrap(), &[], &Path::body()).unwrap();
        request.input.insert("days".to_owned(), json!(7));
        request.policy.retry.max_retries = 1;
    })
}

fn clean_up() -> Execution {
    let env = json!({"TOKEN": "${secret:token}", "NODE_ENV": "production"});
    let config = json!({"command": "node", "args": ["scripts/cleanup.js", "--days=${days}"], "cwd": "/app", "env": env});
    execution(TaskType::Script, config)
}

async fn ended(world: &World, execution: Execution) -> Execution {
    let id = execution.id();
    world.deliver(execution).await.unwrap();
    world.run_to_end(id).await
}

#[tokio::test]
async fn a_script_runs_with_its_arguments_environment_and_input() {
    let sandbox = Played::new(Ok(RunResult::Value(json!({"deleted": 3, "by": "hunter22"}))));
    let world = with(&sandbox).await;
    let row = ended(&world, clean_up()).await;
    assert_eq!(row.status(), Status::Completed, "{:?}", row.progress);
    let answer = row.progress.answer.unwrap();
    assert_eq!(answer.body, AnswerBody::Json(json!({"deleted": 3, "by": "********"})));
    let runs = sandbox.runs.lock().unwrap();
    let SandboxWork::Script { command, call } = &runs[0].work else { panic!("{:?}", runs[0].work) };
    assert_eq!((command.path.as_str(), call.cwd.as_deref()), ("/usr/bin/node", Some("/app")));
    assert_eq!(call.args, ["scripts/cleanup.js", "--days=7"]);
    assert_eq!((call.env["TOKEN"].as_str(), call.env["NODE_ENV"].as_str()), ("hunter22", "production"));
    assert_eq!((&call.input, call.context.attempt), (&json!({"days": 7}), 1));
}

#[tokio::test]
async fn what_a_run_writes_is_in_the_log_of_its_execution_without_secrets() {
    let world = with(&Played::new(Ok(RunResult::Value(json!(1))))).await;
    let row = ended(&world, clean_up()).await;
    let lines: Vec<_> =
        logs::entries(&row).into_iter().map(|line| (line.level.as_str(), line.message)).collect();
    assert!(lines.contains(&("INFO", "3 rows, token ********".to_owned())), "{lines:?}");
    assert!(lines.contains(&("WARN", "be careful".to_owned())), "{lines:?}");
    assert_eq!(world.count("executions.note_output"), 0, "a short run costs no write");
}

#[tokio::test]
async fn an_exit_code_is_tried_again_unless_it_is_final() {
    for (code, attempts) in [(FailureCode::ScriptExit, 2), (FailureCode::ScriptFinal, 1)] {
        let sandbox = Played::failing(code);
        let world = with(&sandbox).await;
        let row = ended(&world, clean_up()).await;
        assert_eq!((row.status(), row.progress.attempts.len()), (Status::Failed, attempts));
        let failure = row.progress.failure().unwrap();
        assert_eq!((failure.code, failure.message.as_str()), (code, "it ended with 3"));
        let written = row.progress.output.lines.iter().map(|line| line.attempt).max();
        assert_eq!(written, u32::try_from(attempts).ok(), "the output of each attempt is kept");
    }
}

#[tokio::test]
async fn a_command_that_is_no_longer_on_the_list_is_not_run() {
    let sandbox = Played::new(Ok(RunResult::Value(Value::Null)));
    let world = with(&sandbox).await;
    let row = ended(&world, execution(TaskType::Script, json!({"command": "bash"}))).await;
    assert_eq!(row.progress.failure().unwrap().code, FailureCode::ScriptCommand);
    assert!(sandbox.runs.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_function_is_found_by_its_name_or_its_export_and_its_version_is_kept() {
    let cases = [
        (json!({"function": "custom-tasks"}), 1, None),
        (json!({"function": "myCustomTask", "params": {"key": "${days}"}}), 1, Some("myCustomTask")),
        (json!({"function": "custom-tasks@2", "export": "other"}), 2, Some("other")),
        (json!({"function": "custom-tasks@020202020202"}), 2, None),
    ];
    for (config, number, export) in cases {
        let sandbox = Played::new(Ok(RunResult::Value(json!({"result": "success"}))));
        let world = with(&sandbox).await;
        let row = ended(&world, execution(TaskType::Custom, config.clone())).await;
        assert_eq!(row.status(), Status::Completed, "{config} {:?}", row.progress);
        let ran = row.progress.function.unwrap();
        assert_eq!(
            (ran.name.as_str(), ran.number, ran.digest),
            ("custom-tasks", u32::from(number), digest(number))
        );
        let runs = sandbox.runs.lock().unwrap();
        let SandboxWork::Function(run) = &runs[0].work else { panic!("{:?}", runs[0].work) };
        assert_eq!(run.export.as_deref(), export, "{config}");
        let Fetches::Sent(secrets) = &run.fetches else { panic!("{:?}", run.fetches) };
        assert_eq!(secrets.texts().collect::<Vec<_>>(), ["hunter22"], "the secrets that its source names");
        if config["params"].is_object() {
            assert_eq!(run.params, json!({"key": 7}));
        }
    }
}

#[tokio::test]
async fn a_function_or_version_that_there_is_not_fails_without_a_run() {
    for function in ["nothing", "custom-tasks@9", "myCustomTask@1"] {
        let sandbox = Played::new(Ok(RunResult::Value(Value::Null)));
        let world = with(&sandbox).await;
        let row = ended(&world, execution(TaskType::Custom, json!({"function": function}))).await;
        assert_eq!(row.progress.failure().unwrap().code, FailureCode::FunctionMissing, "{function}");
        assert_eq!((row.progress.attempts.len(), sandbox.runs.lock().unwrap().len()), (1, 0));
    }
}

#[tokio::test]
async fn without_a_sandbox_a_run_fails_at_its_start_and_says_why() {
    let mut world = with(&Played::new(Ok(RunResult::Value(Value::Null)))).await;
    world.code = None;
    let row = ended(&world, execution(TaskType::Custom, json!({"function": "custom-tasks"}))).await;
    let failure = row.progress.failure().unwrap();
    assert_eq!(failure.code, FailureCode::SandboxUnavailable);
    assert!(failure.message.contains("no sandbox"), "{}", failure.message);
}
