//! What becomes of a task when one of those it runs after does not complete.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use beadle_values::violation::{Path, Violation};

/// What becomes of a task when one of those it runs after does not complete.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDependencyFailure {
    /// It is skipped, and so is what runs after it.
    #[default]
    Skip,
    /// It runs all the same.
    Run,
}

impl OnDependencyFailure {
    /// Whether it is the usual one.
    pub fn is_skip(&self) -> bool {
        *self == Self::Skip
    }

    /// Its name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::Run => "run",
        }
    }

    /// Reads `skip` or `run`.
    ///
    /// # Errors
    /// A violation at `path` for anything else.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violation> {
        match value.as_str() {
            Some("skip") => Ok(Self::Skip),
            Some("run") => Ok(Self::Run),
            _ => Err(Violation::new(path.clone(), "enum", "is none of skip, run")),
        }
    }
}
