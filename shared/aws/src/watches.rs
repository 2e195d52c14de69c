//! Watches in the table: one item each. Those that wait for something are in the index under their due time, so the
//! watchdog reads what is due and nothing else.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::{Replaced, StoreError, Watches};
use beadle_domain::watch::{DueWatch, Seen, Watch, WatchKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{self, Conditional, conditional, unreadable},
    keys::{self, Key},
    table::{Item, Table, key_of, text},
};

/// The port of watches over the table.
pub struct WatchTable {
    table: Table,
}

impl WatchTable {
    /// Watches in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct WatchRow {
    pk: String,
    sk: String,
    version: u64,
    watch: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1pk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1sk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keep_until: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl WatchRow {
    fn of(watch: &Watch) -> Result<Self, StoreError> {
        let Key { pk, sk } = Key::watch(&watch.key);
        Ok(Self {
            pk,
            sk,
            version: watch.version,
            watch: serde_json::to_string(&watch.seen).map_err(|error| unreadable("a watch", error))?,
            due: watch.due.map(|due| due.as_millisecond()),
            gsi1pk: watch.due.map(|_| keys::due_watches()),
            gsi1sk: watch.due.map(|due| keys::position(due, &watch.key)),
            keep_until: watch.keep_until.map(|time| time.as_millisecond()),
            // Rounded up to a whole second.
            ttl: watch.keep_until.map(|time| time.as_second().saturating_add(1)),
        })
    }

    fn watch(&self, key: &WatchKey) -> Result<Watch, StoreError> {
        const ROW: &str = "the row of a watch";
        let seen: Seen = serde_json::from_str(&self.watch).map_err(|error| unreadable("a watch", error))?;
        let time = |milliseconds: Option<i64>| {
            let time = milliseconds.map(Timestamp::from_millisecond).transpose();
            time.map_err(|error| unreadable(ROW, error))
        };
        let (due, keep_until) = (time(self.due)?, time(self.keep_until)?);
        Ok(Watch { key: key.clone(), version: self.version, due, keep_until, seen })
    }
}

fn row(item: Item) -> Result<WatchRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a watch", error))
}

#[async_trait]
impl Watches for WatchTable {
    async fn read(&self, key: &WatchKey) -> Result<Option<Watch>, StoreError> {
        let item = self.table.get(&Key::watch(key)).await?;
        item.map(|item| row(item)?.watch(key)).transpose()
    }

    async fn write(&self, watch: &Watch) -> Result<Replaced, StoreError> {
        let new = WatchRow::of(watch)?;
        let put = self.table.put_over(&new, watch.version.saturating_sub(1))?;
        match conditional("write a watch", put.send().await)? {
            Conditional::Done(_) => Ok(Replaced::Done),
            // Including a repeated write whose first response was lost: whoever wrote reads what is there.
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }

    async fn due(
        &self,
        now: Timestamp,
        after: Option<&DueWatch>,
        limit: usize,
    ) -> Result<Vec<DueWatch>, StoreError> {
        let after = after.map(|after| keys::position(after.due, &after.key));
        let mut query = self
            .table
            .query(keys::due_watches())
            .index_name(keys::INDEX)
            .key_condition_expression("gsi1pk = :pk AND gsi1sk BETWEEN :first AND :last")
            .expression_attribute_values(
                ":first",
                AttributeValue::S(after.clone().unwrap_or_else(|| "0".to_owned())),
            )
            .expression_attribute_values(":last", AttributeValue::S(keys::until(now)))
            .into_paginator()
            .items()
            .send();
        let mut watches = Vec::new();
        while let Some(item) = query.next().await {
            let item = item.map_err(|error| errors::store("find what is due", error))?;
            let position = text(&item, keys::INDEX_SK)?;
            if after.as_deref() == Some(position) {
                continue;
            }
            watches.extend(self.table.or_skip("watches", &key_of(&item)?, due_watch(position))?);
            if watches.len() >= limit {
                break;
            }
        }
        Ok(watches)
    }
}

fn due_watch(position: &str) -> Result<DueWatch, StoreError> {
    let read = keys::read_position(position);
    let (due, key) = read.ok_or_else(|| StoreError::Corrupt("a watch has no position".into()))?;
    let key = key.parse().map_err(|error| unreadable("the key of a watch", error))?;
    Ok(DueWatch { due, key })
}
