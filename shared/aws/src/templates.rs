//! Templates in the table: all in one partition, since there are few and they are listed together.

use async_trait::async_trait;
use beadle_application::port::{Replaced, StoreError, Templates};
use beadle_domain::{projection::AuditEntry, template::Template};
use beadle_values::id::TemplateId;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{Conditional, unreadable},
    keys::{self, Key},
    table::{Item, Table, key_of},
};

/// The port of templates over the table.
pub struct TemplateTable {
    table: Table,
}

impl TemplateTable {
    /// Templates in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct TemplateRow {
    pk: String,
    sk: String,
    version: u64,
    template: String,
}

fn row(item: Item) -> Result<TemplateRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a template", error))
}

fn template(item: Item) -> Result<Template, StoreError> {
    serde_json::from_str(&row(item)?.template).map_err(|error| unreadable("a template", error))
}

#[async_trait]
impl Templates for TemplateTable {
    async fn get(&self, id: &TemplateId) -> Result<Option<Template>, StoreError> {
        self.table.get(&Key::template(id)).await?.map(template).transpose()
    }

    async fn all(&self) -> Result<Vec<Template>, StoreError> {
        let items = self.table.partition(keys::TEMPLATES.to_owned(), "").await?;
        let mut templates = Vec::with_capacity(items.len());
        for item in items {
            let key = key_of(&item)?;
            templates.extend(self.table.or_skip("templates", &key, template(item))?);
        }
        Ok(templates)
    }

    async fn write(
        &self,
        template: &Template,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let Key { pk, sk } = Key::template(&template.id);
        let text = serde_json::to_string(template).map_err(|error| unreadable("a template", error))?;
        let new = TemplateRow { pk, sk, version: template.version, template: text };
        let put = self.table.put_over(&new, expected)?;
        match self.table.write("write a template", put, audit).await? {
            Conditional::Done(_) => Ok(Replaced::Done),
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item)) if row(item.clone())?.template == new.template => {
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }

    async fn remove(
        &self,
        id: &TemplateId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let delete = self.table.delete_version(&Key::template(id), expected);
        match self.table.write("remove a template", delete, audit).await? {
            Conditional::Done(_) => Ok(Replaced::Done),
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }
}
