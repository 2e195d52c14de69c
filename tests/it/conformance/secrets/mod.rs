//! Conformance of secret stores.

pub mod owners;
pub mod resolving;

use std::{any::Any, collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::{Secrets, secrets::folders};
use beadle_domain::interpolation::{SecretError, SecretRef};
use beadle_values::id::OwnerId;
use secrecy::ExposeSecret as _;

use super::adapters::secrets;

/// A secret store under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Secrets>,
    /// Adds secrets to the store.
    pub writer: Box<dyn SecretWriter>,
    /// Resources that must outlive the store, such as its folder.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Adds secrets to a store.
#[async_trait]
pub trait SecretWriter: Send + Sync {
    /// Stores `value` under `name`, which is relative to the root of the store.
    async fn put(&self, name: &str, value: &str) -> anyhow::Result<()>;
}

impl Fixture {
    /// Stores a secret that everyone may use.
    pub async fn share(&self, name: &str, value: &str) -> anyhow::Result<()> {
        self.writer.put(&format!("shared/{name}"), value).await
    }

    /// Stores a secret of `owner`.
    pub async fn keep(&self, owner: &str, name: &str, value: &str) -> anyhow::Result<()> {
        let [own, _] = folders(&OwnerId::parse(owner)?);
        self.writer.put(&format!("{own}/{name}"), value).await
    }

    /// Resolves `places` for `owner`, in order.
    pub async fn resolve(
        &self,
        owner: &str,
        places: &[&str],
    ) -> anyhow::Result<Result<Vec<String>, SecretError>> {
        let places = places.iter().map(|place| place.parse()).collect::<Result<Vec<SecretRef>, _>>()?;
        let asked: BTreeSet<SecretRef> = places.iter().cloned().collect();
        let resolved = self.store.resolve(&OwnerId::parse(owner)?, &asked).await;
        Ok(resolved.map(|values| {
            let text = |place| values.get(place).map_or("", |value| value.expose_secret()).to_owned();
            places.iter().map(text).collect()
        }))
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { secrets on $fixture;
                resolving:
                    a_plain_secret_is_found,
                    a_field_of_an_object_is_found,
                    many_secrets_are_resolved_at_once,
                    an_empty_request_resolves_to_nothing,
                    a_missing_secret_is_named,
                    a_missing_field_is_named,
                    a_missing_secret_is_not_cached,
                    special_characters_round_trip;
                owners:
                    the_owners_secret_precedes_the_shared_one,
                    secrets_of_other_owners_are_not_found,
                    owners_with_special_characters_are_isolated;
            }
        }
    };
}
pub(crate) use suite;

suite!(file: secrets::file());
