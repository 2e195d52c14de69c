//! A batch with its counts, and what follows from them.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{Batch, BatchOutcome, BatchSummary, BatchTally};
use crate::execution::Status;

/// A batch as the store counts it.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedBatch {
    /// The batch.
    pub batch: Batch,
    /// The number of executions that were added.
    pub added: u64,
    /// Whether that number is final: it is read with it, other than the time of the batch.
    pub is_sealed: bool,
    /// The executions as far as they are counted.
    pub tally: BatchTally,
}

/// How fast the executions of a batch end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchPace {
    /// The number of executions that end in a minute.
    pub per_minute: f64,
    /// When the last of them ends at this rate; `None` if the number of executions is not final.
    pub estimated_end_at: Option<Timestamp>,
}

impl CountedBatch {
    /// How the batch ended, if that is to be recorded: it is sealed, and all that was added has ended.
    pub fn outcome_due(&self) -> Option<BatchOutcome> {
        if !self.is_sealed || self.batch.end.is_some() || self.tally.ended() < self.added {
            return None;
        }
        let gone_wrong = self.tally.get(Status::Failed) + self.tally.get(Status::Cancelled);
        Some(if gone_wrong > 0 { BatchOutcome::Failed } else { BatchOutcome::Completed })
    }

    /// The batch at its end with `status`.
    pub fn summary(&self, status: BatchOutcome) -> BatchSummary {
        BatchSummary {
            id: self.batch.id,
            name: self.batch.name.clone(),
            status,
            total: self.added,
            completed: self.tally.get(Status::Completed),
            failed: self.tally.get(Status::Failed),
            cancelled: self.tally.get(Status::Cancelled),
        }
    }

    /// The number of executions.
    pub fn total(&self) -> u64 {
        self.batch.end.as_ref().map_or(self.added, |end| end.summary.total)
    }

    /// The number of executions with `status`. Those that are added and not counted yet are pending. After the
    /// end it is the final number.
    pub fn count(&self, status: Status) -> u64 {
        if let Some(end) = &self.batch.end {
            return match status {
                Status::Completed => end.summary.completed,
                Status::Failed => end.summary.failed,
                Status::Cancelled => end.summary.cancelled,
                _ => 0,
            };
        }
        if status != Status::Pending {
            return self.tally.get(status);
        }
        let others = Status::ALL.into_iter().filter(|other| *other != Status::Pending);
        self.added.saturating_sub(others.map(|other| self.tally.get(other)).sum())
    }

    /// How fast its executions ended until `now`; `None` as long as none has ended.
    pub fn pace(&self, now: Timestamp) -> Option<BatchPace> {
        let ended = Status::ALL.into_iter().filter(|status| status.is_final());
        let ended: u64 = ended.map(|status| self.count(status)).sum();
        let began = self.tally.began_at?;
        let until = self.batch.end.as_ref().map_or(now, |end| end.at);
        let took = duration::millis(duration::between(began, until)).max(1);
        if ended == 0 {
            return None;
        }
        let left = self.total().saturating_sub(ended);
        let still = u128::from(took) * u128::from(left) / u128::from(ended);
        let still = Duration::from_millis(u64::try_from(still).unwrap_or(u64::MAX));
        let is_under_way = self.is_sealed && self.batch.end.is_none();
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        let per_minute = (ended as f64) * 60_000.0 / (took as f64);
        Some(BatchPace {
            per_minute: (per_minute * 100.0).round() / 100.0,
            estimated_end_at: is_under_way.then(|| duration::after(now, still)),
        })
    }
}
