//! The world's ports for destinations: configs, secrets, tokens, gates and a database.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use beadle_application::port::{
    Authorizer, ConfigQuery, Configs, DatabaseCaller, GateStore, GateWritten, Inserted, Replaced, Secrets,
    StoreError,
    authorizer::{AuthError, Used},
};
use beadle_domain::{
    call::{DatabaseAnswer, DatabaseError, DatabaseLimits, DatabaseRequest, HttpRequest},
    config::Config,
    destination::Credential,
    gate::{GateKey, GateState, StoredGate},
    interpolation::{SecretError, SecretRef, SecretValues},
};
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId},
    page::Page,
};
use secrecy::SecretString;

use super::world::World;

/// The state of destinations.
#[derive(Default)]
pub(super) struct Destinations {
    pub(super) configs: BTreeMap<ConfigId, Config>,
    /// Secrets by owner and name; `None` while the secret store is down.
    pub(super) secrets: Option<BTreeMap<(String, String), String>>,
    /// How often a token was added to a request.
    pub(super) tokens: usize,
    /// How often a token was reported as refused.
    pub(super) refusals: usize,
    pub(super) gates: BTreeMap<GateKey, StoredGate>,
    pub(super) statements: Vec<DatabaseRequest>,
}

#[async_trait]
impl Configs for World {
    async fn get(&self, id: ConfigId) -> Result<Option<Config>, StoreError> {
        Ok(self.with(|state| state.destinations.configs.get(&id).cloned()))
    }

    async fn list(&self, _: &ConfigQuery) -> Result<Page<Config>, StoreError> {
        Ok(Page { items: Vec::new(), next: None })
    }

    async fn users(&self, _: ConfigId, _: usize) -> Result<Vec<TaskId>, StoreError> {
        Ok(Vec::new())
    }

    async fn insert(&self, _: &Config) -> Result<Inserted<Config>, StoreError> {
        unreachable!("not used here")
    }

    async fn replace(&self, _: &Config, _: u64) -> Result<Replaced, StoreError> {
        unreachable!("not used here")
    }

    async fn remove(&self, _: ConfigId, _: u64) -> Result<Replaced, StoreError> {
        unreachable!("not used here")
    }
}

#[async_trait]
impl Secrets for World {
    async fn resolve(
        &self,
        owner: &OwnerId,
        places: &BTreeSet<SecretRef>,
    ) -> Result<SecretValues, SecretError> {
        self.with(|state| {
            let Some(secrets) = &state.destinations.secrets else {
                return Err(SecretError::Unavailable("down".into()));
            };
            let mut values = SecretValues::default();
            for place in places {
                let name = (owner.as_str().to_owned(), place.name.clone());
                let value = secrets.get(&name).ok_or_else(|| SecretError::NotFound(place.name.clone()))?;
                values.insert(place.clone(), SecretString::from(value.clone()));
            }
            Ok(values)
        })
    }
}

#[async_trait]
impl Authorizer for World {
    async fn authorize(&self, request: &mut HttpRequest, credential: &Credential) -> Result<Used, AuthError> {
        let token = self.with(|state| {
            state.destinations.tokens += 1;
            format!("token-{}", state.destinations.tokens)
        });
        request.headers.push(("authorization".to_owned(), format!("Bearer {token}")));
        let mut used = Used::default();
        used.note(token);
        Ok(if matches!(credential, Credential::OAuth2(_)) { used.with_stored_token() } else { used })
    }

    async fn refused(&self, _: &Credential, used: &Used) -> bool {
        self.with(|state| state.destinations.refusals += 1);
        used.has_stored_token()
    }

    fn sign(&self, _: &mut HttpRequest, _: &str, _: &[SecretString]) -> Result<Used, AuthError> {
        Ok(Used::default())
    }
}

#[async_trait]
impl DatabaseCaller for World {
    async fn run(
        &self,
        request: DatabaseRequest,
        _: DatabaseLimits,
    ) -> Result<DatabaseAnswer, DatabaseError> {
        self.with(|state| state.destinations.statements.push(request));
        Ok(DatabaseAnswer { affected: 1, ..DatabaseAnswer::default() })
    }
}

#[async_trait]
impl GateStore for World {
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError> {
        Ok(self.with(|state| state.destinations.gates.get(key).cloned().unwrap_or_default()))
    }

    async fn write(&self, key: &GateKey, gate: &GateState, expected: u64) -> Result<GateWritten, StoreError> {
        self.with(|state| {
            let stored = state.destinations.gates.entry(key.clone()).or_default();
            if stored.version != expected {
                return Ok(GateWritten::Conflict(Box::new(stored.clone())));
            }
            *stored = StoredGate { version: expected + 1, state: Some(gate.clone()) };
            Ok(GateWritten::Done)
        })
    }
}
