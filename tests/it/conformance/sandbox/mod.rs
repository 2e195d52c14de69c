//! Sandboxes: what runs scripts and functions.

pub mod checking;
pub mod functions;
pub mod scripts;

use std::{
    any::Any,
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{Fetches, FunctionRun, Sandbox, SandboxRun, SandboxWork, TakesOutput};
use beadle_domain::{
    call::{RunContext, RunResult, SandboxError, ScriptCall},
    execution::OutputStream,
    function::Upload,
};
use beadle_values::id::{ExecutionId, OwnerId};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::adapters::sandbox;

/// A sandbox under test.
pub struct Fixture {
    /// The sandbox.
    pub sandbox: Arc<dyn Sandbox>,
    /// Resources that must outlive it.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// The outcome of a run, and the lines that it wrote.
pub struct Ran {
    pub outcome: Result<RunResult, SandboxError>,
    pub lines: Vec<(OutputStream, String)>,
}

/// Keeps what a run writes.
#[derive(Default)]
struct Kept(Mutex<Vec<(OutputStream, String)>>);

#[async_trait]
impl TakesOutput for Kept {
    async fn take(&self, lines: Vec<(OutputStream, String)>) {
        self.0.lock().expect("a lock").extend(lines);
    }
}

impl Fixture {
    /// Runs `work` for at most `timeout`.
    async fn run(&self, work: SandboxWork, timeout: Duration) -> Ran {
        let (kept, deadline) = (Kept::default(), Timestamp::now() + timeout);
        let outcome = self.sandbox.run(SandboxRun { work, timeout, deadline }, &kept).await;
        Ran { outcome, lines: kept.0.into_inner().expect("a lock") }
    }

    /// Runs the module `source`, whose default export gets `params`, for `owner`.
    async fn function(&self, owner: &str, source: &str, params: Value) -> anyhow::Result<Ran> {
        let fetches = Fetches::Mocked(Vec::new());
        Ok(self.run(function(owner, source, params, fetches)?, Duration::from_secs(20)).await)
    }
}

fn context(owner: &str) -> anyhow::Result<RunContext> {
    Ok(RunContext {
        owner: OwnerId::parse(owner)?,
        execution: ExecutionId::from_uuid(Uuid::now_v7()),
        task: None,
        attempt: 1,
        idempotency_key: "the key".to_owned(),
        scheduled_for: None,
    })
}

/// An upload of one module.
fn upload(source: &str) -> Upload {
    Upload {
        modules: [("index.js".to_owned(), source.to_owned())].into(),
        entry: "index.js".to_owned(),
        hosts: Vec::new(),
        memory_mb: 32,
        cpu_ms: 500,
    }
}

fn function(owner: &str, source: &str, params: Value, fetches: Fetches) -> anyhow::Result<SandboxWork> {
    let (context, upload) = (context(owner)?, Arc::new(upload(source)));
    Ok(SandboxWork::Function(Box::new(FunctionRun { context, upload, export: None, params, fetches })))
}

/// A script that starts `path`, which every Linux has.
fn script(path: &str, args: &[&str]) -> anyhow::Result<(SandboxWork, ScriptCall)> {
    let call = ScriptCall {
        context: context("ada")?,
        command: "command".to_owned(),
        args: args.iter().map(ToString::to_string).collect(),
        env: BTreeMap::new(),
        cwd: None,
        input: json!({"rows": 3}),
        final_exit_codes: Vec::new(),
    };
    let command = serde_json::from_value(json!({"path": path}))?;
    Ok((SandboxWork::Script { command, call: Box::new(call.clone()) }, call))
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { sandbox on $fixture;
                functions:
                    a_function_returns_its_result_and_brings_its_console,
                    what_a_function_throws_is_its_failure,
                    an_endless_loop_ends_with_its_processor_time,
                    a_function_that_waits_ends_at_its_timeout,
                    a_call_without_a_mock_is_not_sent,
                    nothing_is_left_of_a_run_for_the_next_one;
                scripts:
                    a_script_reads_its_input_and_its_last_line_of_json_is_the_result,
                    a_script_has_its_environment_and_no_other,
                    an_exit_code_is_a_failure_or_a_final_one,
                    a_script_ends_at_its_timeout,
                    a_command_that_is_not_there_is_named;
                checking:
                    an_upload_has_its_exports,
                    a_defect_has_its_module_and_line;
            }
        }
    };
}
pub(crate) use suite;

suite!(local: sandbox::local());
