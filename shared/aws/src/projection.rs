//! Writes projections in one transaction with their checkpoint: a repeated batch finds a later checkpoint and
//! changes nothing.
//!
//! Hours and censuses are incremented, so concurrent writers don't matter. The *last* run, status and error
//! of a task, and where its owner's census counts it, derive from its counters as read. They are written on
//! condition that the counters have not changed, and derived again if they have.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{
        AttributeValue, CancellationReason, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
        Update, builders::UpdateBuilder,
    },
};
use beadle_application::port::{Applied, Checkpoint, Clock, ProjectionStore, StoreError};
use beadle_domain::{
    batch::BatchTally,
    projection::{AuditEntry, Projection, Sequence, TaskCounters, TaskRecord, census},
};
use beadle_values::{
    duration,
    id::{BatchId, TaskId},
};
use serde_json::Value;

use crate::{
    errors::{self, unreadable},
    keys::{self, Key},
    row::{audit::AuditRow, batch::batch_ttl, stats::StatsRow},
    table::{Table, attributes, item, number, text},
};

/// A transaction has at most 100 items, one of which is the checkpoint.
const MAX_ROWS: usize = 99;

/// How often a conflicting transaction is repeated, and the first pause between two, which doubles.
const CAS_RETRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(25);

/// How long the checkpoint of a shard is kept after its last batch. A shard of the stream lives for hours.
const CHECKPOINT_RETENTION: Duration = Duration::from_secs(7 * 86_400);

/// The projector's store over the table.
pub struct Projections {
    table: Table,
    clock: Arc<dyn Clock>,
}

/// Why a transaction was cancelled.
enum Cancelled {
    /// The batch was applied before.
    AlreadyApplied(Sequence),
    /// It conflicted with another write.
    Contended,
}

impl Projections {
    /// Projections in `table`; the clock dates their checkpoints.
    pub fn new(table: Table, clock: Arc<dyn Clock>) -> Self {
        Self { table, clock }
    }

    async fn writes(
        &self,
        projection: &Projection,
        checkpoint: &Checkpoint,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let mut writes = vec![self.checkpoint(checkpoint)?];
        let stats = self.stats(projection).await?;
        let mut censuses = BTreeMap::new();
        for (task, counters) in &projection.tasks {
            let before = stats.get(task).map(StatsRow::record).transpose()?.unwrap_or_default();
            let after = counters.apply(&before);
            census::recount(&mut censuses, &before, &after);
            let revision = stats.get(task).map_or(0, |row| row.revision);
            writes.push(self.count(*task, counters, &after, revision)?);
        }
        for (owner, census) in &censuses {
            let counters = census.iter().map(|(counter, amount)| (counter.to_string(), number(amount)));
            writes.push(self.add(&Key::census(owner), counters)?);
        }
        for ((owner, hour), counters) in &projection.rollups {
            let counters = counters.iter().map(|(counter, amount)| (counter.to_string(), number(amount)));
            writes.push(self.add(&Key::rollup(owner, *hour), counters)?);
        }
        for (batch, tally) in &projection.batches {
            writes.push(self.tally(*batch, tally)?);
        }
        for entry in &projection.audit {
            writes.push(self.append(entry)?);
        }
        Ok(writes)
    }

    /// The counters of the tasks, which determine where the censuses count them.
    async fn stats(&self, projection: &Projection) -> Result<HashMap<TaskId, StatsRow>, StoreError> {
        let keys: Vec<(TaskId, Key)> =
            projection.tasks.keys().map(|task| (*task, Key::stats(*task))).collect();
        let wanted: Vec<Key> = keys.iter().map(|(_, key)| key.clone()).collect();
        let mut items = self.table.get_all(&wanted, true).await?;
        let mut rows = HashMap::with_capacity(keys.len());
        for (task, key) in keys {
            if let Some(item) = items.remove(&key) {
                let row = serde_dynamo::from_item(item).map_err(|error| unreadable("counters", error))?;
                rows.insert(task, row);
            }
        }
        Ok(rows)
    }

