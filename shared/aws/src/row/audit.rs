//! The row of an entry of the audit trail.

use beadle_application::port::StoreError;
use beadle_domain::projection::AuditEntry;
use serde::{Deserialize, Serialize};

use crate::{
    Retention,
    errors::unreadable,
    keys::{self, Key},
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
    pub fn new(entry: &AuditEntry, keep: Retention) -> Result<Self, StoreError> {
        let text = serde_json::to_string(entry).map_err(|error| unreadable("an audit entry", error))?;
        let Key { pk, sk } = Key::audit(entry.id);
        let gsi1sk = keys::position(entry.at, entry.id);
        Ok(Self { pk, sk, gsi1pk: keys::audit_trail(), gsi1sk, entry: text, ttl: keep.ttl(entry.at) })
    }

    pub fn entry(&self) -> Result<AuditEntry, StoreError> {
        serde_json::from_str(&self.entry)
            .map_err(|error| unreadable(format!("the audit entry `{}`", self.pk), error))
    }
}
