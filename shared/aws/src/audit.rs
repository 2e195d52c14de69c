//! The audit trail in the table.

use async_trait::async_trait;
use beadle_application::port::{AuditQuery, AuditTrail, StoreError};
use beadle_domain::projection::AuditEntry;
use beadle_values::page::Page;

use crate::{
    cursor::Cursors,
    errors::{conditional, unreadable},
    keys::{self, Key},
    listing::{Entry, Listing, PageBuilder, Range},
    row::audit::AuditRow,
    table::{Item, Table},
};

/// The ports of the audit trail over the table.
pub struct AuditStore {
    table: Table,
    cursors: Cursors,
}

impl AuditStore {
    /// The audit trail in `table`, which says how long its entries are kept.
    pub fn new(table: Table) -> Self {
        let cursors = Cursors::new(table.clone());
        Self { table, cursors }
    }

    /// The entries with these keys; `None` for each that does not exist or does not match the query.
    async fn found(
        &self,
        entries: &[Entry],
        query: &AuditQuery,
    ) -> Result<Vec<Option<AuditEntry>>, StoreError> {
        let keys: Vec<Key> = entries.iter().map(|entry| entry.key.clone()).collect();
        let mut items = self.table.get_all(&keys, false).await?;
        let mut found = Vec::with_capacity(keys.len());
        for key in &keys {
            let entry = items.remove(key).map(read).transpose();
            let entry = self.table.or_skip("audit", key, entry)?.flatten();
            found.push(entry.filter(|entry| query.matches(entry)));
        }
        Ok(found)
    }
}

#[async_trait]
impl AuditTrail for AuditStore {
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let put = self.table.put(&AuditRow::new(entry, &self.table)?)?;
        let put = put.condition_expression("attribute_not_exists(pk)");
        conditional("append to the audit trail", put.send().await).map(drop)
    }

    /// Read from the index, which is eventually consistent with the rows.
    async fn list(&self, query: &AuditQuery) -> Result<Page<AuditEntry>, StoreError> {
        let listing = Listing::Index(keys::audit_trail(), self.table.list_parts());
        let position = match &query.cursor {
            Some(cursor) => Some(self.cursors.open(&listing.name(), cursor).await?),
            None => None,
        };
        let range = Range { from: query.from.map(keys::not_before), to: query.to.map(keys::not_before) };
        let AuditQuery { user, action, task_id, .. } = query;
        let filtered = user.is_some() || action.is_some() || task_id.is_some();
        let mut page = PageBuilder::new(listing, range, query.limit, filtered, position);
        while let Some(entries) = page.next(&self.table).await? {
            let found = self.found(&entries, query).await?;
            page.take(entries, found);
        }
        page.finish(&self.cursors).await
    }
}

fn read(item: Item) -> Result<AuditEntry, StoreError> {
    let row: AuditRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("an entry of the audit trail", error))?;
    row.entry()
}
