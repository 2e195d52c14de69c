//! The row of an entry of the audit trail.

use beadle_application::port::StoreError;
use beadle_domain::projection::AuditEntry;
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    keys::{self, Key},
    table::Table,
};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AuditRow {
    pk: String,
    sk: String,
    gsi1pk: String,
    gsi1sk: String,
    entry: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl AuditRow {
    /// The row of `entry` in `table`.
    pub fn new(entry: &AuditEntry, table: &Table) -> Result<Self, StoreError> {
        let text = serde_json::to_string(entry).map_err(|error| unreadable("an audit entry", error))?;
        let Key { pk, sk } = Key::audit(entry.id);
        let gsi1sk = keys::position(entry.at, entry.id);
        let gsi1pk = keys::partition_of(&keys::audit_trail(), table.list_parts(), entry.id.uuid());
        Ok(Self { pk, sk, gsi1pk, gsi1sk, entry: text, ttl: table.audit_retention().ttl(entry.at) })
    }

    pub fn entry(&self) -> Result<AuditEntry, StoreError> {
        serde_json::from_str(&self.entry)
            .map_err(|error| unreadable(format!("the audit entry `{}`", self.pk), error))
    }
}
