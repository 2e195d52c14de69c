//! Configs in the table, each with links to the tasks that name it.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::{ConfigQuery, Configs, Inserted, Replaced, StoreError};
use beadle_domain::{config::Config, projection::AuditEntry, resource_key::ResourceKey};
use beadle_values::{
    id::{ConfigId, ListParts, OwnerId, TaskId},
    page::Page,
};

use crate::{
    cursor::Cursors,
    errors::{self, Conditional, unreadable},
    keys::{self, Key},
    listing::{Entry, Listing, Range},
    resource_keys::{Holder, Keyed},
    row::{
        config::{ConfigRow, ConfigUserRow},
        task::TaskRow,
    },
    table::{Item, Table},
};

/// How many links one read scans: as many as one batch reads tasks.
const LINKS_AT_ONCE: i32 = 100;

/// The ports of configs over the table.
pub struct ConfigStore {
    table: Table,
    cursors: Cursors,
}

impl ConfigStore {
    /// Configs in `table`.
    pub fn new(table: Table) -> Self {
        let cursors = Cursors::new(table.clone());
        Self { table, cursors }
    }

    /// The first `count` entries after `position` in both lists, newest first.
    async fn entries(
        &self,
        query: &ConfigQuery,
        position: Option<&str>,
        count: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::new();
        for partition in [keys::configs_of(&query.owner), keys::shared_configs()] {
            let list = Listing::Index(partition, ListParts::ONE);
            entries.extend(list.entries(&self.table, &Range::default(), position, count).await?.0);
        }
        entries.sort_unstable_by(|one, other| other.position.cmp(&one.position));
        // A config that was shared a moment ago may be in both.
        entries.dedup_by(|one, other| one.position == other.position);
        entries.truncate(count);
        Ok(entries)
    }

    /// Those of `tasks` that name the config, in the same order.
    async fn naming(&self, id: ConfigId, tasks: &[TaskId]) -> Result<Vec<TaskId>, StoreError> {
        let keys: Vec<Key> = tasks.iter().map(|task| Key::task(*task)).collect();
        let mut items = self.table.get_all(&keys, true).await?;
        let mut naming = Vec::new();
        for (task, key) in tasks.iter().zip(keys) {
            let Some(item) = items.remove(&key) else { continue };
            let row = serde_dynamo::from_item(item).map_err(|error| unreadable("a task", error));
            let saved = row.and_then(|row: TaskRow| row.task());
            let Some(saved) = self.table.or_skip("tasks", &key, saved)? else { continue };
            if saved.config_id == Some(id) && saved.deleted_at.is_none() {
                naming.push(*task);
            }
        }
        Ok(naming)
    }
}

#[async_trait]
impl Configs for ConfigStore {
    async fn get(&self, id: ConfigId) -> Result<Option<Config>, StoreError> {
        let item = self.table.get(&Key::config(id)).await?;
        item.map(row).transpose()?.map(|row| row.config()).transpose()
    }

    /// Read from the index, which is eventually consistent with the rows.
    async fn list(&self, query: &ConfigQuery) -> Result<Page<Config>, StoreError> {
        // Both lists have the same order, so one position is valid in both.
        let scope = keys::configs_of(&query.owner);
        let position = match &query.cursor {
            Some(cursor) => Some(self.cursors.open(&scope, cursor).await?),
            None => None,
        };
        // One more entry shows whether another page follows.
        let mut entries = self.entries(query, position.as_deref(), query.limit + 1).await?;
        let more = entries.len() > query.limit;
        entries.truncate(query.limit);
        let keys: Vec<Key> = entries.iter().map(|entry| entry.key.clone()).collect();
        let mut found = self.table.get_all(&keys, false).await?;
        let mut items = Vec::with_capacity(keys.len());
        for key in &keys {
            let Some(item) = found.remove(key) else { continue };
            let config = row(item).and_then(|row| row.config());
            let config = self.table.or_skip("configs", key, config)?;
            items.extend(config.filter(|config| query.matches(config)));
        }
        let next = match entries.last().filter(|_| more) {
            Some(last) => Some(self.cursors.issue(&scope, &last.position).await?),
            None => None,
        };
        Ok(Page { items, next })
    }

    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<ConfigId>, StoreError> {
        let Some(id) = self.table.holder(Keyed::Configs, owner, key).await? else { return Ok(None) };
        id.parse().map(Some).map_err(|error| unreadable("the holder of a key", error))
    }

    async fn users(&self, id: ConfigId, limit: usize) -> Result<Vec<TaskId>, StoreError> {
        let mut users = Vec::new();
        let mut after = None;
        loop {
            let page = self
                .table
                .query(keys::config_pk(id))
                .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
                .expression_attribute_values(":prefix", AttributeValue::S(keys::CONFIG_USERS.to_owned()))
                .consistent_read(true)
                .set_exclusive_start_key(after)
                .limit(LINKS_AT_ONCE)
                .send()
                .await
                .map_err(|error| errors::store("read the users of a config", error))?;
            let linked = page.items.unwrap_or_default().into_iter().map(linked);
            users.extend(self.naming(id, &linked.collect::<Result<Vec<_>, _>>()?).await?);
            after = page.last_evaluated_key;
            if users.len() >= limit || after.is_none() {
                users.truncate(limit);
                return Ok(users);
            }
        }
    }

    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError> {
        let new = ConfigRow::new(config)?;
        let held = new.held.as_deref();
        match self.table.insert_holding("write a config", &new, &holder(config), held).await? {
            Conditional::Done(_) => Ok(Inserted::Created),
            Conditional::ConditionFailed(Some(item)) => {
                Ok(Inserted::Existing(Box::new(row(item)?.config()?)))
            }
            Conditional::ConditionFailed(None) => {
                Err(StoreError::Unavailable("a write found a config that a read does not find".into()))
            }
        }
    }

    async fn replace(&self, config: &Config, expected: u64) -> Result<Replaced, StoreError> {
        let new = ConfigRow::new(config)?;
        let held = new.held.as_deref();
        let doing = "change a config";
        match self.table.replace_holding(doing, &new, expected, &holder(config), held).await? {
            Conditional::Done(()) => Ok(Replaced::Done),
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item)) if row(item.clone())?.config == new.config => {
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }

    async fn remove(
        &self,
        id: ConfigId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        let doing = "remove a config";
        let known = self.table.get(&Key::config(id)).await?.map(row).transpose()?;
        let mut lets_go = Vec::new();
        if let Some(known) = &known
            && let Some(held) = &known.held
        {
            lets_go.push(holder(&known.config()?).lets_go(&self.table, held)?);
        }
        let held = known.as_ref().and_then(|known| known.held.as_deref());
        let delete = self.table.delete_holding(&Key::config(id), expected, held);
        match self.table.write_with(doing, delete, lets_go, audit).await? {
            Conditional::Done(_) => Ok(Replaced::Done),
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }
}

fn holder(config: &Config) -> Holder<'_> {
    Holder { keyed: Keyed::Configs, owner: &config.owner, id: config.id.to_string() }
}

fn row(item: Item) -> Result<ConfigRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a config", error))
}

fn linked(item: Item) -> Result<TaskId, StoreError> {
    let row: ConfigUserRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the link of a config", error))?;
    row.task()
}
