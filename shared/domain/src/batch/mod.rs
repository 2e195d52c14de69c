//! Batches: executions that are counted together, and what runs once all of them have ended.
//!
//! A batch is open until it is closed; only then is its number of executions final. The projector counts the
//! executions by status. A batch has ended when it is closed and as many executions have ended as were added.

mod counted;
mod draft;
mod successor;
mod summary;
mod tally;
#[cfg(test)]
mod tests;

use beadle_values::{
    id::{BatchId, ExecutionId, OwnerId},
    names,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use self::{
    counted::{BatchPace, CountedBatch},
    draft::{BatchDraft, MAX_NAME},
    successor::{StatedSuccessor, Successor},
    summary::{BatchFact, BatchSummary},
    tally::BatchTally,
};

names! {
    /// The status of a batch.
    pub enum BatchStatus {
        /// Executions may be added.
        Open = "open",
        /// No more executions are added; some have not ended.
        Closed = "closed",
        /// All its executions have completed.
        Completed = "completed",
        /// All its executions have ended, and not all of them have completed.
        Failed = "failed",
    }
}

names! {
    /// How a batch ended.
    pub enum BatchOutcome {
        /// See [`BatchStatus::Completed`].
        Completed = "completed",
        /// See [`BatchStatus::Failed`].
        Failed = "failed",
    }
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// The id: derived from the name, if it has one.
    pub id: BatchId,
    /// The owner of its executions.
    pub owner: OwnerId,
    /// The name, unique among the batches of the owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What runs once all executions have completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_complete: Option<Successor>,
    /// What runs once all executions have ended, if not all of them have completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<Successor>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<BatchEnd>,
    /// The version of the row, counted from 1.
    pub version: u64,
}

/// The end of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchEnd {
    /// When it was noticed.
    pub at: Timestamp,
    /// How it ended, with its final counts.
    pub summary: BatchSummary,
    /// The execution that was started then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution: Option<ExecutionId>,
    /// Why nothing was started, although something was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}

impl Batch {
    /// The status.
    pub fn status(&self) -> BatchStatus {
        match (&self.end, self.closed_at) {
            (Some(end), _) => match end.summary.status {
                BatchOutcome::Completed => BatchStatus::Completed,
                BatchOutcome::Failed => BatchStatus::Failed,
            },
            (None, Some(_)) => BatchStatus::Closed,
            (None, None) => BatchStatus::Open,
        }
    }

    /// What runs if it ends with `outcome`.
    pub fn successor(&self, outcome: BatchOutcome) -> Option<&Successor> {
        match outcome {
            BatchOutcome::Completed => self.on_complete.as_ref(),
            BatchOutcome::Failed => self.on_failure.as_ref(),
        }
    }

    /// The next version, closed at `now`; `None` if it is closed.
    pub fn close(&self, now: Timestamp) -> Option<Self> {
        let closed = || Self { closed_at: Some(now), version: self.version + 1, ..self.clone() };
        self.closed_at.is_none().then(closed)
    }

    /// The next version, which has ended.
    #[must_use]
    pub fn ended(&self, end: BatchEnd) -> Self {
        Self { end: Some(end), version: self.version + 1, ..self.clone() }
    }

    /// Whether `other`, a batch with the same id, was asked for in the same words. What `other` leaves out
    /// says nothing.
    pub fn is_asked_again_by(&self, other: &Self) -> bool {
        let same = |mine: Option<&Successor>, others: Option<&Successor>| match (mine, others) {
            (_, None) => true,
            (Some(mine), Some(others)) => mine.is_like(others),
            (None, Some(_)) => false,
        };
        same(self.on_complete.as_ref(), other.on_complete.as_ref())
            && same(self.on_failure.as_ref(), other.on_failure.as_ref())
    }
}
