//! What the projector makes of a batch of changes: counters, rollups, domain events and the audit trail.
//!
//! Pure: [`Projection::of`] folds changes into one set of deltas, which the store applies together with its checkpoint.

pub mod audit;
pub mod census;
pub mod change;
pub mod counters;
pub mod rollup;

use std::collections::{BTreeMap, BTreeSet};

use beadle_values::id::{OwnerId, TaskId};

pub use self::{
    audit::{AuditEntry, RecordChange},
    census::{TaskCensus, TaskCounter, TaskFacts, TaskRecord},
    change::{Change, ChangeRecord, ExecutionFacts, Sequence},
    counters::TaskCounters,
    rollup::{Counter, Hour, RollupCounters},
};
use crate::{event::DomainEvent, execution::CancelReason};

/// The effects of a batch of changes, added up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Projection {
    /// What to add to the counters of each task.
    pub tasks: BTreeMap<TaskId, TaskCounters>,
    /// The owners whose tasks may have to be counted anew: those of `tasks`.
    pub owners: BTreeSet<OwnerId>,
    /// What to add to each owner's hours.
    pub rollups: BTreeMap<(OwnerId, Hour), RollupCounters>,
    /// What to append to the audit trail.
    pub audit: Vec<AuditEntry>,
    /// What to publish.
    pub events: Vec<DomainEvent>,
}

impl Projection {
    /// The effects of `records`, which follow one another in one shard.
    pub fn of(records: &[ChangeRecord]) -> Self {
        let mut projection = Self::default();
        for record in records {
            projection.add(record);
        }
        projection
    }

    /// Adds the effects of one more change.
    pub fn add(&mut self, record: &ChangeRecord) {
        match &record.change {
            Change::Execution { before, after } => {
                if let Some(task) = after.task_id.filter(|_| TaskCounters::counts(*before, after)) {
                    self.tasks.entry(task).or_default().add(*before, after);
                    self.owners.insert(after.owner.clone());
                }
                if after.cancel_reason == Some(CancelReason::AccountClosed)
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
            // It is told, and nothing is counted.
            Change::Breaker { .. } => {}
        }
        self.events.extend(DomainEvent::of(record));
    }

    /// How many rows it touches.
    pub fn rows(&self) -> usize {
        self.tasks.len() + self.owners.len() + self.rollups.len() + self.audit.len()
    }
}
