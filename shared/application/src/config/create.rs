//! Save a new config.

use beadle_domain::{
    access::Principal,
    config::{Config, ConfigDraft},
    masking,
};
use beadle_values::{id::ConfigId, violation::Path};
use jiff::Timestamp;

use super::ConfigPorts;
use crate::{
    GivenKey, Operation, Refusal,
    port::{Ids, Inserted},
};

/// A config that was created, now or earlier under the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The config as it stands.
    pub config: Config,
    /// Whether it was created earlier under the same key.
    pub replayed: bool,
}

/// Creates what `draft` describes.
///
/// # Errors
/// [`Refusal::Denied`] (only an admin shares one), [`Refusal::Invalid`], [`Refusal::KeyReused`], [`Refusal::Store`].
pub async fn create(
    ports: ConfigPorts<'_>,
    ids: &dyn Ids,
    by: &Principal,
    draft: ConfigDraft,
    key: Option<&GivenKey>,
    now: Timestamp,
) -> Result<Created, Refusal> {
    Operation::CreateConfig.check_own(by)?;
    if draft.shared {
        Operation::ShareConfig.check_own(by)?;
    }
    let ConfigDraft { name, description, shared, mut profile } = draft;
    masking::unmask_headers(&mut profile.headers, None, &Path::body())?;
    let config = Config {
        id: key.map_or_else(|| ConfigId::from_uuid(ids.fresh(now)), |key| key.config_id(&by.owner)),
        owner: by.owner.clone(),
        name,
        description,
        shared,
        profile,
        created_at: now,
        updated_at: now,
        updated_by: by.owner.clone(),
        version: 1,
        idempotency: key.map(|key| key.stamp.clone()),
    };
    match ports.writer.insert(&config).await? {
        Inserted::Created => Ok(Created { config, replayed: false }),
        Inserted::Existing(existing) => {
            if let Some(key) = key {
                key.check(existing.idempotency.as_ref())?;
            }
            Ok(Created { config: *existing, replayed: true })
        }
    }
}
