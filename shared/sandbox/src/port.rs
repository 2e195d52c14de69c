//! What the executor asks for, wherever the child is: on this machine, or in a function of its own.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_domain::function::MockFetch;
use secrecy::SecretString;

use crate::{
    fault::Failure,
    function::{FunctionRun, Upload},
    layer::{Layer, Layers},
    limits::FunctionLimits,
    log::Log,
    script::ScriptRun,
    supervisor::{ParseError, Parsed, Report},
};

/// Where a function may call, and with which secrets.
#[derive(Clone, Default)]
pub struct Egress {
    /// The hosts that the function names: a name, or `*.` before a name. Without one it may not fetch at all.
    pub hosts: Vec<String>,
    /// The values of its secrets by their names.
    pub secrets: BTreeMap<String, SecretString>,
    /// How long one fetch may take.
    pub timeout: Duration,
    /// Answers in place of all calls, for a run that is only a test: then nothing is sent.
    pub mocks: Option<Vec<MockFetch>>,
}

impl fmt::Debug for Egress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Egress").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

/// Runs code that users write. `owner` is whose code it is: owners never share a virtual machine.
#[async_trait]
pub trait Sandbox: Send + Sync {
    /// Runs a function.
    async fn run_function(&self, owner: &str, run: &FunctionRun, egress: &Egress, log: &dyn Log) -> Report;

    /// Runs a script.
    async fn run_script(&self, owner: &str, run: &ScriptRun, log: &dyn Log) -> Report;

    /// Parses the modules of an upload without running them.
    ///
    /// # Errors
    /// [`ParseError`] with each defect.
    async fn parse_modules(
        &self,
        owner: &str,
        upload: &Upload,
        limits: &FunctionLimits,
    ) -> Result<Parsed, ParseError>;

    /// Which layers hold, required or not.
    ///
    /// # Errors
    /// [`Failure`] when they can't be probed.
    async fn layers(&self) -> Result<Layers, Failure>;

    /// The layers without which it refuses every run.
    fn required_layers(&self) -> &'static [Layer];
}

/// One sandbox for several who use it.
#[async_trait]
impl<S: Sandbox + ?Sized> Sandbox for Arc<S> {
    async fn run_function(&self, owner: &str, run: &FunctionRun, egress: &Egress, log: &dyn Log) -> Report {
        (**self).run_function(owner, run, egress, log).await
    }

    async fn run_script(&self, owner: &str, run: &ScriptRun, log: &dyn Log) -> Report {
        (**self).run_script(owner, run, log).await
    }

    async fn parse_modules(
        &self,
        owner: &str,
        upload: &Upload,
        limits: &FunctionLimits,
    ) -> Result<Parsed, ParseError> {
        (**self).parse_modules(owner, upload, limits).await
    }

    async fn layers(&self) -> Result<Layers, Failure> {
        (**self).layers().await
    }

    fn required_layers(&self) -> &'static [Layer] {
        (**self).required_layers()
    }
}
