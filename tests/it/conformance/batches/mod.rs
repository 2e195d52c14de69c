//! Batches: writing and listing them, adding executions, and counting these.

pub mod adding;
pub mod counting;
pub mod writing;

use std::{any::Any, sync::Arc};

use anyhow::Context;
use beadle_application::port::{Batches, ProjectionStore};
use beadle_domain::{
    batch::{Batch, CountedBatch},
    execution::Execution,
};
use beadle_values::id::BatchId;
use uuid::Uuid;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    executions,
    specimen::{T0, execution_with, owner},
};

/// A store of batches under test, and of their executions.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Batches>,
    /// The executions.
    pub executions: Arc<dyn executions::Store>,
    /// What counts them.
    pub projections: Arc<dyn ProjectionStore>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

impl Fixture {
    /// Inserts a new, open batch.
    pub async fn open(&self) -> anyhow::Result<Batch> {
        let batch = batch();
        self.store.insert(&batch, None).await?;
        Ok(batch)
    }

    /// The batch as it is stored.
    pub async fn stored(&self, id: BatchId) -> anyhow::Result<CountedBatch> {
        self.store.get(id).await?.with_context(|| format!("{id} is not stored"))
    }
}

/// A new batch of `ada`, created at [`T0`].
pub fn batch() -> Batch {
    let id = BatchId::from_uuid(Uuid::now_v7());
    Batch {
        id,
        owner: owner("ada"),
        name: Some(id.to_string()),
        on_complete: None,
        on_failure: None,
        created_at: T0,
        closed_at: None,
        end: None,
        version: 1,
    }
}

/// `count` new executions of `batch`.
pub fn members(batch: BatchId, count: usize) -> Vec<Execution> {
    let member = |_| execution_with(|request| request.batch_id = Some(batch));
    (0..count).map(member).collect()
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { batches on $fixture;
                writing:
                    a_new_batch_is_open_and_empty,
                    an_existing_batch_is_returned_and_not_changed,
                    a_batch_is_replaced_under_its_version,
                    one_that_ended_elsewhere_is_read_back_with_its_final_counts,
                    every_field_is_read_back_as_written,
                    batches_of_an_owner_are_listed_newest_first,
                    pages_of_batches_are_complete;
                adding:
                    executions_are_started_and_counted,
                    an_execution_counts_once_however_often_it_is_added,
                    one_of_eight_adds_of_an_execution_counts,
                    a_closed_batch_takes_nothing,
                    what_was_added_before_the_close_is_found_after_it,
                    a_batch_that_does_not_exist_takes_nothing,
                    a_claim_without_a_row_counts_the_execution,
                    a_claim_for_a_closed_batch_starts_nothing,
                    more_than_a_transaction_holds_are_counted,
                    executions_of_a_batch_are_listed;
                counting:
                    executions_are_counted_by_status,
                    a_repeat_counts_nothing_twice,
                    a_batch_is_due_to_end_when_it_is_sealed_and_all_have_ended;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::batches(Place::Memory));
suite!(sqlite_file: sqlite::batches(Place::File));
suite!(dynamodb: table::batches(Server::InProcess));
