//! The lines of order keys. The head of a line counts tickets; each execution in the line has an entry under its ticket, which is
//! written in one transaction with the row of the execution, and deleted when it leaves.
//!
//! Tickets never go back: one is at least the time in milliseconds, so a head that has expired is not missed.

use std::time::Duration;

use aws_sdk_dynamodb::{
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, Select, TransactWriteItem},
};
use beadle_application::port::{LineHead, MAX_COUNTED_BEHIND, StoreError};
use beadle_domain::{execution::Execution, order::OrderLine};
use beadle_values::{
    id::{ExecutionId, OwnerId},
    page::{Cursor, Page},
};
use serde::{Deserialize, Serialize};

use super::ExecutionStore;
use crate::{
    audited::Change,
    errors::{self, Conditional, conditional, unreadable},
    keys::{self, Key},
    row::execution::ExecutionRow,
    table::{Item, attributes, text},
};

/// How often a start is repeated that others with the same key were faster than, and the first and longest pause.
const CAS_RETRIES: u32 = 60;
const PAUSE: Duration = Duration::from_millis(5);
const MAX_PAUSE: Duration = Duration::from_millis(160);

/// The most lines read for a page; those that are empty are left out of it.
const MAX_READ: usize = 100;

/// The head of a line, listed for its owner. Its version is the last ticket.
#[derive(Debug, Serialize, Deserialize)]
struct HeadRow {
    pk: String,
    sk: String,
    gsi1pk: String,
    gsi1sk: String,
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

/// The place of an execution in a line.
#[derive(Debug, Serialize, Deserialize)]
struct EntryRow {
    pk: String,
    sk: String,
    execution: ExecutionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl ExecutionStore {
    /// Inserts the row of `execution`, together with its place in `line`.
    pub(super) async fn put_in_line(
        &self,
        row: &ExecutionRow,
        execution: &Execution,
        line: &OrderLine,
    ) -> Result<Conditional<()>, StoreError> {
        const DOING: &str = "write an execution with an order key";
        let put = self.table.put(row)?.condition_expression("attribute_not_exists(pk)");
        let inserted = Change::from(put).part()?;
        let mut pause = PAUSE;
        for _ in 0..CAS_RETRIES {
            let mut parts = vec![inserted.clone()];
            parts.extend(self.place(execution, line).await?);
            let call = self.table.client().transact_write_items().set_transact_items(Some(parts));
            let error = match call.send().await {
                Ok(_) => return Ok(Conditional::Done(())),
                Err(error) => error,
            };
            let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
                error.as_service_error()
            else {
                return Err(errors::store(DOING, error));
            };
            if let Some(refused) = refusal(DOING, cancelled.cancellation_reasons())? {
                return Ok(refused);
            }
            tokio::time::sleep(spread(pause, execution.id())).await;
            pause = (pause * 2).min(MAX_PAUSE);
        }
        Err(StoreError::Unavailable(format!("{DOING}: others were faster too often").into()))
    }

    /// The writes that give `execution` its place in `line`: the end of it, or that of the execution that it replays.
    async fn place(
        &self,
        execution: &Execution,
        line: &OrderLine,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let ttl = self.retention.companion_ttl(execution);
        let entry = |Key { pk, sk }| EntryRow { pk, sk, execution: execution.id(), ttl };
        if let Some(replayed) = execution.request.trigger.replay_of
            && let Some((key, first)) = self.entries(line, 1).await?.into_iter().next()
            && first == replayed
        {
            let taken = self
                .table
                .put(&entry(key))?
                .condition_expression("execution = :replayed")
                .expression_attribute_values(":replayed", AttributeValue::S(replayed.to_string()));
            return Ok(vec![Change::from(taken).part()?]);
        }
        let key = Key::order_head(line);
        let last = match self.table.get(&key).await? {
            Some(item) => head(item)?.version,
            None => 0,
        };
        let now = u64::try_from(execution.request.created_at.as_millisecond()).unwrap_or_default();
        let ticket = last.saturating_add(1).max(now);
        let (Key { pk, sk }, gsi1pk) = (key, keys::order_lines_of(&line.owner));
        let head = HeadRow { pk, sk, gsi1pk, gsi1sk: line.key.clone(), version: ticket, ttl };
        let entry = self.table.put(&entry(Key::order_entry(line, ticket)))?;
        Ok(vec![Change::from(self.table.put_over(&head, last)?).part()?, Change::from(entry).part()?])
    }

    /// The first `most` entries of `line`, read consistently.
    async fn entries(&self, line: &OrderLine, most: i32) -> Result<Vec<(Key, ExecutionId)>, StoreError> {
        let query = self
            .table
            .query(keys::order_entries(line))
            .key_condition_expression("pk = :pk")
            .consistent_read(true)
            .limit(most);
        let output = query.send().await.map_err(|error| errors::store("read a line", error))?;
        output.items.unwrap_or_default().into_iter().map(entry).collect()
    }

    pub(super) async fn first_of(&self, line: &OrderLine) -> Result<Option<ExecutionId>, StoreError> {
        Ok(self.entries(line, 1).await?.into_iter().next().map(|(_, id)| id))
    }

    pub(super) async fn take_out(
        &self,
        line: &OrderLine,
        id: ExecutionId,
    ) -> Result<Option<ExecutionId>, StoreError> {
        let mut entries = self.entries(line, 2).await?.into_iter();
        match entries.next() {
            Some((key, first)) if first == id => {
                let delete = self
                    .table
                    .client()
                    .delete_item()
                    .table_name(self.table.name())
                    .set_key(Some(attributes(&key)))
                    .condition_expression("execution = :id")
                    .expression_attribute_values(":id", AttributeValue::S(id.to_string()));
                match conditional("take an execution out of its line", delete.send().await)? {
                    Conditional::Done(_) => Ok(entries.next().map(|(_, next)| next)),
                    // It left meanwhile, or a replay took its place.
                    Conditional::ConditionFailed(_) => self.first_of(line).await,
                }
            }
            first => Ok(first.map(|(_, first)| first)),
        }
    }

    pub(super) async fn line_heads(
        &self,
        owner: &OwnerId,
        limit: usize,
        cursor: Option<&Cursor>,
    ) -> Result<Page<LineHead>, StoreError> {
        let scope = keys::order_lines_of(owner);
        let after = match cursor {
            Some(cursor) => Some(self.cursors.open(&scope, cursor).await?),
            None => None,
        };
        let (keys, more) = self.order_keys(owner, after.as_deref()).await?;
        let mut page = Page { items: Vec::new(), next: None };
        let mut last = None;
        for (place, key) in keys.iter().enumerate() {
            let line = OrderLine { owner: owner.clone(), key: key.clone() };
            last = Some(key);
            if let Some(first) = self.first_of(&line).await? {
                let behind = self.count(&line).await?.saturating_sub(1);
                page.items.push(LineHead { line, first, behind });
            }
            if page.items.len() == limit && (place + 1 < keys.len() || more) {
                break;
            }
        }
        let reached_end = last == keys.last() && !more;
        if let Some(last) = last.filter(|_| !reached_end) {
            page.next = Some(self.cursors.issue(&scope, last).await?);
        }
        Ok(page)
    }

    /// The order keys of `owner` after `after`, in order, and whether there are more.
    async fn order_keys(
        &self,
        owner: &OwnerId,
        after: Option<&str>,
    ) -> Result<(Vec<String>, bool), StoreError> {
        let start = after.map(|key| {
            let line = OrderLine { owner: owner.clone(), key: key.to_owned() };
            let mut item = attributes(&Key::order_head(&line));
            item.insert(keys::INDEX_PK.to_owned(), AttributeValue::S(keys::order_lines_of(owner)));
            item.insert(keys::INDEX_SK.to_owned(), AttributeValue::S(line.key));
            item
        });
        let query = self
            .table
            .query(keys::order_lines_of(owner))
            .index_name(keys::INDEX)
            .key_condition_expression(format!("{} = :pk", keys::INDEX_PK))
            .set_exclusive_start_key(start)
            .limit(i32::try_from(MAX_READ).unwrap_or(i32::MAX));
        let output = query.send().await.map_err(|error| errors::store("list order keys", error))?;
        let more = output.last_evaluated_key.is_some();
        let items = output.items.unwrap_or_default();
        let key = |item: &Item| text(item, keys::INDEX_SK).map(str::to_owned);
        Ok((items.iter().map(key).collect::<Result<_, _>>()?, more))
    }

    async fn count(&self, line: &OrderLine) -> Result<usize, StoreError> {
        let most = i32::try_from(MAX_COUNTED_BEHIND).unwrap_or(i32::MAX).saturating_add(1);
        let query = self
            .table
            .query(keys::order_entries(line))
            .key_condition_expression("pk = :pk")
            .select(Select::Count)
            .limit(most);
        let output = query.send().await.map_err(|error| errors::store("count a line", error))?;
        Ok(usize::try_from(output.count).unwrap_or_default())
    }
}

fn head(item: Item) -> Result<HeadRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the head of a line", error))
}

fn entry(item: Item) -> Result<(Key, ExecutionId), StoreError> {
    let EntryRow { pk, sk, execution, .. } =
        serde_dynamo::from_item(item).map_err(|error| unreadable("an entry of a line", error))?;
    Ok((Key { pk, sk }, execution))
}

/// `pause` and a part of it that depends on the execution, so that those that collided do not collide again.
fn spread(pause: Duration, id: ExecutionId) -> Duration {
    let [.., last] = id.uuid().into_bytes();
    pause + pause * u32::from(last) / 128
}

/// What a cancelled transaction says about the row, which is its first part; `None` if it may be repeated.
fn refusal(doing: &str, reasons: &[CancellationReason]) -> Result<Option<Conditional<()>>, StoreError> {
    for (place, reason) in reasons.iter().enumerate() {
        match reason.code() {
            Some("ConditionalCheckFailed") if place == 0 => {
                return Ok(Some(Conditional::ConditionFailed(reason.item().cloned())));
            }
            None
            | Some(
                "None"
                | "ConditionalCheckFailed"
                | "TransactionConflict"
                | "ThrottlingError"
                | "ProvisionedThroughputExceeded",
            ) => {}
            Some("ItemSizeLimitExceeded") => {
                return Err(StoreError::TooLarge(format!("{doing}: too large").into()));
            }
            Some(code) => {
                let message = reason.message().unwrap_or("no message");
                return Err(StoreError::Corrupt(format!("{doing}: {code}: {message}").into()));
            }
        }
    }
    Ok(None)
}
