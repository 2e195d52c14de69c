//! Adds executions to batches: first the messages, then the links with the number of executions, then the rows.
//!
//! The messages are delayed for a moment, so that an executor normally finds the rows. One that does not adds the
//! execution to its batch itself: after a crash in between, it counts once and runs, or its batch is closed and
//! the message is dropped.

use std::{collections::BTreeMap, time::Duration};

use aws_sdk_dynamodb::types::{Put, TransactWriteItem, Update};
use beadle_application::port::{Added, StoreError, at_once};
use beadle_domain::execution::{Execution, Message};
use beadle_values::{duration, id::BatchId};
use futures_util::{StreamExt, TryStreamExt, future::try_join_all, stream};

use super::{
    ExecutionStore,
    start::ROWS_AT_ONCE,
    write::{Link, Placed},
};
use crate::{
    errors::unreadable,
    keys::{self, Key},
    row::{batch::batch_ttl, execution::Mutable},
    table::{attributes, item, number},
    transaction::{Transacted, is_refused},
};

/// How long the message of an execution is delayed for its row.
const ROWS_FIRST: Duration = Duration::from_secs(2);

/// The executions counted in one transaction, which has at most 100 items.
const COUNTED_AT_ONCE: usize = 50;

impl ExecutionStore {
    pub(super) async fn add_members(&self, executions: &[Execution]) -> Result<Vec<Added>, StoreError> {
        // Progress that can't be written is rejected before its message is sent.
        for execution in executions {
            Mutable::of(execution)?;
        }
        // All at the same time, so that they share bundles.
        try_join_all(executions.iter().map(|execution| self.send_member(execution))).await?;
        let registered = self.register(executions).await?;
        let rows = executions.iter().zip(registered);
        let rows: Vec<_> =
            rows.map(|(execution, is_member)| self.place_member(execution, is_member)).collect();
        stream::iter(rows).buffered(at_once(executions, ROWS_AT_ONCE)).try_collect().await
    }

    async fn send_member(&self, execution: &Execution) -> Result<(), StoreError> {
        let message = Message::start(execution.clone());
        let rows_first = duration::after(execution.request.created_at, ROWS_FIRST);
        let due = message.due().map_or(rows_first, |due| due.max(rows_first));
        Ok(self.queue.send(&message, Some(due)).await?)
    }

    async fn place_member(&self, execution: &Execution, is_member: bool) -> Result<Added, StoreError> {
        if !is_member {
            return Ok(Added::Closed);
        }
        Ok(match self.put_row(execution).await? {
            Placed::Done => Added::Created,
            Placed::Exists(item) => Added::Existing(Box::new(self.existing(item).await?)),
            Placed::BatchClosed => Added::Closed,
        })
    }

    /// Counts those of `executions` that have a batch in it, each once by its id. Returns for each whether it may
    /// run: it is counted, or has no batch.
    pub(super) async fn register(&self, executions: &[Execution]) -> Result<Vec<bool>, StoreError> {
        let mut is_member = vec![true; executions.len()];
        let mut of_batch: BTreeMap<BatchId, Vec<usize>> = BTreeMap::new();
        for (place, execution) in executions.iter().enumerate() {
            if let Some(batch) = execution.request.batch_id {
                of_batch.entry(batch).or_default().push(place);
            }
        }
        for (batch, places) in of_batch {
            for some in places.chunks(COUNTED_AT_ONCE) {
                for refused in self.count_members(batch, some.to_vec(), executions).await? {
                    is_member[refused] = false;
                }
            }
        }
        Ok(is_member)
    }

    /// Counts the executions at `places` in `batch`; returns the places of those that it does not take.
    async fn count_members(
        &self,
        batch: BatchId,
        mut places: Vec<usize>,
        executions: &[Execution],
    ) -> Result<Vec<usize>, StoreError> {
        while !places.is_empty() {
            let mut parts = vec![self.count_more(batch, places.len(), &executions[places[0]])?];
            for place in &places {
                parts.push(self.link_member(batch, &executions[*place])?);
            }
            let Transacted::Refused(reasons) = self.table.transact("add to a batch", &parts).await? else {
                return Ok(Vec::new());
            };
            let mut of_links = reasons.iter().skip(1).map(is_refused);
            // Those that have a link are counted.
            places.retain(|_| !of_links.next().unwrap_or_default());
            if reasons.first().is_some_and(is_refused) {
                return self.without_link(batch, places, executions).await;
            }
        }
        Ok(Vec::new())
    }

    /// Those of `places` whose executions have no link.
    async fn without_link(
        &self,
        batch: BatchId,
        mut places: Vec<usize>,
        executions: &[Execution],
    ) -> Result<Vec<usize>, StoreError> {
        let key = |place: &usize| Key::member(batch, executions[*place].id());
        let keys: Vec<Key> = places.iter().map(key).collect();
        let links = self.table.get_all(&keys, true).await?;
        places.retain(|place| !links.contains_key(&key(place)));
        Ok(places)
    }

    /// Adds `more` to the number of executions of an open batch.
    fn count_more(
        &self,
        batch: BatchId,
        more: usize,
        execution: &Execution,
    ) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder()
            .table_name(self.table.name())
            .set_key(Some(attributes(&Key::batch_members(batch))))
            .update_expression("SET #ttl = :ttl ADD added :more")
            .condition_expression("attribute_exists(pk) AND attribute_not_exists(closed)")
            .expression_attribute_names("#ttl", keys::TTL)
            .expression_attribute_values(":ttl", number(batch_ttl(execution.request.created_at)))
            .expression_attribute_values(":more", number(more))
            .build();
        let update = update.map_err(|error| unreadable("the size of a batch", error))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    fn link_member(&self, batch: BatchId, execution: &Execution) -> Result<TransactWriteItem, StoreError> {
        let Key { pk, sk } = Key::member(batch, execution.id());
        let ttl = self.retention.companion_ttl(execution);
        let put = Put::builder()
            .table_name(self.table.name())
            .set_item(Some(item(&Link { pk, sk, ttl })?))
            .condition_expression("attribute_not_exists(pk)")
            .build();
        let put = put.map_err(|error| unreadable("the link of a batch", error))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}
