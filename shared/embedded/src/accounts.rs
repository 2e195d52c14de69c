//! Accounts as rows with a version, and the usage of their owners.

use async_trait::async_trait;
use beadle_application::port::{Accounts, ExecutionCount, StoreError, StoredAccount, VersionedWrite};
use beadle_domain::{
    account::Account,
    projection::{AuditEntry, Hour},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{Embedded, audit, error::Error, group::Write, row};

#[async_trait]
impl Accounts for Embedded {
    async fn read(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError> {
        let owner = owner.clone();
        Self::read(self, move |sql| find(sql, &owner)).await
    }

    async fn write(
        &self,
        account: &Account,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<VersionedWrite<StoredAccount>, StoreError> {
        let document = serde_json::to_string(account).map_err(Error::from)?;
        let (owner, audit) = (account.owner.clone(), audit.cloned());
        self.writer
            .ask(move |write| {
                let written = replace(write, &owner, &document, expected)?;
                if written == VersionedWrite::Done {
                    audit::append_entry(write, audit.as_ref())?;
                }
                Ok(written)
            })
            .await
    }

    async fn count_tasks(&self, owner: &OwnerId, most: u32) -> Result<u32, StoreError> {
        const COUNT: &str =
            "SELECT count(*) FROM (SELECT 1 FROM tasks WHERE owner = ?1 AND deleted_at IS NULL LIMIT ?2)";
        let owner = owner.as_str().to_owned();
        Self::read(self, move |sql| {
            Ok(sql.prepare_cached(COUNT)?.query_row(params![owner, most], |row| row.get(0))?)
        })
        .await
    }

    async fn count_executions(
        &self,
        owner: &OwnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        const COUNT: &str = "SELECT cast(coalesce(sum(counters ->> 'started'), 0) AS INTEGER), \
            cast(coalesce(sum(coalesce(counters ->> 'completed', 0) + coalesce(counters ->> 'failed', 0)), 0) AS INTEGER) \
            FROM (SELECT iif(json_valid(counters), counters, '{}') AS counters FROM rollups \
            WHERE owner = ?1 AND hour BETWEEN ?2 AND ?3)";
        let owner = owner.as_str().to_owned();
        let [from, to] = [from, to].map(|time| Hour::of(time).0);
        Self::read(self, move |sql| {
            Ok(sql.prepare_cached(COUNT)?.query_row(params![owner, from, to], |row| {
                Ok(ExecutionCount { started: row.get(0)?, ran: row.get(1)? })
            })?)
        })
        .await
    }
}

fn replace(
    write: &mut Write<'_>,
    owner: &OwnerId,
    document: &str,
    expected: u64,
) -> Result<VersionedWrite<StoredAccount>, Error> {
    const REPLACE: &str =
        "UPDATE accounts SET version = ?2 + 1, document = ?3 WHERE owner = ?1 AND version = ?2";
    const INSERT: &str = "INSERT INTO accounts (owner, version, document) VALUES (?1, ?2 + 1, ?3) \
        ON CONFLICT (owner) DO NOTHING";
    let sql = if expected == 0 { INSERT } else { REPLACE };
    let written =
        write.sql.prepare_cached(sql)?.execute(params![owner.as_str(), row::number(expected), document])?;
    if written == 1 {
        Ok(VersionedWrite::Done)
    } else {
        Ok(VersionedWrite::Conflict(Box::new(find(write.sql, owner)?)))
    }
}

fn find(sql: &Connection, owner: &OwnerId) -> Result<StoredAccount, Error> {
    const FIND: &str = "SELECT version, document FROM accounts WHERE owner = ?1";
    let mut statement = sql.prepare_cached(FIND)?;
    let mut rows = statement.query([owner.as_str()])?;
    let Some(found) = rows.next()? else { return Ok(StoredAccount::default()) };
    Ok(StoredAccount { version: found.get(0)?, account: Some(row::document(found, 1, "an account")?) })
}
