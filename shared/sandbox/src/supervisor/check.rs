//! What holds on this system, and what is wrong with an upload.

use std::time::Duration;

use tokio::time::{self, Instant};

use super::{
    Supervisor,
    launch::{Access, Running},
    pipes::Written,
};
use crate::{
    fault::{Failure, Fault},
    function::{Defect, Upload},
    layer::Layers,
    limits::{FunctionLimits, ProcessLimits, ScriptLimits},
    protocol::{FromChild, Work},
};

/// How long parsing may take.
pub const PARSE_TIME: Duration = Duration::from_secs(10);

/// How long the layers may take.
const CHECK: Duration = Duration::from_secs(10);

/// An upload whose modules are in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The names that the entry exports.
    pub exports: Vec<String>,
}

/// Why an upload can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Its modules have defects.
    #[error("the modules have defects")]
    Defects(Vec<Defect>),
    /// It could not be parsed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Supervisor {
    /// Which layers hold on this system, required or not.
    ///
    /// # Errors
    /// [`Failure`] when no child can be started.
    pub async fn layers(&self) -> Result<Layers, Failure> {
        let limits = ProcessLimits::script(&ScriptLimits::default());
        let mut running = self.launch(Work::Check, Access::default(), limits, Instant::now() + CHECK).await?;
        running.end().await?;
        Ok(running.layers)
    }

    /// Parses the modules of an upload in a child, without running them.
    ///
    /// # Errors
    /// [`ParseError`] with each defect, or when the modules are too large or can't be parsed in time.
    pub async fn parse_modules(
        &self,
        upload: &Upload,
        limits: &FunctionLimits,
    ) -> Result<Parsed, ParseError> {
        if upload.size() > limits.source {
            let message =
                format!("the modules have {} bytes; at most {} are allowed", upload.size(), limits.source);
            return Err(Failure::new(Fault::SourceLimit, message).into());
        }
        let work = Work::Parse { upload: upload.clone(), limits: *limits };
        let deadline = Instant::now() + PARSE_TIME;
        let kernel = ProcessLimits::function(limits);
        let mut running = self.launch(work, Access::default(), kernel, deadline).await?;
        let late = |_| Failure::new(Fault::Timeout, "the modules could not be parsed in time");
        let answer = time::timeout_at(deadline, answer(&mut running)).await.map_err(late).flatten();
        running.end().await?;
        match answer? {
            FromChild::Parsed { exports, defects } if defects.is_empty() => Ok(Parsed { exports }),
            FromChild::Parsed { defects, .. } => Err(ParseError::Defects(defects)),
            FromChild::Failed { failure, .. } => Err(failure.into()),
            _ => Err(Failure::new(Fault::Crashed, "the child does not keep to the protocol").into()),
        }
    }
}

async fn answer(running: &mut Running) -> Result<FromChild, Failure> {
    let crashed = || Failure::new(Fault::Crashed, "the child ended while it parsed the modules");
    loop {
        if let Some(answer) = running.lines.next().map_err(|_| crashed())? {
            return Ok(answer);
        }
        match running.pipes.written.recv().await {
            Some(Written::Stdout(bytes)) => running.lines.push(&bytes).map_err(|_| crashed())?,
            Some(Written::Stderr(bytes)) => running.note(&bytes),
            None => return Err(crashed()),
        }
    }
}
