//! Storage of templates: those that do not come with Beadle, and replacements of those that do.

use async_trait::async_trait;
use beadle_domain::{projection::AuditEntry, template::Template};
use beadle_values::id::TemplateId;

use super::{Replaced, StoreError};

/// Reads and writes templates, each by compare-and-swap.
#[async_trait]
pub trait Templates: Send + Sync {
    /// The template as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: &TemplateId) -> Result<Option<Template>, StoreError>;

    /// All of them, ordered by id.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn all(&self) -> Result<Vec<Template>, StoreError>;

    /// Replaces version `expected` with `template`; 0 for one that does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn write(
        &self,
        template: &Template,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError>;

    /// Removes version `expected` permanently; [`Replaced::Done`] if it does not exist.
    ///
    /// `audit` is written with it or not at all: the entry of the audit trail about it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(
        &self,
        id: &TemplateId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError>;
}
