//! Whether a dependency answers.

use async_trait::async_trait;

/// A dependency that can be asked whether it answers, for the detailed health check.
#[async_trait]
pub trait Probe: Send + Sync {
    /// What it is, such as `store`; part of the API.
    fn name(&self) -> &'static str;

    /// Asks it.
    ///
    /// # Errors
    /// [`ProbeError`] when it does not answer as it should; the text is for the log.
    async fn probe(&self) -> Result<(), ProbeError>;
}

/// Why a dependency counts as down.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ProbeError(pub String);
