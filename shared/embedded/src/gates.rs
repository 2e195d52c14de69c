//! The states of gates, as rows with a version.

use async_trait::async_trait;
use beadle_application::port::{GateStore, StoreError, VersionedWrite};
use beadle_domain::gate::{BreakerState, GateKey, GateState, StoredGate};
use rusqlite::{Connection, params};

use crate::{Embedded, changes, error::Error, group::Write, row};

#[async_trait]
impl GateStore for Embedded {
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError> {
        let key = key.clone();
        Self::read(self, move |sql| find(sql, &key)).await
    }

    async fn write(
        &self,
        key: &GateKey,
        state: &GateState,
        expected: u64,
    ) -> Result<VersionedWrite<StoredGate>, StoreError> {
        let key = key.clone();
        let document = serde_json::to_string(state).map_err(Error::from)?;
        let breaker = state.clone().breaker();
        self.writer.ask(move |write| replace(write, &key, breaker.as_ref(), &document, expected)).await
    }
}

fn replace(
    write: &mut Write<'_>,
    key: &GateKey,
    breaker: Option<&BreakerState>,
    document: &str,
    expected: u64,
) -> Result<VersionedWrite<StoredGate>, Error> {
    const REPLACE: &str = "UPDATE gates SET version = ?3 + 1, document = ?4 \
        WHERE config_id = ?1 AND part = ?2 AND version = ?3";
    const INSERT: &str = "INSERT INTO gates (config_id, part, version, document) VALUES (?1, ?2, ?3 + 1, ?4) \
        ON CONFLICT (config_id, part) DO NOTHING";
    let sql = if expected == 0 { INSERT } else { REPLACE };
    let (config, part) = (key.subject.stored_id(), key.part.to_string());
    let before = match breaker {
        Some(_) => find(write.sql, key)?.state.and_then(GateState::breaker),
        None => None,
    };
    let written = write.sql.prepare_cached(sql)?.execute(params![
        config.uuid().as_bytes(),
        part,
        row::number(expected),
        document
    ])?;
    if written == 1 {
        if let Some(after) = breaker {
            changes::append_breaker(write, config, before.as_ref(), after)?;
        }
        Ok(VersionedWrite::Done)
    } else {
        Ok(VersionedWrite::Conflict(Box::new(find(write.sql, key)?)))
    }
}

fn find(sql: &Connection, key: &GateKey) -> Result<StoredGate, Error> {
    const FIND: &str = "SELECT version, document FROM gates WHERE config_id = ?1 AND part = ?2";
    let mut statement = sql.prepare_cached(FIND)?;
    let mut rows =
        statement.query(params![key.subject.stored_id().uuid().as_bytes(), key.part.to_string()])?;
    let Some(found) = rows.next()? else { return Ok(StoredGate::default()) };
    Ok(StoredGate { version: found.get(0)?, state: Some(row::document(found, 1, "a gate")?) })
}
