//! The sandbox whose children are on this machine.

use std::{borrow::Cow, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::HttpCaller;
use beadle_domain::call::Redactor;

use crate::{
    fault::Failure,
    fetch::NoFetch,
    function::{FunctionRun, Upload},
    layer::{Layer, Layers},
    limits::FunctionLimits,
    log::{Log, LogLine},
    mocked::MockedFetch,
    outbound::OutboundFetch,
    port::{Egress, Sandbox},
    script::ScriptRun,
    supervisor::{ParseError, Parsed, Report, Supervisor},
};

/// Runs children, and makes the calls of functions over the client with the egress guard.
pub struct LocalSandbox {
    supervisor: Supervisor,
    caller: Arc<dyn HttpCaller>,
}

impl LocalSandbox {
    /// A sandbox whose functions call over `caller`.
    #[must_use]
    pub fn new(supervisor: Supervisor, caller: Arc<dyn HttpCaller>) -> Self {
        Self { supervisor, caller }
    }
}

#[async_trait]
impl Sandbox for LocalSandbox {
    async fn run_function(&self, _: &str, run: &FunctionRun, egress: &Egress, log: &dyn Log) -> Report {
        if let Some(mocks) = &egress.mocks {
            return self.supervisor.run_function(run, &MockedFetch(mocks.clone()), log).await;
        }
        if egress.hosts.is_empty() {
            return self.supervisor.run_function(run, &NoFetch, log).await;
        }
        let (hosts, secrets) = (egress.hosts.clone(), egress.secrets.clone());
        let fetch = OutboundFetch::new(self.caller.clone(), hosts, secrets, egress.timeout);
        let masked = Masked { log, redactor: fetch.redactor() };
        // The child never had a secret; a destination may have told it one in a form that is only seen here.
        mask(self.supervisor.run_function(run, &fetch, &masked).await, fetch.redactor())
    }

    async fn run_script(&self, _: &str, run: &ScriptRun, log: &dyn Log) -> Report {
        self.supervisor.run_script(run, log).await
    }

    async fn parse_modules(
        &self,
        _: &str,
        upload: &Upload,
        limits: &FunctionLimits,
    ) -> Result<Parsed, ParseError> {
        self.supervisor.parse_modules(upload, limits).await
    }

    async fn layers(&self) -> Result<Layers, Failure> {
        self.supervisor.layers().await
    }

    fn required_layers(&self) -> &'static [Layer] {
        self.supervisor.required_layers()
    }
}

/// Masks secrets in a log.
struct Masked<'l> {
    log: &'l dyn Log,
    redactor: &'l Redactor,
}

#[async_trait]
impl Log for Masked<'_> {
    async fn take(&self, lines: Vec<LogLine>) {
        self.log.take(lines.into_iter().map(|line| masked(line, self.redactor)).collect()).await;
    }
}

fn mask(mut report: Report, redactor: &Redactor) -> Report {
    match &mut report.outcome {
        Ok(value) => redactor.value(value),
        Err(failure) => {
            let texts = [Some(&mut failure.message), failure.stack.as_mut()];
            texts.into_iter().flatten().for_each(|text| mask_text(text, redactor));
        }
    }
    report.log = report.log.into_iter().map(|line| masked(line, redactor)).collect();
    report
}

fn masked(mut line: LogLine, redactor: &Redactor) -> LogLine {
    mask_text(&mut line.text, redactor);
    line
}

fn mask_text(text: &mut String, redactor: &Redactor) {
    if let Cow::Owned(redacted) = redactor.text(text) {
        *text = redacted;
    }
}
