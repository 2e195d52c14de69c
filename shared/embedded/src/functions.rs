//! Functions: rows with a version, and their sources.

use async_trait::async_trait;
use beadle_application::port::{FunctionChange, Functions, Replaced, StoreError};
use beadle_domain::{
    function::{Digest, Function, FunctionName, Upload},
    projection::AuditEntry,
};
use rusqlite::params;

use crate::{Embedded, audit, error::Error, row, set_aside::FUNCTIONS};

#[async_trait]
impl Functions for Embedded {
    async fn get(&self, name: &FunctionName) -> Result<Option<Function>, StoreError> {
        let name = name.clone();
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached("SELECT document FROM functions WHERE name = ?1")?;
            let mut rows = statement.query([name.as_str()])?;
            rows.next()?.map(|found| row::document(found, 0, "a function")).transpose()
        })
        .await
    }

    async fn all(&self) -> Result<Vec<Function>, StoreError> {
        let aside = self.set_aside();
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached("SELECT document, name FROM functions ORDER BY name")?;
            let mut rows = statement.query([])?;
            let mut functions = Vec::new();
            while let Some(found) = rows.next()? {
                let function = row::document(found, 0, "a function");
                functions.extend(aside.or_skip(sql, FUNCTIONS, &[found.get_ref(1)?], function)?);
            }
            Ok(functions)
        })
        .await
    }

    async fn source(&self, name: &FunctionName, digest: &Digest) -> Result<Option<Upload>, StoreError> {
        const SOURCE: &str = "SELECT document FROM function_sources WHERE name = ?1 AND digest = ?2";
        let (name, digest) = (name.clone(), digest.clone());
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached(SOURCE)?;
            let mut rows = statement.query([name.as_str(), digest.as_str()])?;
            rows.next()?.map(|found| row::document(found, 0, "the source of a function")).transpose()
        })
        .await
    }

    async fn write(&self, change: FunctionChange<'_>) -> Result<Replaced, StoreError> {
        const REPLACE: &str =
            "UPDATE functions SET version = ?2, document = ?3 WHERE name = ?1 AND version = ?4";
        const INSERT: &str = "INSERT INTO functions (name, version, document) SELECT ?1, ?2, ?3 WHERE ?4 = 0 \
            ON CONFLICT (name) DO NOTHING";
        const SOURCE: &str = "INSERT INTO function_sources (name, digest, document) VALUES (?1, ?2, ?3) \
            ON CONFLICT DO NOTHING";
        const DROP: &str = "DELETE FROM function_sources WHERE name = ?1 AND digest = ?2";
        let FunctionChange { function, expected, source, dropped, audit } = change;
        let document = serde_json::to_string(function).map_err(Error::from)?;
        let source = match source {
            Some((digest, upload)) => {
                Some((digest.clone(), serde_json::to_string(upload).map_err(Error::from)?))
            }
            None => None,
        };
        let (name, version) = (function.name.clone(), function.version);
        let (dropped, audit) = (dropped.to_vec(), audit.cloned());
        self.writer
            .ask(move |write| {
                let sql = if expected == 0 { INSERT } else { REPLACE };
                let values = params![name.as_str(), row::number(version), document, row::number(expected)];
                let written = write.sql.prepare_cached(sql)?.execute(values)?;
                if written == 0 {
                    return Ok(Replaced::Conflict);
                }
                if let Some((digest, source)) = &source {
                    let values = params![name.as_str(), digest.as_str(), source];
                    write.sql.prepare_cached(SOURCE)?.execute(values)?;
                }
                for digest in &dropped {
                    write.sql.prepare_cached(DROP)?.execute(params![name.as_str(), digest.as_str()])?;
                }
                audit::append_entry(write, audit.as_ref())?;
                Ok(Replaced::Done)
            })
            .await
    }

    async fn remove(&self, function: &Function, audit: Option<&AuditEntry>) -> Result<Replaced, StoreError> {
        const REMOVE: &str = "DELETE FROM functions WHERE name = ?1 AND version = ?2";
        const LEFT: &str = "SELECT count(*) FROM functions WHERE name = ?1";
        const SOURCES: &str = "DELETE FROM function_sources WHERE name = ?1";
        let (name, version, audit) = (function.name.clone(), function.version, audit.cloned());
        self.writer
            .ask(move |write| {
                let key = params![name.as_str(), row::number(version)];
                write.sql.prepare_cached(REMOVE)?.execute(key)?;
                let left: u32 =
                    write.sql.prepare_cached(LEFT)?.query_row([name.as_str()], |row| row.get(0))?;
                if left > 0 {
                    return Ok(Replaced::Conflict);
                }
                write.sql.prepare_cached(SOURCES)?.execute([name.as_str()])?;
                audit::append_entry(write, audit.as_ref())?;
                Ok(Replaced::Done)
            })
            .await
    }
}
