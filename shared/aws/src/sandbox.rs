//! The sandbox in a function of its own, which has no permission and whose execution environments are never shared
//! between owners: each invocation names the owner as its tenant.

mod answer;
mod tenant;

use std::time::Duration;

use async_trait::async_trait;
use aws_config::retry::RetryConfig;
use aws_sdk_lambda::{
    Client,
    config::{Config, StalledStreamProtectionConfig, timeout::TimeoutConfig},
    primitives::Blob,
};
use beadle_sandbox::{
    Egress, Failure, Fault, FunctionRun, Layer, Layers, Log, Report, Sandbox, ScriptRun, Upload,
    adapter::PARSER,
    invocation::{Answer, Invocation, Work},
    layer::Enforcement,
    limits::FunctionLimits,
    supervisor::{PARSE_TIME, ParseError, Parsed},
};

use crate::{connect::CONNECT_TIMEOUT, settings::SandboxSettings};

/// The largest request and the largest answer of a synchronous invocation, in bytes (Lambda, "Quotas").
const MAX_PAYLOAD: usize = 6 * 1024 * 1024;

/// How much longer an invocation may take than the work itself: a new execution environment starts, and the answer comes
/// back. The sandbox ends a run at its deadline, so an invocation that is given up has no answer to expect.
const MARGIN: Duration = Duration::from_secs(8);

/// How long the layers may take, in a new execution environment too.
const LAYERS_TIME: Duration = Duration::from_secs(5);

/// Runs code in the function `sandbox`. The log of a run comes with its answer, not while it runs, and a run that nobody
/// waits for any more goes on until its time is up: Lambda has no way to end one.
#[derive(Debug, Clone)]
pub struct LambdaSandbox {
    client: Client,
    function: String,
}

impl LambdaSandbox {
    /// The sandbox in the function of `settings`.
    pub fn new(client: Client, settings: SandboxSettings) -> Self {
        Self { client, function: settings.function }
    }

    /// The report of a run of `owner` that takes at most `time`.
    async fn report(&self, owner: &str, invocation: &Invocation, time: Duration, log: &dyn Log) -> Report {
        let report = match self.invoke(owner, invocation, time).await {
            Ok(Answer::Report(report)) => report,
            Ok(Answer::Failed { failure }) | Err(failure) => Report::failed(failure),
            Ok(_) => Report::failed(answer::unexpected()),
        };
        if !report.log.is_empty() {
            log.take(report.log.clone()).await;
        }
        report
    }

    /// Invokes the function once: what a run has done already must not be done again behind the back of its retry policy.
    async fn invoke(&self, owner: &str, invocation: &Invocation, time: Duration) -> Result<Answer, Failure> {
        let payload = serde_json::to_vec(invocation).map_err(|error| {
            Failure::new(Fault::Unavailable, format!("the run can't be written as JSON: {error}"))
        })?;
        if payload.len() > MAX_PAYLOAD {
            return Err(answer::too_large(payload.len()));
        }
        let patience = time.saturating_add(MARGIN);
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(patience)
            .operation_timeout(patience)
            .build();
        // Nothing comes while the function runs, which is no sign of a broken connection.
        let patient = Config::builder()
            .timeout_config(timeouts)
            .retry_config(RetryConfig::disabled())
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled());
        let call = self
            .client
            .invoke()
            .function_name(&self.function)
            .tenant_id(tenant::of(owner))
            .payload(Blob::new(payload))
            .customize()
            .config_override(patient);
        match call.send().await {
            Ok(output) => answer::read(&output),
            Err(error) => Err(answer::refused(error)),
        }
    }
}

#[async_trait]
impl Sandbox for LambdaSandbox {
    async fn run_function(&self, owner: &str, run: &FunctionRun, egress: &Egress, log: &dyn Log) -> Report {
        self.report(owner, &Invocation::function(run, egress), run.timeout, log).await
    }

    async fn run_script(&self, owner: &str, run: &ScriptRun, log: &dyn Log) -> Report {
        self.report(owner, &Invocation::of(Work::Script { run: run.clone() }), run.timeout, log).await
    }

    async fn parse_modules(
        &self,
        owner: &str,
        upload: &Upload,
        limits: &FunctionLimits,
    ) -> Result<Parsed, ParseError> {
        let work = Work::Parse { upload: upload.clone(), limits: *limits };
        match self.invoke(owner, &Invocation::of(work), PARSE_TIME).await? {
            Answer::Parsed { exports } => Ok(Parsed { exports }),
            Answer::Defects { defects } => Err(ParseError::Defects(defects)),
            Answer::Failed { failure } => Err(failure.into()),
            _ => Err(answer::unexpected().into()),
        }
    }

    async fn layers(&self) -> Result<Layers, Failure> {
        match self.invoke(PARSER, &Invocation::of(Work::Layers), LAYERS_TIME).await? {
            Answer::Layers { layers } => Ok(layers),
            Answer::Failed { failure } => Err(failure),
            _ => Err(answer::unexpected()),
        }
    }

    /// None: the virtual machine of the owner is the boundary.
    fn required_layers(&self) -> &'static [Layer] {
        Enforcement::VirtualMachine.required()
    }
}
