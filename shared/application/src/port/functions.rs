//! Storage of functions and their sources.

use async_trait::async_trait;
use beadle_domain::{
    function::{Digest, Function, FunctionName, Upload},
    projection::AuditEntry,
};

use super::{Replaced, StoreError};

/// Reads and writes functions, each by compare-and-swap. Sources are immutable and known by their digests.
#[async_trait]
pub trait Functions: Send + Sync {
    /// The function as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, name: &FunctionName) -> Result<Option<Function>, StoreError>;

    /// All of them, ordered by name.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn all(&self) -> Result<Vec<Function>, StoreError>;

    /// The source of the version of `name` with this digest.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn source(&self, name: &FunctionName, digest: &Digest) -> Result<Option<Upload>, StoreError>;

    /// Makes `change`. The source is there before the version that needs it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn write(&self, change: FunctionChange<'_>) -> Result<Replaced, StoreError>;

    /// Removes the function as it was read, permanently and with all its sources; [`Replaced::Done`] if it does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(&self, function: &Function, audit: Option<&AuditEntry>) -> Result<Replaced, StoreError>;
}

/// A change of a function.
#[derive(Debug, Clone, Copy)]
pub struct FunctionChange<'a> {
    /// The function after it.
    pub function: &'a Function,
    /// The version that it replaces; 0 for a function that does not exist.
    pub expected: u64,
    /// The digest and the source of a version that is new.
    pub source: Option<(&'a Digest, &'a Upload)>,
    /// The versions that it keeps no longer.
    pub dropped: &'a [Digest],
    /// The entry of the audit trail about it, written with it or not at all.
    pub audit: Option<&'a AuditEntry>,
}
