//! Functions in the table: their heads in one partition, since there are few and they are listed together, and the source of
//! each version in chunks of its own.

use async_trait::async_trait;
use beadle_application::port::{FunctionChange, Functions, Replaced, StoreError};
use beadle_domain::{
    function::{Digest, Function, FunctionName, Upload},
    projection::AuditEntry,
};
use serde::{Deserialize, Serialize};

use crate::{
    errors::{self, Conditional, unreadable},
    keys::{self, Key},
    row::spec::pieces,
    table::{Item, Table, attributes, key_of},
};

/// The port of functions over the table.
pub struct FunctionTable {
    table: Table,
}

impl FunctionTable {
    /// Functions in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct FunctionRow {
    pk: String,
    sk: String,
    version: u64,
    function: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct SourceRow {
    pk: String,
    sk: String,
    text: String,
}

fn row(item: Item) -> Result<FunctionRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a function", error))
}

fn function(item: Item) -> Result<Function, StoreError> {
    serde_json::from_str(&row(item)?.function).map_err(|error| unreadable("a function", error))
}

#[async_trait]
impl Functions for FunctionTable {
    async fn get(&self, name: &FunctionName) -> Result<Option<Function>, StoreError> {
        self.table.get(&Key::function(name)).await?.map(function).transpose()
    }

    async fn all(&self) -> Result<Vec<Function>, StoreError> {
        let items = self.table.partition(keys::FUNCTIONS.to_owned(), "").await?;
        let mut functions = Vec::with_capacity(items.len());
        for item in items {
            let key = key_of(&item)?;
            functions.extend(self.table.or_skip("functions", &key, function(item))?);
        }
        Ok(functions)
    }

    async fn source(&self, name: &FunctionName, digest: &Digest) -> Result<Option<Upload>, StoreError> {
        let items = self.table.partition(keys::sources(name), digest.as_str()).await?;
        let mut text = String::new();
        for item in items {
            let row: SourceRow = serde_dynamo::from_item(item)
                .map_err(|error| unreadable("the row of a function's source", error))?;
            text.push_str(&row.text);
        }
        if text.is_empty() {
            return Ok(None);
        }
        serde_json::from_str(&text).map_err(|error| unreadable("the source of a function", error))
    }

    async fn write(&self, change: FunctionChange<'_>) -> Result<Replaced, StoreError> {
        let FunctionChange { function, expected, source, dropped, audit } = change;
        if let Some((digest, upload)) = source {
            self.put_source(&function.name, digest, upload).await?;
        }
        let Key { pk, sk } = Key::function(&function.name);
        let text = serde_json::to_string(function).map_err(|error| unreadable("a function", error))?;
        let new = FunctionRow { pk, sk, version: function.version, function: text };
        let put = self.table.put_over(&new, expected)?;
        let written = match self.table.write("write a function", put, audit).await? {
            Conditional::Done(_) => Replaced::Done,
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item)) if row(item.clone())?.function == new.function => {
                Replaced::Done
            }
            Conditional::ConditionFailed(_) => Replaced::Conflict,
        };
        if written == Replaced::Done {
            for digest in dropped {
                self.remove_sources(&function.name, digest.as_str()).await?;
            }
        }
        Ok(written)
    }

    async fn remove(&self, function: &Function, audit: Option<&AuditEntry>) -> Result<Replaced, StoreError> {
        let delete = self.table.delete_version(&Key::function(&function.name), function.version);
        match self.table.write("remove a function", delete, audit).await? {
            Conditional::Done(_) => {
                self.remove_sources(&function.name, "").await?;
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }
}

impl FunctionTable {
    /// Writes a source. Its chunks are the same whoever writes them, so none needs a condition.
    async fn put_source(
        &self,
        name: &FunctionName,
        digest: &Digest,
        upload: &Upload,
    ) -> Result<(), StoreError> {
        let text =
            serde_json::to_string(upload).map_err(|error| unreadable("the source of a function", error))?;
        for (number, piece) in pieces(&text).enumerate() {
            let Key { pk, sk } = Key::source_chunk(name, digest, number);
            let put = self.table.put(&SourceRow { pk, sk, text: piece.to_owned() })?;
            put.send().await.map_err(|error| errors::store("write the source of a function", error))?;
        }
        Ok(())
    }

    /// Removes the sources whose digests begin with `start`.
    async fn remove_sources(&self, name: &FunctionName, start: &str) -> Result<(), StoreError> {
        for item in self.table.partition(keys::sources(name), start).await? {
            let delete = self.table.client().delete_item().table_name(self.table.name());
            let delete = delete.set_key(Some(attributes(&key_of(&item)?)));
            delete.send().await.map_err(|error| errors::store("remove the source of a function", error))?;
        }
        Ok(())
    }
}
