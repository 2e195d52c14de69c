//! Saving a new config.

use beadle_domain::{
    config::{Config, ConfigDraft, Profile},
    function::usage,
    masking,
};
use beadle_values::violation::Path;

use super::ConfigService;
use crate::{Call, Error, Operation, port::Inserted, resource_key::free_for_config};

/// A config that was created by this call or by an earlier one with the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The config as it is now.
    pub config: Config,
    /// Whether an earlier call with the same key created it.
    pub replayed: bool,
}

impl ConfigService {
    /// Refuses masks and functions that do not exist in the profile of a new config.
    async fn ensure_references(&self, profile: &mut Profile) -> Result<(), Error> {
        masking::unmask_headers(&mut profile.headers, None, &Path::body())?;
        self.code.has_functions(usage::of_policy(&profile.policy, &Path::body())).await
    }

    /// Writes a config of the caller that was exported elsewhere, by the rules of a new one.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub(crate) async fn import(&self, call: Call<'_>, mut config: Config) -> Result<Inserted<Config>, Error> {
        Operation::CreateConfig.check_own(call.by)?;
        if config.shared {
            Operation::ShareConfig.check_own(call.by)?;
        }
        self.ensure_references(&mut config.profile).await?;
        if let Some(connection) = &mut config.profile.connection {
            masking::unmask_connection(connection, None, &Path::body().key("connection"))?;
        }
        free_for_config(&*self.configs, &config).await?;
        Ok(self.configs.insert(&config).await?)
    }

    /// Creates the config that `draft` describes.
    ///
    /// # Errors
    /// [`Error::Denied`] (only admins share configs), [`Error::Invalid`], [`Error::KeyReused`],
    /// [`Error::KeyTaken`], [`Error::Store`].
    pub async fn create(&self, call: Call<'_>, draft: ConfigDraft) -> Result<Created, Error> {
        let Call { by, key, now, .. } = call;
        Operation::CreateConfig.check_own(by)?;
        if draft.shared {
            Operation::ShareConfig.check_own(by)?;
        }
        let ConfigDraft { key: resource_key, name, description, shared, mut profile, plan } = draft;
        self.ensure_references(&mut profile).await?;
        let config = Config {
            id: call.config_id(&*self.ids),
            owner: by.owner.clone(),
            key: resource_key,
            name,
            description,
            shared,
            profile,
            plan,
            created_at: now,
            updated_at: now,
            updated_by: by.owner.clone(),
            version: 1,
            idempotency: key.map(|key| key.stamp.clone()),
        };
        free_for_config(&*self.configs, &config).await?;
        match self.configs.insert(&config).await? {
            Inserted::Created => Ok(Created { config, replayed: false }),
            Inserted::Existing(existing) => {
                if let Some(key) = key {
                    key.check(existing.idempotency.as_ref())?;
                }
                Ok(Created { config: *existing, replayed: true })
            }
        }
    }
}
