//! Changing a config.

use beadle_domain::{config::Config, function::usage};
use beadle_values::id::ConfigId;

use super::{ConfigService, edit::apply};
use crate::{
    Call, Edit, Error, Expected, Operation,
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::Replaced,
    resource_key::free_for_config,
};

impl ConfigService {
    /// Applies `edit` to the config. An edit that changes nothing writes nothing.
    ///
    /// # Errors
    /// [`Error::ConfigNotFound`], [`Error::Denied`] (only admins share a config or stop sharing it),
    /// [`Error::Invalid`], [`Error::KeyTaken`], [`Error::Stale`], [`Error::Contended`], [`Error::Store`].
    pub async fn update(
        &self,
        call: Call<'_>,
        id: ConfigId,
        edit: &Edit,
        expected: &Expected,
    ) -> Result<Config, Error> {
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let config = self.find(call.by, id, Operation::UpdateConfig).await?;
            expected.check(config.version)?;
            let mut next = apply(edit, &config)?;
            if next == config {
                return Ok(Attempt::Done(config));
            }
            if next.shared != config.shared {
                Operation::ShareConfig.check_own(call.by)?;
            }
            let known = usage::of_config(&config);
            self.code
                .has_functions(usage::of_config(&next).filter(|named| known.as_ref() != Some(named)))
                .await?;
            if next.key != config.key {
                free_for_config(&*self.configs, &next).await?;
            }
            next.version += 1;
            next.updated_at = call.now;
            next.updated_by = call.by.owner.clone();
            let replaced = self.configs.replace(&next, config.version).await?;
            Ok(Attempt::done_if(replaced == Replaced::Done, next))
        })
        .await
    }
}
