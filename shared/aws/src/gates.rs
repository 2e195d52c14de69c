//! The states of gates in the table: one small item each, written on condition that its version has not
//! changed since it was read.
//!
//! Reads are eventually consistent, at half the price: a write based on an old version fails its condition,
//! and the failure returns the current version.

use async_trait::async_trait;
use beadle_application::port::{GateStore, StoreError, VersionedWrite};
use beadle_domain::gate::{GateKey, GatePart, GateState, StoredGate};
use serde::{Deserialize, Serialize};

use crate::{
    errors::{self, Conditional, conditional, unreadable},
    keys::Key,
    table::{Item, Table, attributes},
};

/// How long a state is kept after its last write and the last permit that a job keeps, in seconds: those of deleted
/// configs expire.
const RETENTION: i64 = 30 * 86_400;

/// How long the limit of a key is kept after its last write, in seconds: by then it is as if it had never been used, since no limit counts
/// over more than a day.
const KEY_RETENTION: i64 = 2 * 86_400;

/// The port of gates over the table.
pub struct Gates {
    table: Table,
}

impl Gates {
    /// Gates in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

/// The state of a gate.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct GateRow {
    pk: String,
    sk: String,
    version: u64,
    gate: String,
    ttl: i64,
}

impl GateRow {
    /// The row that writing `state` over version `expected` results in.
    pub(crate) fn new(key: &GateKey, state: &GateState, expected: u64) -> Result<Self, StoreError> {
        let Key { pk, sk } = Key::gate(key);
        let gate = serde_json::to_string(state).map_err(|error| unreadable("a gate", error))?;
        let retention = match key.part {
            GatePart::KeyLimiter(_) => KEY_RETENTION,
            _ => RETENTION,
        };
        let ttl = state.until().as_second().saturating_add(retention);
        Ok(Self { pk, sk, version: expected.saturating_add(1), gate, ttl })
    }
}

#[async_trait]
impl GateStore for Gates {
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError> {
        let get = self.table.client().get_item().table_name(self.table.name());
        let output = get.set_key(Some(attributes(&Key::gate(key)))).send().await;
        let output = output.map_err(|error| errors::store("read a gate", error))?;
        output.item.map_or_else(|| Ok(StoredGate::default()), stored)
    }

    async fn write(
        &self,
        key: &GateKey,
        state: &GateState,
        expected: u64,
    ) -> Result<VersionedWrite<StoredGate>, StoreError> {
        let put = self.table.put_over(&GateRow::new(key, state, expected)?, expected)?;
        match conditional("write a gate", put.send().await)? {
            Conditional::Done(_) => Ok(VersionedWrite::Done),
            // It has expired since it was read.
            Conditional::ConditionFailed(None) => Ok(VersionedWrite::Conflict(Box::default())),
            // This includes a repeated write whose first response was lost. It looks the same as another
            // process's decision; treating it as such grants too little, never too much.
            Conditional::ConditionFailed(Some(item)) => Ok(VersionedWrite::Conflict(Box::new(stored(item)?))),
        }
    }
}

fn stored(item: Item) -> Result<StoredGate, StoreError> {
    let row: GateRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a gate", error))?;
    let state = serde_json::from_str(&row.gate).map_err(|error| unreadable("a gate", error))?;
    Ok(StoredGate { version: row.version, state: Some(state) })
}
