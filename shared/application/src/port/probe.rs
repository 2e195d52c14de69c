//! Health probes of dependencies.

use std::collections::BTreeMap;

use async_trait::async_trait;
use beadle_values::cause::Cause;

/// A dependency that the detailed health check probes.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Its name, such as `store`; part of the API.
    fn name(&self) -> &'static str;

    /// Probes it.
    ///
    /// # Errors
    /// [`ProbeError`] when it does not respond as it should; the text is for the log.
    async fn probe(&self) -> Result<Condition, ProbeError>;
}

/// What is wrong with a dependency that responds. What a dependency does not know is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Condition {
    /// The number of rows that can't be read and are set aside, by table.
    pub set_aside: BTreeMap<String, u64>,
    /// The age of the oldest change that the projector has not handled, in milliseconds; 0 if there is none.
    pub projector_lag_ms: Option<u64>,
    /// How many groups of writes failed since the process began.
    pub failed_writes: Option<u64>,
    /// How many reads came upon a part of the file that can't be read since the process began.
    pub failed_reads: Option<u64>,
    /// The bytes that its data takes up.
    pub bytes: Option<u64>,
    /// Those of them that hold nothing, and are used before it grows.
    pub free_bytes: Option<u64>,
    /// Whether scripts and functions run.
    pub runs_code: Option<bool>,
    /// Whether each layer of the sandbox holds, by its name.
    pub layers: BTreeMap<String, bool>,
}

/// The lag of a projector that still keeps up, in milliseconds.
const MAX_LAG_MS: u64 = 60_000;

impl Condition {
    /// Whether somebody should look at it. Writes that failed earlier are reported, but a dependency that accepts
    /// writes again is as it should be.
    pub fn is_degraded(&self) -> bool {
        !self.set_aside.is_empty()
            || self.projector_lag_ms.is_some_and(|lag| lag > MAX_LAG_MS)
            || self.failed_reads.is_some_and(|reads| reads > 0)
            || self.runs_code == Some(false)
    }
}

/// Why a dependency is down.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ProbeError(pub Cause);
