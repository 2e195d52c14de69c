//! Configs: written, read and listed.

mod read;
mod write;

use async_trait::async_trait;
use beadle_application::port::{ConfigQuery, Configs, Inserted, Replaced, StoreError};
use beadle_domain::{config::Config, projection::AuditEntry, resource_key::ResourceKey};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::Page,
};

use crate::Embedded;

#[async_trait]
impl Configs for Embedded {
    async fn get(&self, id: ConfigId) -> Result<Option<Config>, StoreError> {
        self.config(id).await
    }

    async fn list(&self, query: &ConfigQuery) -> Result<Page<Config>, StoreError> {
        self.config_page(query).await
    }

    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<ConfigId>, StoreError> {
        self.config_of_key(owner, key).await
    }

    async fn users(&self, id: ConfigId, limit: usize) -> Result<Vec<TaskId>, StoreError> {
        self.users_of_config(id, limit).await
    }

    async fn insert(&self, config: &Config) -> Result<Inserted<Config>, StoreError> {
        self.insert_config(config).await
    }

    async fn replace(&self, config: &Config, expected: u64) -> Result<Replaced, StoreError> {
        self.replace_config(config, expected).await
    }

    async fn remove(
        &self,
        id: ConfigId,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<Replaced, StoreError> {
        self.remove_config(id, expected, audit).await
    }
}
