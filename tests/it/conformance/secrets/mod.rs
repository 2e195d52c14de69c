//! Reading secrets.

pub mod owners;
pub mod resolving;

use std::{any::Any, collections::BTreeSet, sync::Arc};

use async_trait::async_trait;
use beadle_application::port::{Secrets, secrets::folders};
use beadle_domain::interpolation::{SecretError, SecretRef};
use beadle_values::id::OwnerId;
use secrecy::ExposeSecret as _;

use super::adapters::secrets;

/// A store of secrets under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Secrets>,
    /// Who puts secrets into it.
    pub keeper: Box<dyn Keeper>,
    /// What has to outlive the store, such as its folder.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Puts secrets where the store reads them.
#[async_trait]
pub trait Keeper: Send + Sync {
    /// Keeps `value` under `name`, which is relative to the root of the store.
    async fn keep(&self, name: &str, value: &str) -> anyhow::Result<()>;
}

impl Fixture {
    /// Keeps a secret that everyone may use.
    pub async fn share(&self, name: &str, value: &str) -> anyhow::Result<()> {
        self.keeper.keep(&format!("shared/{name}"), value).await
    }

    /// Keeps a secret of `owner`.
    pub async fn keep(&self, owner: &str, name: &str, value: &str) -> anyhow::Result<()> {
        let [own, _] = folders(&OwnerId::parse(owner)?);
        self.keeper.keep(&format!("{own}/{name}"), value).await
    }

    /// What `places` stand for, for `owner`, in their order.
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
                    a_text_is_found,
                    a_field_of_an_object_is_found,
                    many_are_found_at_once,
                    none_are_asked_for,
                    a_missing_one_is_named,
                    a_missing_field_is_named,
                    one_that_was_missing_is_found_once_it_is_there,
                    awkward_text_comes_back_as_it_was;
                owners:
                    the_owners_own_comes_first,
                    nobody_elses_is_found,
                    owners_with_awkward_names_are_isolated;
            }
        }
    };
}
pub(crate) use suite;

suite!(file: secrets::file());
