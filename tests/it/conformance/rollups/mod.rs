//! Reading what the projector has added up.

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
    /// What reads, empty.
    pub rollups: Arc<dyn Rollups>,
    /// What writes.
    pub store: Arc<dyn ProjectionStore>,
    /// What has to outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

impl Fixture {
    /// Projects `changes`, the first of which is the `first` of its shard.
    pub async fn project(&self, first: u128, changes: &[(Timestamp, Change)]) -> anyhow::Result<()> {
        let batch = batch("shard", first, changes);
        let applied = self.store.apply(&batch.projection, &batch.checkpoint).await?;
        ensure!(applied == Applied::Done, "the next batch was answered with {applied:?}");
        Ok(())
    }

    /// How many tasks `owner` has.
    pub async fn census(&self, owner: &OwnerId) -> anyhow::Result<TaskCensus> {
        Ok(self.rollups.tasks(owner).await?)
    }
}

/// The change of a task.
pub fn change(before: Option<&Task>, after: &Task) -> (Timestamp, Change) {
    let before = before.map(|task| Box::new(task.clone()));
    (after.updated_at, Change::Task { before, after: Box::new(after.clone()) })
}

/// The counters that add up to `amounts`.
pub fn amounts(of: &beadle_domain::projection::RollupCounters, counters: &[Counter]) -> Vec<u64> {
    counters.iter().map(|counter| of.get(*counter)).collect()
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { rollups on $fixture;
                hours:
                    nothing_is_added_up_at_first,
                    a_run_is_told_in_the_hours_it_started_and_ended_in,
                    batches_add_up,
                    hours_are_told_in_their_order_from_and_until,
                    owners_are_apart;
                tasks:
                    a_task_counts_by_status_type_and_priority,
                    its_runs_move_it_on,
                    a_changed_task_counts_as_it_is_now,
                    a_deleted_task_does_not_count,
                    a_run_that_is_told_before_its_task_counts_later;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::rollups(Place::Memory));
suite!(sqlite_file: sqlite::rollups(Place::File));
suite!(dynamodb: table::rollups(Server::InProcess));