    fn checkpoint(&self, checkpoint: &Checkpoint) -> Result<TransactWriteItem, StoreError> {
        let ttl = duration::after(self.clock.now(), CHECKPOINT_RETENTION).as_second();
        let update = self
            .update(&Key::checkpoint(&checkpoint.shard))
            .update_expression("SET #last = :last, #ttl = :ttl")
            .condition_expression("attribute_not_exists(#last) OR #last < :first")
            .expression_attribute_names("#last", "last")
            .expression_attribute_names("#ttl", keys::TTL)
            .expression_attribute_values(":last", AttributeValue::S(checkpoint.last.as_str().to_owned()))
            .expression_attribute_values(":first", AttributeValue::S(checkpoint.first.as_str().to_owned()))
            .expression_attribute_values(":ttl", number(ttl));
        built(update)
    }

    /// Adds `counters` to those of `task`, which results in `after`, on condition that the counters have not
    /// been written since they were read: the last run and the census derive from what was read.
    fn count(
        &self,
        task: TaskId,
        counters: &TaskCounters,
        after: &TaskRecord,
        revision: u64,
    ) -> Result<TransactWriteItem, StoreError> {
        let mut update = self
            .update(&Key::stats(task))
            .expression_attribute_values(":runs", number(counters.runs))
            .expression_attribute_values(":successes", number(counters.successes))
            .expression_attribute_values(":failures", number(counters.failures))
            .expression_attribute_values(":active", number(counters.active))
            .expression_attribute_values(":one", number(1));
        let mut expression = "ADD run_count :runs, success_count :successes, failure_count :failures, \
            active_count :active, revision :one"
            .to_owned();
        if !counters.credits.is_zero() {
            expression.push_str(", credits :credits");
            update = update.expression_attribute_values(":credits", number(counters.credits.thousandths()));
        }
        if counters.skips > 0 {
            expression.push_str(", skipped_count :skips");
            update = update.expression_attribute_values(":skips", number(counters.skips));
        }
        let TaskRecord { stats, facts } = after;
        let (ran, skipped) = (counters.last_end.is_some(), counters.last_skip.is_some());
        let last = |value: Option<String>| value.filter(|_| ran);
        let facts = counters.facts.as_ref().map(|_| facts.as_ref().map(serde_json::to_string).transpose());
        let facts = facts.transpose().map_err(|error| unreadable("the facts of a task", error))?;
        let last_end = stats.last_end.as_ref().map(serde_json::to_string).transpose();
        let last_end = last_end.map_err(|error| unreadable("the last end of a task", error))?;
        let last_skip = stats.last_skip.as_ref().map(serde_json::to_string).transpose();
        let last_skip = last_skip.map_err(|error| unreadable("the last skip of a task", error))?;
        let values = [
            ("last_run_time", last(stats.last_run_time.map(|time| time.to_string()))),
            ("last_success_time", last(stats.last_success_time.map(|time| time.to_string()))),
            ("last_status", last(stats.last_status.map(|status| status.as_str().to_owned()))),
            ("last_error", last(stats.last_error.clone())),
            ("last_end", last_end.filter(|_| ran || skipped)),
            ("last_skip", last_skip.filter(|_| skipped)),
            // An execution without a result removes that of an earlier one.
            ("last_result", last(Some(stats.last_result.as_ref().unwrap_or(&Value::Null).to_string()))),
            // Empty for a task that is no longer counted.
            ("facts", facts.map(Option::unwrap_or_default)),
        ];
        let mut set = Vec::new();
        for (name, value) in values {
            if let Some(value) = value {
                set.push(format!("{name} = :{name}"));
                update = update.expression_attribute_values(format!(":{name}"), AttributeValue::S(value));
            }
        }
        if !set.is_empty() {
            expression.push_str(" SET ");
            expression.push_str(&set.join(", "));
        }
        let condition = if revision == 0 { "attribute_not_exists(revision)" } else { "revision = :revision" };
        if revision != 0 {
            update = update.expression_attribute_values(":revision", number(revision));
        }
        built(update.update_expression(expression).condition_expression(condition))
    }

    /// Adds to the counters of a row, each an attribute of its own.
    fn add(
        &self,
        key: &Key,
        counters: impl Iterator<Item = (String, AttributeValue)>,
    ) -> Result<TransactWriteItem, StoreError> {
        let mut update = self.update(key);
        let mut additions = Vec::new();
        for (place, (counter, amount)) in counters.enumerate() {
            additions.push(format!("#{place} :{place}"));
            update = update
                .expression_attribute_names(format!("#{place}"), counter)
                .expression_attribute_values(format!(":{place}"), amount);
        }
        built(update.update_expression(format!("ADD {}", additions.join(", "))))
    }

