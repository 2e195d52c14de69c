//! Batches in the table.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use beadle_application::port::{BatchQuery, Batches, Inserted, Replaced, StoreError};
use beadle_domain::{
    batch::{Batch, CountedBatch},
    projection::AuditEntry,
};
use beadle_values::{
    id::{BatchId, ListParts},
    page::Page,
};
use serde::Serialize;

use crate::{
    audited::Change,
    cursor::Cursors,
    errors::unreadable,
    executions::Retention,
    keys::{self, Key},
    listing::{Listing, PageBuilder, Range},
    row::{
        audit::AuditRow,
        batch::{BatchRow, batch_ttl, counted},
    },
    table::{Item, Table, attributes, item, number},
    transaction::{Transacted, is_refused},
};

/// The port of batches over the table.
pub struct BatchTable {
    table: Table,
    retention: Retention,
    cursors: Cursors,
}

impl BatchTable {
    /// Batches in `table`, which are kept for `retention` after their end.
    pub fn new(table: Table, retention: Retention) -> Self {
        let cursors = Cursors::new(table.clone());
        Self { table, retention, cursors }
    }

    /// The batches `ids` with their counts; `None` for each that does not exist or can't be read.
    async fn counted(&self, ids: &[BatchId]) -> Result<Vec<Option<CountedBatch>>, StoreError> {
        let parts = |id: &BatchId| [Key::batch(*id), Key::batch_members(*id), Key::batch_tally(*id)];
        let keys: Vec<Key> = ids.iter().flat_map(parts).collect();
        let mut items = self.table.get_all(&keys, true).await?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let [key, members, tally] = parts(id);
            let Some(item) = items.remove(&key) else {
                found.push(None);
                continue;
            };
            let counted = counted(item, items.get(&members), items.get(&tally));
            found.push(self.table.or_skip("batches", &key, counted)?);
        }
        Ok(found)
    }

    async fn write(
        &self,
        doing: &str,
        mut parts: Vec<TransactWriteItem>,
        audit: Option<&AuditEntry>,
    ) -> Result<Option<Item>, StoreError> {
        if let Some(entry) = audit {
            parts.push(self.put(&AuditRow::new(entry, &self.table)?)?);
        }
        match self.table.transact(doing, &parts).await? {
            Transacted::Done => Ok(None),
            Transacted::Refused(reasons) => {
                let refused = reasons.first().filter(|first| is_refused(first));
                let refused = refused.ok_or_else(|| unreadable(doing, "its companions were refused"))?;
                Ok(Some(refused.item().cloned().unwrap_or_default()))
            }
        }
    }

    fn put(&self, row: &impl Serialize) -> Result<TransactWriteItem, StoreError> {
        let put = Put::builder().table_name(self.table.name()).set_item(Some(item(row)?)).build();
        Ok(TransactWriteItem::builder().put(put.map_err(|error| unreadable("a batch", error))?).build())
    }

    /// A companion of a batch without counts.
    fn empty(&self, key: Key, ttl: i64) -> Result<TransactWriteItem, StoreError> {
        #[derive(Serialize)]
        struct Companion {
            pk: String,
            sk: String,
            ttl: i64,
        }
        self.put(&Companion { pk: key.pk, sk: key.sk, ttl })
    }

    /// Seals the number of executions of a batch.
    fn seal(&self, id: BatchId, ttl: i64) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder()
            .table_name(self.table.name())
            .set_key(Some(attributes(&Key::batch_members(id))))
            .update_expression("SET closed = :closed, #ttl = :ttl")
            .expression_attribute_names("#ttl", keys::TTL)
            .expression_attribute_values(":closed", AttributeValue::Bool(true))
            .expression_attribute_values(":ttl", number(ttl))
            .build();
        let update = update.map_err(|error| unreadable("the size of a batch", error))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

#[async_trait]
impl Batches for BatchTable {
    async fn get(&self, id: BatchId) -> Result<Option<CountedBatch>, StoreError> {
        Ok(self.counted(&[id]).await?.pop().flatten())
    }

    /// Read from the index, which is eventually consistent with the rows.
    async fn list(&self, query: &BatchQuery) -> Result<Page<CountedBatch>, StoreError> {
        let listing = Listing::Index(keys::batches_of(&query.owner), ListParts::ONE);
        let position = match &query.cursor {
            Some(cursor) => Some(self.cursors.open(&listing.name(), cursor).await?),
            None => None,
        };
        let mut page = PageBuilder::new(listing, Range::default(), query.limit, false, position);
        while let Some(entries) = page.next(&self.table).await? {
            let mut ids = Vec::with_capacity(entries.len());
            for entry in &entries {
                let id = keys::read_position(&entry.position).and_then(|(_, id)| id.parse().ok());
                ids.push(id.ok_or_else(|| {
                    StoreError::Corrupt(format!("`{}` names no batch", entry.position).into())
                })?);
            }
            let found = self.counted(&ids).await?;
            page.take(entries, found);
        }
        page.finish(&self.cursors).await
    }

    /// The companions that an earlier batch with its id may have left are replaced.
    async fn insert(&self, batch: &Batch, audit: Option<&AuditEntry>) -> Result<Inserted<Batch>, StoreError> {
        let row = BatchRow::new(batch, self.retention)?;
        let ttl = batch_ttl(batch.created_at);
        let members = match batch.end {
            // One that has ended elsewhere.
            Some(_) => self.seal(batch.id, ttl)?,
            None => self.empty(Key::batch_members(batch.id), ttl)?,
        };
        let parts = vec![
            Change::from(self.table.put_over(&row, 0)?).part()?,
            members,
            self.empty(Key::batch_tally(batch.id), ttl)?,
        ];
        match self.write("write a batch", parts, audit).await? {
            None => Ok(Inserted::Created),
            Some(item) => {
                let row: BatchRow =
                    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a batch", error))?;
                Ok(Inserted::Existing(Box::new(row.batch()?)))
            }
        }
    }

    async fn replace(
        &self,
        batch: &Batch,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let row = BatchRow::new(batch, self.retention)?;
        let mut parts = vec![Change::from(self.table.put_replacing(&row, expected)?).part()?];
        if let Some(closed_at) = batch.closed_at.filter(|_| batch.end.is_none()) {
            parts.push(self.seal(batch.id, batch_ttl(closed_at))?);
        }
        let Some(item) = self.write("change a batch", parts, audit).await? else { return Ok(Replaced::Done) };
        let stored =
            serde_dynamo::from_item::<_, BatchRow>(item).is_ok_and(|stored| stored.batch == row.batch);
        // A repeated write whose first response was lost.
        Ok(if stored { Replaced::Done } else { Replaced::Conflict })
    }
}
