//! `${…}` in texts that a user writes: what stands there is known only when an attempt is made.

pub mod secret_ref;
pub mod secret_values;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::{secret_ref::SecretRef, secret_values::SecretValues};

/// A text that may hold placeholders, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

impl Template {
    /// A text as its user wrote it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as its user wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
