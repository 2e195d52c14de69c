//! Writing configs.

use beadle_application::port::{Inserted, Replaced, StoreError};
use beadle_domain::{
    config::Config,
    projection::{AuditEntry, RecordChange},
    resource_key::ResourceKey,
};
use beadle_values::id::ConfigId;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Embedded, audit, changes, error::Error, group::Write, resource_keys::Keyed, row};

impl Embedded {
    pub(super) async fn insert_config(&self, config: &Config) -> Result<Inserted<Config>, StoreError> {
        let document = serde_json::to_string(config).map_err(Error::from)?;
        let config = config.clone();
        self.writer.ask(move |write| insert(write, &config, &document)).await
    }

    pub(super) async fn replace_config(
        &self,
        config: &Config,
        expected: u64,
    ) -> Result<Replaced, StoreError> {
        let document = serde_json::to_string(config).map_err(Error::from)?;
        let config = config.clone();
        self.writer.ask(move |write| replace(write, &config, &document, expected)).await
    }

    pub(super) async fn remove_config(
        &self,
        id: ConfigId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let audit = audit.cloned();
        self.writer.ask(move |write| remove(write, id, expected, audit.as_ref())).await
    }
}

fn insert(write: &mut Write<'_>, config: &Config, document: &str) -> Result<Inserted<Config>, Error> {
    const INSERT: &str = "INSERT INTO configs (id, owner, shared, created_at, version, document, key) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING";
    if config.key.is_some() && find(write.sql, config.id)?.is_none() {
        ensure_free(write, config)?;
    }
    let created = write.sql.prepare_cached(INSERT)?.execute(params![
        config.id.uuid().as_bytes(),
        config.owner.as_str(),
        config.shared,
        config.created_at.as_millisecond(),
        row::number(config.version),
        document,
        config.key.as_ref().map(ResourceKey::as_str),
    ])?;
    if created == 1 {
        let change = RecordChange::of(None, config);
        // One that is imported was last changed elsewhere.
        changes::append_record(write, change.as_ref(), config.updated_at.max(write.now))?;
        return Ok(Inserted::Created);
    }
    find(write.sql, config.id)?
        .map(|existing| Inserted::Existing(Box::new(existing)))
        .ok_or_else(|| Error::Unreadable("the conflicting row can't be found".to_owned()))
}

fn replace(write: &mut Write<'_>, config: &Config, document: &str, expected: u64) -> Result<Replaced, Error> {
    const REPLACE: &str = "UPDATE configs SET shared = ?2, version = ?3, document = ?4, key = ?6 WHERE id = ?1 AND version = ?5";
    let before = find(write.sql, config.id)?;
    if before.as_ref().is_none_or(|before| before.version != expected) {
        return Ok(Replaced::Conflict);
    }
    ensure_free(write, config)?;
    let replaced = write.sql.prepare_cached(REPLACE)?.execute(params![
        config.id.uuid().as_bytes(),
        config.shared,
        row::number(config.version),
        document,
        row::number(expected),
        config.key.as_ref().map(ResourceKey::as_str),
    ])?;
    if replaced != 1 {
        return Ok(Replaced::Conflict);
    }
    let change = RecordChange::of(before.as_ref(), config);
    changes::append_record(write, change.as_ref(), config.updated_at)?;
    Ok(Replaced::Done)
}

fn remove(
    write: &mut Write<'_>,
    id: ConfigId,
    expected: u64,
    audit: Option<&AuditEntry>,
) -> Result<Replaced, Error> {
    const VERSION: &str = "SELECT version FROM configs WHERE id = ?1";
    let id = id.uuid();
    let version: Option<u64> =
        write.sql.prepare_cached(VERSION)?.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
    if version.is_some_and(|version| version != expected) {
        return Ok(Replaced::Conflict);
    }
    write.sql.prepare_cached("DELETE FROM configs WHERE id = ?1")?.execute([id.as_bytes()])?;
    audit::append_entry(write, audit)?;
    Ok(Replaced::Done)
}

/// Refuses a key that another config of the owner has.
fn ensure_free(write: &Write<'_>, config: &Config) -> Result<(), Error> {
    Keyed::Configs.ensure_free(write.sql, &config.owner, config.key.as_ref(), config.id.uuid().as_bytes())
}

/// The config with this id.
pub(super) fn find(sql: &Connection, id: ConfigId) -> Result<Option<Config>, Error> {
    let mut statement = sql.prepare_cached("SELECT document FROM configs WHERE id = ?1")?;
    let mut rows = statement.query([id.uuid().as_bytes()])?;
    rows.next()?.map(|found| row::document(found, 0, "a config")).transpose()
}
