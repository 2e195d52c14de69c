//! The documents of gates in the table: one small item each, written on condition that it is still the version that was
//! decided on.
//!
//! Reads are eventually consistent, at half the price: a write that was decided on an old version is refused, and the refusal
//! brings the current one with it.

use async_trait::async_trait;
use beadle_application::port::{GateStore, GateWritten, StoreError};
use beadle_domain::gate::{GateKey, GateState, StoredGate};
use serde::{Deserialize, Serialize};

use crate::{
    errors::{self, Written, conditional, unreadable},
    keys::Key,
    table::{Item, Table, attributes, number},
};

/// How long a document is kept that nobody writes, in seconds: those of deleted configs go by themselves.
const RETENTION: i64 = 30 * 86_400;

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

/// A document of a gate.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct GateRow {
    pk: String,
    sk: String,
    version: u64,
    gate: String,
    ttl: i64,
}

impl GateRow {
    /// The row that the write of `state` over the version `expected` makes.
    pub(crate) fn new(key: &GateKey, state: &GateState, expected: u64) -> Result<Self, StoreError> {
        let Key { pk, sk } = Key::gate(key);
        let gate = serde_json::to_string(state).map_err(|error| unreadable("a gate", error))?;
        let ttl = state.seen().as_second().saturating_add(RETENTION);
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
    ) -> Result<GateWritten, StoreError> {
        let put = self.table.put(&GateRow::new(key, state, expected)?)?;
        let put = if expected == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("version = :expected")
                .expression_attribute_values(":expected", number(expected))
        };
        match conditional("write a gate", put.send().await)? {
            Written::Done(_) => Ok(GateWritten::Done),
            // It has expired since it was read.
            Written::Refused(None) => Ok(GateWritten::Conflict(Box::default())),
            // Also the write of a call whose answer was lost, found here by the call's repeat. It can't be told from the same
            // decision of another process; taken for that one it grants too little, never too much.
            Written::Refused(Some(item)) => Ok(GateWritten::Conflict(Box::new(stored(item)?))),
        }
    }
}

fn stored(item: Item) -> Result<StoredGate, StoreError> {
    let row: GateRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a gate", error))?;
    let state = serde_json::from_str(&row.gate).map_err(|error| unreadable("a gate", error))?;
    Ok(StoredGate { version: row.version, state: Some(state) })
}