    /// Adds to the counts of a batch. The time at which the first execution began is that of the first part that
    /// knows one: its executions are in several shards.
    fn tally(&self, batch: BatchId, tally: &BatchTally) -> Result<TransactWriteItem, StoreError> {
        let mut update = self.update(&Key::batch_tally(batch));
        let mut additions = Vec::new();
        for (place, (status, amount)) in tally.iter().enumerate() {
            additions.push(format!("#{place} :{place}"));
            update = update
                .expression_attribute_names(format!("#{place}"), status.as_str())
                .expression_attribute_values(format!(":{place}"), number(amount));
        }
        let mut expression = "SET #ttl = :ttl".to_owned();
        if let Some(began_at) = tally.began_at {
            expression.push_str(", began_at = if_not_exists(began_at, :began)");
            update = update.expression_attribute_values(":began", number(began_at.as_millisecond()));
        }
        if !additions.is_empty() {
            expression.push_str(" ADD ");
            expression.push_str(&additions.join(", "));
        }
        built(
            update
                .update_expression(expression)
                .expression_attribute_names("#ttl", keys::TTL)
                .expression_attribute_values(":ttl", number(batch_ttl(self.clock.now()))),
        )
    }

    fn append(&self, entry: &AuditEntry) -> Result<TransactWriteItem, StoreError> {
        let row = item(&AuditRow::new(entry, &self.table)?)?;
        let put = Put::builder().table_name(self.table.name()).set_item(Some(row)).build();
        let put = put.map_err(|error| unreadable("an audit entry", error))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    fn update(&self, key: &Key) -> UpdateBuilder {
        Update::builder()
            .table_name(self.table.name())
            .set_key(Some(attributes(key)))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }
}

#[async_trait]
impl ProjectionStore for Projections {
    fn max_rows(&self) -> usize {
        MAX_ROWS
    }

    async fn apply(&self, projection: &Projection, checkpoint: &Checkpoint) -> Result<Applied, StoreError> {
        let mut pause = PAUSE;
        for _ in 0..CAS_RETRIES {
            let writes = self.writes(projection, checkpoint).await?;
            let call = self.table.client().transact_write_items().set_transact_items(Some(writes));
            let error = match call.send().await {
                Ok(_) => return Ok(Applied::Done),
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
                error.as_service_error()
            else {
                return Err(errors::store("apply a projection", error));
            };
            match reason(cancelled.cancellation_reasons())? {
                Cancelled::AlreadyApplied(last) => return Ok(Applied::Behind(last)),
                Cancelled::Contended => tokio::time::sleep(pause).await,
            }
            pause *= 2;
        }
        Err(StoreError::Unavailable(
            format!("the projection of shard {} conflicted too often", checkpoint.shard).into(),
        ))
    }
}

/// Why a transaction was cancelled. The reasons are in the order of its writes, beginning with the
/// checkpoint.
fn reason(reasons: &[CancellationReason]) -> Result<Cancelled, StoreError> {
    const FAILED: &str = "ConditionalCheckFailed";
    if let Some(first) = reasons.first()
        && first.code() == Some(FAILED)
    {
        let empty = HashMap::new();
        let last = text(first.item().unwrap_or(&empty), "last")?;
        return Ok(Cancelled::AlreadyApplied(Sequence::of(last)));
    }
    let faults = reasons.iter().filter(|reason| !matches!(reason.code(), None | Some("None")));
    for fault in faults {
        match fault.code() {
            Some(FAILED | "TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded") => {}
            code => {
                let (code, message) = (code.unwrap_or("no code"), fault.message().unwrap_or("no message"));
                return Err(StoreError::Corrupt(
                    format!("a projection was rejected: {code}: {message}").into(),
                ));
            }
        }
    }
    Ok(Cancelled::Contended)
}

fn built(update: UpdateBuilder) -> Result<TransactWriteItem, StoreError> {
    let update = update.build().map_err(|error| unreadable("a write of a projection", error))?;
    Ok(TransactWriteItem::builder().update(update).build())
}
