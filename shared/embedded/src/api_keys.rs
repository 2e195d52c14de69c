//! API keys, one row each. Expired rows are deleted when a key is inserted.

use async_trait::async_trait;
use beadle_application::port::{ApiKeys, Inserted, StoreError};
use beadle_domain::{api_key::ApiKey, projection::AuditEntry};
use beadle_values::id::{ApiKeyId, OwnerId};
use jiff::Timestamp;
use rusqlite::{Connection, params, types::ValueRef};

use crate::{Embedded, audit, error::Error, row, set_aside::API_KEYS};

const COLUMNS: &str = "document, last_used_at, id";

impl Embedded {
    /// Whether there is an API key that has not expired at `now`, whoever owns it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn has_api_key(&self, now: Timestamp) -> Result<bool, StoreError> {
        const ANY: &str =
            "SELECT EXISTS (SELECT 1 FROM api_keys WHERE expires_at IS NULL OR expires_at > ?1)";
        let now = now.as_millisecond();
        self.read(move |sql| Ok(sql.prepare_cached(ANY)?.query_row([now], |row| row.get(0))?)).await
    }
}

#[async_trait]
impl ApiKeys for Embedded {
    async fn insert(&self, key: &ApiKey, audit: Option<&AuditEntry>) -> Result<Inserted<ApiKey>, StoreError> {
        let document = serde_json::to_string(key).map_err(Error::from)?;
        let (key, audit) = (key.clone(), audit.cloned());
        self.writer.ask(move |write| insert(write.sql, write.now, &key, &document, audit.as_ref())).await
    }

    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        Self::read(self, move |sql| find(sql, id)).await
    }

    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError> {
        let (owner, aside) = (owner.clone(), self.set_aside());
        Self::read(self, move |sql| {
            of_owner(sql, &owner, |sql, id, key| aside.or_skip(sql, API_KEYS, &[id], key))
        })
        .await
    }

    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        self.writer.ask(move |write| note_use(write.sql, id, at)).await
    }

    async fn remove(&self, id: ApiKeyId, audit: Option<&AuditEntry>) -> Result<(), StoreError> {
        let audit = audit.cloned();
        self.writer.ask(move |write| remove(write.sql, id, audit.as_ref())).await
    }
}

pub(crate) fn insert(
    sql: &Connection,
    now: Timestamp,
    key: &ApiKey,
    document: &str,
    audit: Option<&AuditEntry>,
) -> Result<Inserted<ApiKey>, Error> {
    const EXPIRED: &str = "DELETE FROM api_keys WHERE expires_at <= ?1";
    const INSERT: &str = "INSERT INTO api_keys (id, owner, created_at, expires_at, last_used_at, document) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING";
    sql.prepare_cached(EXPIRED)?.execute([now.as_millisecond()])?;
    let created = sql.prepare_cached(INSERT)?.execute(params![
        key.id.uuid().as_bytes(),
        key.owner.as_str(),
        key.created_at.as_millisecond(),
        key.expires_at.map(|time| time.timestamp().as_millisecond()),
        key.last_used_at.map(|time| time.as_millisecond()),
        document,
    ])?;
    if created == 1 {
        audit.map_or(Ok(()), |entry| audit::append(sql, entry))?;
        return Ok(Inserted::Created);
    }
    find(sql, key.id)?
        .map(|existing| Inserted::Existing(Box::new(existing)))
        .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()))
}

/// The keys of `owner`, newest first. `keep` decides about each row, of which it gets the id and what was read.
pub(crate) fn of_owner(
    sql: &Connection,
    owner: &OwnerId,
    mut keep: impl FnMut(&Connection, ValueRef<'_>, Result<ApiKey, Error>) -> Result<Option<ApiKey>, Error>,
) -> Result<Vec<ApiKey>, Error> {
    let list = format!("SELECT {COLUMNS} FROM api_keys WHERE owner = ?1 ORDER BY created_at DESC, id DESC");
    let mut statement = sql.prepare_cached(&list)?;
    let mut rows = statement.query([owner.as_str()])?;
    let mut keys = Vec::new();
    while let Some(found) = rows.next()? {
        keys.extend(keep(sql, found.get_ref(2)?, key(found))?);
    }
    Ok(keys)
}

pub(crate) fn note_use(sql: &Connection, id: ApiKeyId, at: Timestamp) -> Result<(), Error> {
    const NOTE: &str = "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1";
    sql.prepare_cached(NOTE)?.execute(params![id.uuid().as_bytes(), at.as_millisecond()])?;
    Ok(())
}

pub(crate) fn remove(sql: &Connection, id: ApiKeyId, audit: Option<&AuditEntry>) -> Result<(), Error> {
    sql.prepare_cached("DELETE FROM api_keys WHERE id = ?1")?.execute([id.uuid().as_bytes()])?;
    audit.map_or(Ok(()), |entry| audit::append(sql, entry))
}

pub(crate) fn find(sql: &Connection, id: ApiKeyId) -> Result<Option<ApiKey>, Error> {
    let mut statement = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM api_keys WHERE id = ?1"))?;
    let mut rows = statement.query([id.uuid().as_bytes()])?;
    rows.next()?.map(key).transpose()
}

fn key(found: &rusqlite::Row<'_>) -> Result<ApiKey, Error> {
    let key: ApiKey = row::document(found, 0, "an API key")?;
    let last_used_at = found.get::<_, Option<i64>>(1)?.map(row::time).transpose()?;
    Ok(ApiKey { last_used_at, ..key })
}
