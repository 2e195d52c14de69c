//! Projects a batch of changes to counters, rollups, domain events and audit entries.
//!
//! Pure: [`Projection::of`] folds the changes into one set of deltas, which the store applies together with
//! its checkpoint.

pub mod audit;
pub mod census;
pub mod change;
pub mod counters;
pub mod rollup;

use std::collections::{BTreeMap, BTreeSet};

use beadle_values::id::{BatchId, OwnerId, TaskId};

pub use self::{
    audit::{AuditEntry, RecordChange},
    census::{TaskCensus, TaskCounter, TaskFacts, TaskRecord},
    change::{Change, ChangeRecord, ExecutionFacts, Sequence},
    counters::TaskCounters,
    rollup::{Counter, Hour, RollupCounters},
};
use crate::{batch::BatchTally, event::DomainEvent, execution::CancelReason};

/// The combined effects of a batch of changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Projection {
    /// The change of each task's counters.
    pub tasks: BTreeMap<TaskId, TaskCounters>,
    /// The owners whose census may change: those of `tasks`.
    pub owners: BTreeSet<OwnerId>,
    /// The change of each owner's hourly counters.
    pub rollups: BTreeMap<(OwnerId, Hour), RollupCounters>,
    /// The change of each batch's counts.
    pub batches: BTreeMap<BatchId, BatchTally>,
    /// The entries to append to the audit trail.
    pub audit: Vec<AuditEntry>,
    /// The events to publish.
    pub events: Vec<DomainEvent>,
}

impl Projection {
    /// The effects of `records`, which are consecutive in one shard.
    pub fn of(records: &[ChangeRecord]) -> Self {
        let mut projection = Self::default();
        for record in records {
            projection.add(record);
        }
        projection
    }

    /// Adds the effects of one change.
    pub fn add(&mut self, record: &ChangeRecord) {
        match &record.change {
            Change::Execution { before, after } => {
                if let Some(task) = after.task_id.filter(|_| TaskCounters::counts(*before, after)) {
                    self.tasks.entry(task).or_default().add(*before, after);
                    self.owners.insert(after.owner.clone());
                }
                if let Some(batch) = after.batch_id {
                    let mut tally = BatchTally::default();
                    tally.add(*before, after);
                    if !tally.is_empty() {
                        self.batches.entry(batch).or_default().merge(&tally);
                    }
                }
                if after.cancel_reason == Some(CancelReason::AccountClosed)
                    && !after.is_history
                    && before.is_none_or(|before| !before.status.is_final())
                {
                    self.audit.push(AuditEntry::of_closing(record, after));
                }
                for (hour, counters) in rollup::additions(*before, after) {
                    self.rollups.entry((after.owner.clone(), hour)).or_default().merge(&counters);
                }
            }
            Change::Task { before, after } => {
                let (old, new) = (before.as_deref().map(TaskFacts::of), TaskFacts::of(after));
                if old.as_ref() != Some(&new) {
                    self.tasks.entry(after.id).or_default().facts = Some(new);
                    self.owners.insert(after.owner.clone());
                }
                let change = RecordChange::of(before.as_deref(), &**after);
                self.audit.extend(change.map(|change| AuditEntry::of(record, change)));
            }
            Change::Record(change) => self.audit.push(AuditEntry::of(record, (**change).clone())),
            // There is nothing to count.
            Change::Breaker { .. } | Change::BatchClosed(_) => {}
        }
        self.events.extend(DomainEvent::of(record));
    }

    /// The number of rows to write.
    pub fn rows(&self) -> usize {
        self.tasks.len() + self.owners.len() + self.rollups.len() + self.batches.len() + self.audit.len()
    }
}
