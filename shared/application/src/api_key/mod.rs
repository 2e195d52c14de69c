//! API keys: create, list and revoke them, and authenticate callers by them.

mod create;

use std::sync::Arc;

use beadle_domain::{
    access::{Principal, Relation},
    api_key::{ApiKey, KeyHash},
    projection::audit::Subject,
};
use beadle_values::{
    cause::Chain,
    id::{ApiKeyId, OwnerId},
};
use jiff::Timestamp;
use serde_json::Map;

use crate::{
    Call, Error, Operation,
    audit::{self, Target},
    port::{ApiKeys, AuditTrail, StoreError},
};

/// API keys.
#[derive(Clone)]
pub struct ApiKeyService {
    /// The keys.
    pub api_keys: Arc<dyn ApiKeys>,
}

impl ApiKeyService {
    /// The service over one store that is all of its ports.
    pub fn over<S: ApiKeys + AuditTrail + 'static>(store: &Arc<S>) -> Self {
        Self { api_keys: store.clone() }
    }

    /// The keys of `owner`, newest first.
    ///
    /// # Errors
    /// [`Error::Denied`] if `by` may not see the keys of that owner; [`Error::Store`].
    pub async fn list(&self, by: &Principal, owner: &OwnerId) -> Result<Vec<ApiKey>, Error> {
        Operation::ReadApiKey.check(by, owner, Error::Denied(Operation::ReadApiKey))?;
        Ok(self.api_keys.list(owner).await?)
    }

    /// Revokes the key and returns it.
    ///
    /// # Errors
    /// [`Error::ApiKeyNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn delete(&self, call: Call<'_>, id: ApiKeyId) -> Result<ApiKey, Error> {
        let key = self.api_keys.get(id).await?.ok_or(Error::ApiKeyNotFound(id))?;
        let relation = Relation::to_owned_by(&key.owner, call.by);
        Operation::DeleteApiKey.check_as(call.by, relation, Error::ApiKeyNotFound(id))?;
        let (members, none) = (key.audited(), Map::new());
        let audit = audit::edit(call, Subject::ApiKey, Target::new(Some(&key.owner), id), (&members, &none));
        self.api_keys.remove(id, audit.as_ref()).await?;
        Ok(key)
    }

    /// The caller whose key has the secret of hash `hash`; `None` if there is no such key, or it has expired.
    /// Its use is recorded from time to time; failing to record it does not reject the caller.
    ///
    /// # Errors
    /// [`StoreError`] when the key can't be read.
    pub async fn authenticate(
        &self,
        hash: &KeyHash,
        now: Timestamp,
    ) -> Result<Option<Principal>, StoreError> {
        let id = hash.key_id();
        let Some(key) = self.api_keys.get(id).await? else { return Ok(None) };
        let principal = key.authenticate(hash, now);
        if principal.is_some()
            && key.should_record_use(now)
            && let Err(error) = self.api_keys.note_use(id, now).await
        {
            tracing::warn!(api_key.id = %id, error = %Chain(&error), "failed to record the use of an API key");
        }
        Ok(principal)
    }
}
