//! Creating an API key.

use beadle_domain::{
    api_key::{ApiKey, ApiKeyDraft, KeyHash, MAX_KEYS},
    projection::audit::Subject,
};
use beadle_values::violation::{Path, Violation};
use serde_json::Map;

use super::ApiKeyService;
use crate::{
    Call, Error, Operation,
    audit::{self, Target},
    port::{Inserted, StoreError},
};

impl ApiKeyService {
    /// Creates the key that `draft` describes, for the secret of hash `hash`. It never has more access than
    /// its creator.
    ///
    /// # Errors
    /// [`Error::Denied`] (a key can't create another), [`Error::Invalid`], [`Error::Store`].
    pub async fn create(&self, call: Call<'_>, draft: ApiKeyDraft, hash: KeyHash) -> Result<ApiKey, Error> {
        let by = call.by;
        Operation::CreateApiKey.check_own(by)?;
        let role = draft.role.unwrap_or(by.role);
        if role > by.role {
            let violation = Violation::new(Path::body().key("role"), "value_error", "is more than your own");
            return Err(violation.hint(format!("you are {}", by.role.as_str())).into());
        }
        if self.api_keys.list(&by.owner).await?.len() >= MAX_KEYS {
            let violation =
                Violation::new(Path::body(), "limit", format!("there are {MAX_KEYS} API keys already"));
            return Err(violation.hint("delete one that is not needed any more").into());
        }
        let key = ApiKey {
            id: hash.key_id(),
            hash,
            owner: by.owner.clone(),
            name: draft.name,
            role,
            level: by.level,
            scopes: draft.scopes,
            created_at: call.now,
            expires_at: draft.expires_at,
            last_used_at: None,
        };
        let (none, members) = (Map::new(), key.audited());
        let audit =
            audit::edit(call, Subject::ApiKey, Target::new(Some(&key.owner), key.id), (&none, &members));
        match self.api_keys.insert(&key, audit.as_ref()).await? {
            Inserted::Created => {}
            // The write of a call whose response was lost is found here by its repeat.
            Inserted::Existing(existing) if *existing == key => {}
            Inserted::Existing(_) => {
                return Err(StoreError::Corrupt("two secrets have one id".into()).into());
            }
        }
        Ok(key)
    }
}
