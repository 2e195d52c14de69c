//! The states of gates, as rows with a version.

use async_trait::async_trait;
use beadle_application::port::{GateStore, StoreError, VersionedWrite};
use beadle_domain::{
    gate::{GateKey, GateState, StoredGate},
    projection::RecordChange,
};
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
        let told = match state {
            GateState::Breaker(_) | GateState::Pause(_) => Some(state.clone()),
            GateState::Limiter(_) | GateState::Permits(_) | GateState::Keys(_) => None,
        };
        self.writer.ask(move |write| replace(write, &key, told.as_ref(), &document, expected)).await
    }
}

/// Replaces a document; `told` is the new one if its changes are appended to the change table.
fn replace(
    write: &mut Write<'_>,
    key: &GateKey,
    told: Option<&GateState>,
    document: &str,
    expected: u64,
) -> Result<VersionedWrite<StoredGate>, Error> {
    const REPLACE: &str = "UPDATE gates SET version = ?3 + 1, document = ?4 \
        WHERE config_id = ?1 AND part = ?2 AND version = ?3";
    const INSERT: &str = "INSERT INTO gates (config_id, part, version, document) VALUES (?1, ?2, ?3 + 1, ?4) \
        ON CONFLICT (config_id, part) DO NOTHING";
    let sql = if expected == 0 { INSERT } else { REPLACE };
    let (config, part) = (key.subject.stored_id(), key.part.to_string());
    let before = match told {
        Some(_) => find(write.sql, key)?.state,
        None => None,
    };
    let written = write.sql.prepare_cached(sql)?.execute(params![
        config.uuid().as_bytes(),
        part,
        row::number(expected),
        document
    ])?;
    if written == 1 {
        match told {
            Some(GateState::Breaker(after)) => {
                let before = before.and_then(GateState::breaker);
                changes::append_breaker(write, config, before.as_ref(), after)?;
            }
            Some(GateState::Pause(after)) => {
                let before = before.and_then(GateState::pause);
                let change = RecordChange::of_pause(before.as_ref(), after);
                changes::append_record(write, change.as_ref(), after.seen)?;
            }
            _ => {}
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
