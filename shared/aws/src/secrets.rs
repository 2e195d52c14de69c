//! Secrets in Parameter Store, and through it in Secrets Manager.
//!
//! `${secret:name}` is the parameter `<prefix>/owners/<owner>/name`, else `<prefix>/shared/name`. A name with
//! the prefix `sm/` is a secret of Secrets Manager: the rest of the name in the same folders (there without
//! the first `/`). Parameter Store [returns it], so that one client serves both. Nothing outside of the
//! prefix can be named.
//!
//! [returns it]:
//! https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use aws_sdk_ssm::{Client, error::ProvideErrorMetadata};
use beadle_application::port::{Clock, Secrets, secrets::folders};
use beadle_domain::interpolation::{SecretError, SecretRef, SecretValues, secret_values};
use beadle_values::{duration, id::OwnerId};
use jiff::Timestamp;
use secrecy::SecretString;

use crate::{errors::failed, settings::SecretsSettings};

/// How long a secret is cached in this process: the default of the Lambda extension for secrets. Missing
/// secrets are not cached.
const CACHE_TTL: Duration = Duration::from_secs(300);

/// The most cached secrets; past that the cache is cleared.
const MAX_CACHED: usize = 1_000;

/// The most names of one `GetParameters` call.
const BATCH: usize = 10;

/// The longest name of a parameter, in characters; no secret has a longer one.
const MAX_NAME: usize = 1_011;

/// The prefix of names of secrets in Secrets Manager.
const SECRETS_MANAGER: &str = "sm/";

/// The prefix by which Parameter Store names secrets of Secrets Manager.
pub(crate) const REFERENCE: &str = "/aws/reference/secretsmanager";

type Cache = HashMap<(OwnerId, String), (SecretString, Timestamp)>;

/// The port of secrets over Parameter Store.
pub struct ParameterStore {
    client: Client,
    prefix: String,
    clock: Arc<dyn Clock>,
    cache: Mutex<Cache>,
}

impl ParameterStore {
    /// Secrets below the prefix of `settings`.
    pub fn new(client: Client, settings: SecretsSettings, clock: Arc<dyn Clock>) -> Self {
        Self { client, prefix: settings.prefix, clock, cache: Mutex::default() }
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cached secrets among `names`, without expired ones.
    fn cached(&self, owner: &OwnerId, names: &BTreeSet<&str>) -> BTreeMap<String, SecretString> {
        let now = self.clock.now();
        let mut cache = self.cache();
        cache.retain(|_, (_, read_at)| duration::between(*read_at, now) < CACHE_TTL);
        let known = names.iter().filter_map(|name| {
            let (value, _) = cache.get(&(owner.clone(), (*name).to_owned()))?;
            Some(((*name).to_owned(), value.clone()))
        });
        known.collect()
    }

    fn remember(&self, owner: &OwnerId, read: &BTreeMap<String, SecretString>) {
        let now = self.clock.now();
        let mut cache = self.cache();
        if cache.len() + read.len() > MAX_CACHED {
            cache.clear();
        }
        let read = read.iter().map(|(name, value)| ((owner.clone(), name.clone()), (value.clone(), now)));
        cache.extend(read);
    }

    /// Those of `names` that exist.
    async fn read(
        &self,
        owner: &OwnerId,
        names: &[&str],
    ) -> Result<BTreeMap<String, SecretString>, SecretError> {
        let folders = folders(owner);
        let mut found = BTreeMap::new();
        let (referenced, plain): (Vec<&str>, Vec<&str>) =
            names.iter().copied().partition(|name| name.starts_with(SECRETS_MANAGER));
        for names in plain.chunks(BATCH / folders.len()) {
            let path = |folder: &str, name: &str| format!("{}/{folder}/{name}", self.prefix);
            let paths = names.iter().flat_map(|name| folders.iter().map(move |folder| path(folder, name)));
            let mut values = parameters(&self.client, paths.collect()).await?;
            for name in names {
                if let Some(value) = folders.iter().find_map(|folder| values.remove(&path(folder, name))) {
                    found.insert((*name).to_owned(), value);
                }
            }
        }
        // One reference per call: a dangling one may fail the whole call.
        for name in referenced {
            let secret = name.strip_prefix(SECRETS_MANAGER).unwrap_or(name);
            for folder in &folders {
                let path = format!("{REFERENCE}{}/{folder}/{secret}", self.prefix);
                if let Some(value) = parameters(&self.client, vec![path.clone()]).await?.remove(&path) {
                    found.insert(name.to_owned(), value);
                    break;
                }
            }
        }
        Ok(found)
    }
}

/// The values of those of `paths` that exist.
async fn parameters(
    client: &Client,
    mut paths: Vec<String>,
) -> Result<HashMap<String, SecretString>, SecretError> {
    paths.retain(|path| path.len() <= MAX_NAME);
    if paths.is_empty() {
        return Ok(HashMap::new());
    }
    match client.get_parameters().set_names(Some(paths)).with_decryption(true).send().await {
        Ok(output) => {
            let parameters = output.parameters.unwrap_or_default().into_iter();
            Ok(parameters.filter_map(|found| Some((found.name?, found.value?.into()))).collect())
        }
        Err(error) if error.code() == Some("ParameterNotFound") => Ok(HashMap::new()),
        Err(error) => Err(SecretError::Unavailable(failed("read secrets", error))),
    }
}

#[async_trait]
impl Secrets for ParameterStore {
    async fn resolve(
        &self,
        owner: &OwnerId,
        places: &BTreeSet<SecretRef>,
    ) -> Result<SecretValues, SecretError> {
        let names: BTreeSet<&str> = places.iter().map(|place| place.name.as_str()).collect();
        let mut known = self.cached(owner, &names);
        let unknown: Vec<&str> = names.into_iter().filter(|name| !known.contains_key(*name)).collect();
        if !unknown.is_empty() {
            let read = self.read(owner, &unknown).await?;
            self.remember(owner, &read);
            known.extend(read);
        }
        secret_values::of(places, |name| known.get(name).cloned())
    }
}
