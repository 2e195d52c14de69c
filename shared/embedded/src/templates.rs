//! Templates: rows with a version.

use async_trait::async_trait;
use beadle_application::port::{Replaced, StoreError, Templates};
use beadle_domain::{projection::AuditEntry, template::Template};
use beadle_values::id::TemplateId;
use rusqlite::params;

use crate::{Embedded, audit, error::Error, row, set_aside::TEMPLATES};

#[async_trait]
impl Templates for Embedded {
    async fn get(&self, id: &TemplateId) -> Result<Option<Template>, StoreError> {
        let id = id.clone();
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached("SELECT document FROM templates WHERE id = ?1")?;
            let mut rows = statement.query([id.as_str()])?;
            rows.next()?.map(|found| row::document(found, 0, "a template")).transpose()
        })
        .await
    }

    async fn all(&self) -> Result<Vec<Template>, StoreError> {
        let aside = self.set_aside();
        Self::read(self, move |sql| {
            let mut statement = sql.prepare_cached("SELECT document, id FROM templates ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut templates = Vec::new();
            while let Some(found) = rows.next()? {
                let template = row::document(found, 0, "a template");
                templates.extend(aside.or_skip(sql, TEMPLATES, &[found.get_ref(1)?], template)?);
            }
            Ok(templates)
        })
        .await
    }

    async fn write(
        &self,
        template: &Template,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        const REPLACE: &str =
            "UPDATE templates SET version = ?2, document = ?3 WHERE id = ?1 AND version = ?4";
        const INSERT: &str = "INSERT INTO templates (id, version, document) SELECT ?1, ?2, ?3 WHERE ?4 = 0 \
            ON CONFLICT (id) DO NOTHING";
        let document = serde_json::to_string(template).map_err(Error::from)?;
        let (id, version, audit) = (template.id.clone(), template.version, audit.cloned());
        self.writer
            .ask(move |write| {
                let sql = if expected == 0 { INSERT } else { REPLACE };
                let values = params![id.as_str(), row::number(version), document, row::number(expected)];
                let written = write.sql.prepare_cached(sql)?.execute(values)?;
                if written == 0 {
                    return Ok(Replaced::Conflict);
                }
                audit::append_entry(write, audit.as_ref())?;
                Ok(Replaced::Done)
            })
            .await
    }

    async fn remove(
        &self,
        id: &TemplateId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        const REMOVE: &str = "DELETE FROM templates WHERE id = ?1 AND version = ?2";
        const LEFT: &str = "SELECT count(*) FROM templates WHERE id = ?1";
        let (id, audit) = (id.clone(), audit.cloned());
        self.writer
            .ask(move |write| {
                write.sql.prepare_cached(REMOVE)?.execute(params![id.as_str(), row::number(expected)])?;
                let left: u32 = write.sql.prepare_cached(LEFT)?.query_row([id.as_str()], |row| row.get(0))?;
                if left > 0 {
                    return Ok(Replaced::Conflict);
                }
                audit::append_entry(write, audit.as_ref())?;
                Ok(Replaced::Done)
            })
            .await
    }
}
