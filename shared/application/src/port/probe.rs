//! Health probes of dependencies.

use async_trait::async_trait;

/// A dependency that the detailed health check probes.
#[async_trait]
pub trait Probe: Send + Sync {
    /// Its name, such as `store`; part of the API.
    fn name(&self) -> &'static str;

    /// Probes it.
    ///
    /// # Errors
    /// [`ProbeError`] when it does not respond as it should; the text is for the log.
    async fn probe(&self) -> Result<(), ProbeError>;
}

/// Why a dependency is down.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ProbeError(pub String);
