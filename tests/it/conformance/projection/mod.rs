//! Applying projections, each batch exactly once in effect.

pub mod counting;
pub mod history;
pub mod repeating;

use std::{any::Any, sync::Arc};

use anyhow::{Context, ensure};
use beadle_application::port::{Applied, ProjectionStore, StoreError};
use beadle_domain::task::{Task, TaskStats};
use beadle_values::id::TaskId;

use self::history::Batch;
use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    tasks,
};

/// A projection store under test, and the tasks whose counters it keeps.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn ProjectionStore>,
    /// The tasks.
    pub tasks: Arc<dyn tasks::Store>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

impl Fixture {
    /// Inserts `task`, which is new.
    pub async fn insert(&self, task: &Task) -> anyhow::Result<()> {
        self.tasks.insert(task).await?;
        Ok(())
    }

    /// The counters of a task.
    pub async fn stats(&self, id: TaskId) -> anyhow::Result<TaskStats> {
        Ok(self.tasks.get(id).await?.with_context(|| format!("{id} is not stored"))?.stats)
    }

    /// Applies `batch`.
    pub async fn apply(&self, batch: &Batch) -> Result<Applied, StoreError> {
        self.store.apply(&batch.projection, &batch.checkpoint).await
    }

    /// Applies `batch`, which is next.
    pub async fn advance(&self, batch: &Batch) -> anyhow::Result<()> {
        let applied = self.apply(batch).await?;
        ensure!(applied == Applied::Done, "the next batch was answered with {applied:?}");
        Ok(())
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { projection on $fixture;
                counting:
                    a_run_is_counted_from_start_to_end,
                    batches_add_up,
                    a_skip_is_no_run,
                    a_completed_execution_is_charged_once,
                    tasks_are_counted_separately,
                    a_late_change_does_not_replace_the_last,
                    the_status_of_a_task_follows_its_runs,
                    counting_does_not_touch_the_task,
                    a_change_of_the_task_keeps_the_counts,
                    a_removed_task_is_not_recreated,
                    a_batch_may_touch_as_many_rows_as_allowed,
                    audit_entries_are_accepted;
                repeating:
                    a_repeat_changes_nothing,
                    an_older_batch_changes_nothing,
                    an_overlapping_batch_changes_nothing_until_it_is_cut,
                    a_batch_without_effects_moves_the_checkpoint,
                    a_gap_is_no_repeat,
                    sequences_are_compared_as_numbers,
                    shards_are_independent,
                    one_of_eight_repeats_counts;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::projections(Place::Memory));
suite!(sqlite_file: sqlite::projections(Place::File));
suite!(dynamodb: table::projections(Server::InProcess));
