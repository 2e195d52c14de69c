//! API keys: one item each, found by the hash of its secret and listed by its owner.

use async_trait::async_trait;
use beadle_application::port::{ApiKeys, Inserted, StoreError};
use beadle_domain::{api_key::ApiKey, projection::AuditEntry};
use beadle_values::id::{ApiKeyId, ListParts, OwnerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::{self, Key},
    listing::{Listing, Range},
    table::{Item, Table, attributes, number},
};

/// The most keys of an owner that are read: more than an owner may have.
const MAX_KEYS_READ: usize = 100;

/// The port of API keys over the table.
#[derive(Debug, Clone)]
pub struct ApiKeyTable {
    table: Table,
}

impl ApiKeyTable {
    /// Keys in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

/// Times are in milliseconds since the epoch, except `ttl`, which is in seconds.
#[derive(Debug, Serialize, Deserialize)]
struct Row {
    pk: String,
    sk: String,
    gsi1pk: String,
    gsi1sk: String,
    api_key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_used_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl Row {
    fn of(key: &ApiKey) -> Result<Self, StoreError> {
        let Key { pk, sk } = Key::api_key(key.id);
        Ok(Self {
            pk,
            sk,
            gsi1pk: keys::api_keys_of(&key.owner),
            gsi1sk: keys::position(key.created_at, key.id),
            api_key: serde_json::to_string(key).map_err(|error| unreadable("an API key", error))?,
            last_used_at: key.last_used_at.map(|time| time.as_millisecond()),
            // Rounded up to a whole second.
            ttl: key.expires_at.map(|time| time.timestamp().as_second().saturating_add(1)),
        })
    }

    fn key(&self) -> Result<ApiKey, StoreError> {
        let what = || format!("the API key `{}`", self.pk);
        let key: ApiKey = serde_json::from_str(&self.api_key).map_err(|error| unreadable(what(), error))?;
        let last_used_at = self.last_used_at.map(Timestamp::from_millisecond).transpose();
        Ok(ApiKey { last_used_at: last_used_at.map_err(|error| unreadable(what(), error))?, ..key })
    }
}

#[async_trait]
impl ApiKeys for ApiKeyTable {
    async fn insert(&self, key: &ApiKey, audit: Option<&AuditEntry>) -> Result<Inserted<ApiKey>, StoreError> {
        let put = self.table.put(&Row::of(key)?)?.condition_expression("attribute_not_exists(pk)");
        match self.table.write("write an API key", put, audit).await? {
            Conditional::Done(_) => Ok(Inserted::Created),
            Conditional::ConditionFailed(Some(item)) => Ok(Inserted::Existing(Box::new(stored(item)?))),
            Conditional::ConditionFailed(None) => {
                Err(StoreError::Unavailable("a write found an API key that a read does not find".into()))
            }
        }
    }

    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        self.table.get(&Key::api_key(id)).await?.map(stored).transpose()
    }

    /// Read from the index, which is eventually consistent with the rows.
    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError> {
        let list = Listing::Index(keys::api_keys_of(owner), ListParts::ONE);
        let (entries, _) = list.entries(&self.table, &Range::default(), None, MAX_KEYS_READ).await?;
        let keys: Vec<Key> = entries.into_iter().map(|entry| entry.key).collect();
        let mut found = self.table.get_all(&keys, true).await?;
        let mut read = Vec::with_capacity(keys.len());
        for key in &keys {
            let Some(item) = found.remove(key) else { continue };
            read.extend(self.table.or_skip("api_keys", key, stored(item))?);
        }
        Ok(read)
    }

    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        let update = self
            .table
            .update(&Key::api_key(id))
            .update_expression("SET last_used_at = :at")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":at", number(at.as_millisecond()));
        conditional("record the use of an API key", update.send().await).map(|_| ())
    }

    async fn remove(&self, id: ApiKeyId, audit: Option<&AuditEntry>) -> Result<(), StoreError> {
        let delete = self
            .table
            .client()
            .delete_item()
            .table_name(self.table.name())
            .set_key(Some(attributes(&Key::api_key(id))));
        self.table.write("remove an API key", delete, audit).await.map(drop)
    }
}

fn stored(item: Item) -> Result<ApiKey, StoreError> {
    let row: Row =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the row of an API key", error))?;
    row.key()
}
