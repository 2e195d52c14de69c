//! Where the templates are kept that do not come with Beadle, and what takes the place of those that do.

use async_trait::async_trait;
use beadle_domain::template::Template;
use beadle_values::id::TemplateId;

use super::{Replaced, StoreError};

/// Keeps templates, each written by compare-and-swap.
#[async_trait]
pub trait Templates: Send + Sync {
    /// The template, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: &TemplateId) -> Result<Option<Template>, StoreError>;

    /// All of them, in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn all(&self) -> Result<Vec<Template>, StoreError>;

    /// Writes `template` in place of version `expected`; 0 for one that is not there.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn write(&self, template: &Template, expected: u64) -> Result<Replaced, StoreError>;

    /// Removes version `expected` for good; one that is gone already is [`Replaced::Done`].
    ///
    /// # Errors
    /// [`StoreError`] when it may not be removed.
    async fn remove(&self, id: &TemplateId, expected: u64) -> Result<Replaced, StoreError>;
}
