//! The service of configs and its ports.

use std::sync::Arc;

use beadle_domain::{
    access::{Principal, Relation},
    config::Config,
    policy::RateLimit,
};
use beadle_values::{id::ConfigId, page::Page};

use crate::{
    Error, Operation,
    code::Code,
    port::{AuditTrail, ConfigQuery, Configs, GateStore, Ids},
};

/// Configs and their gates.
#[derive(Clone)]
pub struct ConfigService {
    /// The configs.
    pub configs: Arc<dyn Configs>,
    /// Their gates.
    pub gates: Arc<dyn GateStore>,
    /// The audit trail.
    pub audit: Arc<dyn AuditTrail>,
    /// The functions that there are.
    pub code: Code,
    /// The source of new ids.
    pub ids: Arc<dyn Ids>,
    /// The rate limit of configs that state none.
    pub rate_limit: Option<RateLimit>,
}

impl ConfigService {
    /// The config, if `by` may do `operation` to it. Everyone may read a shared one.
    ///
    /// # Errors
    /// [`Error::ConfigNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn find(&self, by: &Principal, id: ConfigId, operation: Operation) -> Result<Config, Error> {
        let config = self.configs.get(id).await?.ok_or(Error::ConfigNotFound(id))?;
        operation.check_as(by, Relation::to_config(&config, by), Error::ConfigNotFound(id))?;
        Ok(config)
    }

    /// A page of the configs that `query.owner` may use, newest first; the one of a key is found without a search.
    ///
    /// # Errors
    /// [`Error::Denied`] if `by` may not see the configs of that owner; [`Error::Store`].
    pub async fn list(&self, by: &Principal, query: &ConfigQuery) -> Result<Page<Config>, Error> {
        Operation::ReadConfig.check(by, &query.owner, Error::Denied(Operation::ReadConfig))?;
        if let (Some(key), None) = (&query.key, &query.cursor) {
            let id = self.configs.by_key(&query.owner, key).await?;
            let found = match id {
                Some(id) => self.configs.get(id).await?,
                None => None,
            };
            let items = found.into_iter().filter(|config| query.matches(config)).collect();
            return Ok(Page { items, next: None });
        }
        Ok(self.configs.list(query).await?)
    }
}
