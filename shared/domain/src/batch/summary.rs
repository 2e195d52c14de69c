//! What is known of a batch at its end: the values of `${batch…}`.

use beadle_values::{id::BatchId, names};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::BatchOutcome;

names! {
    /// A property of a batch that a placeholder can name.
    pub enum BatchFact {
        /// Its id.
        Id = "id",
        /// Its name.
        Name = "name",
        /// How it ended.
        Status = "status",
        /// The number of its executions.
        Total = "total",
        /// Those that completed.
        Completed = "completed",
        /// Those that failed.
        Failed = "failed",
        /// Those that were cancelled.
        Cancelled = "cancelled",
    }
}

/// A batch at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchSummary {
    /// The id.
    pub id: BatchId,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it ended.
    pub status: BatchOutcome,
    /// The number of its executions.
    pub total: u64,
    /// Those that completed.
    pub completed: u64,
    /// Those that failed.
    pub failed: u64,
    /// Those that were cancelled.
    pub cancelled: u64,
}

impl BatchSummary {
    /// The value of `fact`; `None` for the name of a batch without one.
    pub fn value(&self, fact: BatchFact) -> Option<Value> {
        Some(match fact {
            BatchFact::Id => Value::String(self.id.to_string()),
            BatchFact::Name => Value::String(self.name.clone()?),
            BatchFact::Status => Value::String(self.status.as_str().to_owned()),
            BatchFact::Total => self.total.into(),
            BatchFact::Completed => self.completed.into(),
            BatchFact::Failed => self.failed.into(),
            BatchFact::Cancelled => self.cancelled.into(),
        })
    }
}
