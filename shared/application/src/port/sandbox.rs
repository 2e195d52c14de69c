//! Runs scripts and functions that users wrote, apart from everything else.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_domain::{
    call::{RunContext, RunResult, SandboxError, ScriptCall},
    execution::OutputStream,
    function::{MockFetch, Upload},
    interpolation::SecretValues,
    script::AllowedCommand,
};
use jiff::Timestamp;
use serde_json::Value;

/// Runs scripts and functions. One run is one child process that holds no credentials and no permissions; nothing of it
/// outlives the run.
#[async_trait]
pub trait Sandbox: Send + Sync {
    /// Makes one run, and hands what it writes to `output` as it comes: at most once a second, and once at the end.
    /// Dropping the future ends the run.
    ///
    /// # Errors
    /// [`SandboxError`] when there is no result: the run failed, or it can't be made here.
    async fn run(&self, run: SandboxRun, output: &dyn TakesOutput) -> Result<RunResult, SandboxError>;

    /// Parses the modules of a function without running them, and returns what its entry exports.
    ///
    /// # Errors
    /// [`CheckError`] when they can't be parsed, or not here.
    async fn check(&self, upload: &Upload) -> Result<Vec<String>, CheckError>;
}

/// Takes what a run writes.
#[async_trait]
pub trait TakesOutput: Send + Sync {
    /// Takes the lines since the last call.
    async fn take(&self, lines: Vec<(OutputStream, String)>);
}

/// A run to make.
#[derive(Debug, Clone)]
pub struct SandboxRun {
    /// What to run.
    pub work: SandboxWork,
    /// How long it may take.
    pub timeout: Duration,
    /// When that is over.
    pub deadline: Timestamp,
}

/// What to run.
#[derive(Debug, Clone)]
pub enum SandboxWork {
    /// A command.
    Script {
        /// The command of the list.
        command: AllowedCommand,
        /// How it is called.
        call: Box<ScriptCall>,
    },
    /// A function.
    Function(Box<FunctionRun>),
}

impl SandboxWork {
    /// For whom it is.
    pub fn context(&self) -> &RunContext {
        match self {
            Self::Script { call, .. } => &call.context,
            Self::Function(run) => &run.context,
        }
    }
}

/// A run of a function.
#[derive(Debug, Clone)]
pub struct FunctionRun {
    /// For whom.
    pub context: RunContext,
    /// The version.
    pub upload: Arc<Upload>,
    /// The export to call; without one the default one, or the only one.
    pub export: Option<String>,
    /// Its first argument.
    pub params: Value,
    /// What becomes of its calls.
    pub fetches: Fetches,
}

/// What becomes of the calls that a function makes.
#[derive(Debug, Clone)]
pub enum Fetches {
    /// They are sent to the hosts that the function names, with these secrets in place of `${secret:…}`.
    Sent(SecretValues),
    /// Each fails: what a rule decides depends on nothing else, so that it may be asked again.
    Refused,
    /// Nothing is sent: each is answered by the first that matches it, and fails where none does.
    Mocked(Vec<MockFetch>),
}

/// Why modules can't be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// Something is wrong with them.
    #[error("{} modules have defects", .0.len())]
    Defects(Vec<Defect>),
    /// They can't be parsed here, or not now.
    #[error(transparent)]
    Unavailable(#[from] SandboxError),
}

/// What is wrong with a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The module.
    pub module: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, if it is known.
    pub column: Option<u32>,
    /// What is wrong.
    pub message: String,
}

/// No sandbox: every run fails, and nothing can be uploaded.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoSandbox;

/// Why.
const NOT_HERE: &str = "this installation has no sandbox, so it runs neither scripts nor functions";

#[async_trait]
impl Sandbox for NoSandbox {
    async fn run(&self, _: SandboxRun, _: &dyn TakesOutput) -> Result<RunResult, SandboxError> {
        Err(SandboxError::unavailable(NOT_HERE))
    }

    async fn check(&self, _: &Upload) -> Result<Vec<String>, CheckError> {
        Err(SandboxError::unavailable(NOT_HERE).into())
    }
}
