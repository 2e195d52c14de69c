//! Deleting a config permanently.

use beadle_domain::{
    config::{Config, ConfigDraft},
    projection::audit::Subject,
};
use beadle_values::id::ConfigId;
use serde_json::Map;

use super::ConfigService;
use crate::{
    Call, Error, Expected, Operation,
    audit::{self, Target},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::Replaced,
};

/// The most tasks that are listed as users of a config.
const MAX_USERS: usize = 100;

impl ConfigService {
    /// Deletes the config, unless tasks use it; with `force` even then. Executions that name a deleted config
    /// fail and say so.
    ///
    /// A task that starts to use the config during the deletion is not noticed, as if the deletion had been
    /// forced.
    ///
    /// # Errors
    /// [`Error::ConfigInUse`], [`Error::ConfigNotFound`], [`Error::Denied`], [`Error::Stale`],
    /// [`Error::Contended`], [`Error::Store`].
    pub async fn delete(
        &self,
        call: Call<'_>,
        id: ConfigId,
        force: bool,
        expected: &Expected,
    ) -> Result<Config, Error> {
        let deleted = retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let config = self.find(call.by, id, Operation::DeleteConfig).await?;
            expected.check(config.version)?;
            if !force {
                self.ensure_unused(id).await?;
            }
            let (members, none) = (ConfigDraft::document(&config), Map::new());
            let target = Target::new(Some(&config.owner), id);
            let audit = audit::edit(call, Subject::Config, target, (&members, &none));
            let removed = self.configs.remove(id, config.version, audit.as_ref()).await?;
            Ok::<_, Error>(Attempt::done_if(removed == Replaced::Done, config))
        })
        .await?;
        Ok(deleted)
    }

    async fn ensure_unused(&self, id: ConfigId) -> Result<(), Error> {
        let mut tasks = self.configs.users(id, MAX_USERS + 1).await?;
        let more = tasks.len() > MAX_USERS;
        tasks.truncate(MAX_USERS);
        if tasks.is_empty() { Ok(()) } else { Err(Error::ConfigInUse { tasks, more }) }
    }
}
