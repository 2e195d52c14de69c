//! Reading the projector's sums.

pub mod hours;
pub mod tasks;

use std::{any::Any, sync::Arc};

use anyhow::ensure;
use beadle_application::port::{Applied, ProjectionStore, Rollups};
use beadle_domain::{
    projection::{Change, Counter, TaskCensus},
    task::Task,
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    projection::history::batch,
};

/// Rollups under test, and the projector's store that adds to them.
pub struct Fixture {
    /// The reader; empty.
    pub rollups: Arc<dyn Rollups>,
    /// The writer.
    pub store: Arc<dyn ProjectionStore>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

impl Fixture {
    /// Projects `changes`, the first of which has the sequence `first` in its shard.
    pub async fn project(&self, first: u128, changes: &[(Timestamp, Change)]) -> anyhow::Result<()> {
        let batch = batch("shard", first, changes);
        let applied = self.store.apply(&batch.projection, &batch.checkpoint).await?;
        ensure!(applied == Applied::Done, "the next batch was answered with {applied:?}");
        Ok(())
    }

    /// The census of `owner`'s tasks.
    pub async fn census(&self, owner: &OwnerId) -> anyhow::Result<TaskCensus> {
        Ok(self.rollups.tasks(owner).await?)
    }
}

/// The change of a task.
pub fn change(before: Option<&Task>, after: &Task) -> (Timestamp, Change) {
    let before = before.map(|task| Box::new(task.clone()));
    (after.updated_at, Change::Task { before, after: Box::new(after.clone()) })
}

/// The amounts of `counters` in `of`.
pub fn amounts(of: &beadle_domain::projection::RollupCounters, counters: &[Counter]) -> Vec<u64> {
    counters.iter().map(|counter| of.get(*counter)).collect()
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { rollups on $fixture;
                hours:
                    the_sums_are_empty_at_first,
                    a_run_is_counted_in_the_hours_of_its_start_and_end,
                    batches_add_up,
                    hours_are_listed_in_order_within_the_span,
                    owners_are_apart;
                tasks:
                    a_task_counts_by_status_type_and_priority,
                    its_runs_change_its_status,
                    a_changed_task_is_counted_by_its_new_values,
                    a_deleted_task_is_not_counted,
                    a_run_projected_before_its_task_is_counted_later;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::rollups(Place::Memory));
suite!(sqlite_file: sqlite::rollups(Place::File));
suite!(dynamodb: table::rollups(Server::InProcess));
