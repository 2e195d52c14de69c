//! API keys, one row each. Expired rows are deleted when a key is inserted.

use async_trait::async_trait;
use beadle_application::port::{ApiKeys, Inserted, StoreError};
use beadle_domain::{api_key::ApiKey, projection::AuditEntry};
use beadle_values::id::{ApiKeyId, OwnerId};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{Embedded, audit, error::Error, group::Write, row, set_aside::API_KEYS};

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
        self.writer.ask(move |write| insert(write, &key, &document, audit.as_ref())).await
    }

    async fn get(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        Self::read(self, move |sql| find(sql, id)).await
    }

    async fn list(&self, owner: &OwnerId) -> Result<Vec<ApiKey>, StoreError> {
        let (owner, aside) = (owner.clone(), self.set_aside());
        Self::read(self, move |sql| {
            let list =
                format!("SELECT {COLUMNS} FROM api_keys WHERE owner = ?1 ORDER BY created_at DESC, id DESC");
            let mut statement = sql.prepare_cached(&list)?;
            let mut rows = statement.query([owner.as_str()])?;
            let mut keys = Vec::new();
            while let Some(found) = rows.next()? {
                keys.extend(aside.or_skip(sql, API_KEYS, &[found.get_ref(2)?], key(found))?);
            }
            Ok(keys)
        })
        .await
    }

    async fn note_use(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        const NOTE: &str = "UPDATE api_keys SET last_used_at = ?2 WHERE id = ?1";
        self.writer
            .ask(move |write| {
                let id = id.uuid();
                write.sql.prepare_cached(NOTE)?.execute(params![id.as_bytes(), at.as_millisecond()])?;
                Ok(())
            })
            .await
    }

    async fn remove(&self, id: ApiKeyId, audit: Option<&AuditEntry>) -> Result<(), StoreError> {
        let audit = audit.cloned();
        self.writer
            .ask(move |write| {
                let id = id.uuid();
                write.sql.prepare_cached("DELETE FROM api_keys WHERE id = ?1")?.execute([id.as_bytes()])?;
                audit::append_entry(write, audit.as_ref())
            })
            .await
    }
}

fn insert(
    write: &mut Write<'_>,
    key: &ApiKey,
    document: &str,
    audit: Option<&AuditEntry>,
) -> Result<Inserted<ApiKey>, Error> {
    const EXPIRED: &str = "DELETE FROM api_keys WHERE expires_at <= ?1";
    const INSERT: &str = "INSERT INTO api_keys (id, owner, created_at, expires_at, last_used_at, document) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING";
    write.sql.prepare_cached(EXPIRED)?.execute([write.now.as_millisecond()])?;
    let created = write.sql.prepare_cached(INSERT)?.execute(params![
        key.id.uuid().as_bytes(),
        key.owner.as_str(),
        key.created_at.as_millisecond(),
        key.expires_at.map(|time| time.timestamp().as_millisecond()),
        key.last_used_at.map(|time| time.as_millisecond()),
        document,
    ])?;
    if created == 1 {
        audit::append_entry(write, audit)?;
        return Ok(Inserted::Created);
    }
    find(write.sql, key.id)?
        .map(|existing| Inserted::Existing(Box::new(existing)))
        .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()))
}

fn find(sql: &Connection, id: ApiKeyId) -> Result<Option<ApiKey>, Error> {
    let mut statement = sql.prepare_cached(&format!("SELECT {COLUMNS} FROM api_keys WHERE id = ?1"))?;
    let mut rows = statement.query([id.uuid().as_bytes()])?;
    rows.next()?.map(key).transpose()
}

fn key(found: &rusqlite::Row<'_>) -> Result<ApiKey, Error> {
    let key: ApiKey = row::document(found, 0, "an API key")?;
    let last_used_at = found.get::<_, Option<i64>>(1)?.map(row::time).transpose()?;
    Ok(ApiKey { last_used_at, ..key })
}
