//! How urgent a task is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use beadle_values::violation::{Path, Violation};

/// How urgent a task is; `high` takes the express queue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// May wait.
    Low,
    /// The usual (seed 003; seed 002 calls it `normal`).
    #[default]
    Medium,
    /// Goes first.
    High,
}

impl Priority {
    /// Every priority, the least urgent first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// Whether it is the usual one.
    pub fn is_medium(&self) -> bool {
        *self == Self::Medium
    }

    /// Its name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Reads `low`, `medium` (or `normal`) or `high`.
    ///
    /// # Errors
    /// A violation at `path` for anything else.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violation> {
        match value.as_str() {
            Some("low") => Ok(Self::Low),
            Some("medium" | "normal") => Ok(Self::Medium),
            Some("high") => Ok(Self::High),
            _ => {
                Err(Violation::new(path.clone(), "enum", "is no priority")
                    .hint("priorities: low, medium, high"))
            }
        }
    }
}
