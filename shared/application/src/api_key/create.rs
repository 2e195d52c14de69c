//! Make a key.

use beadle_domain::{
    access::Principal,
    api_key::{ApiKey, ApiKeyDraft, KeyHash, MAX_KEYS},
};
use beadle_values::violation::{Path, Violation};
use jiff::Timestamp;

use crate::{
    Operation, Refusal,
    port::{ApiKeys, Inserted, StoreError},
};

/// Makes the key that `draft` describes for the secret of hash `hash`. It never has more power than its maker.
///
/// # Errors
/// [`Refusal::Denied`] (no key makes another), [`Refusal::Invalid`], [`Refusal::Store`].
pub async fn create(
    keys: &dyn ApiKeys,
    by: &Principal,
    draft: ApiKeyDraft,
    hash: KeyHash,
    now: Timestamp,
) -> Result<ApiKey, Refusal> {
    Operation::CreateApiKey.check_own(by)?;
    let role = draft.role.unwrap_or(by.role);
    if role > by.role {
        let fault = Violation::new(Path::body().key("role"), "value_error", "is more than your own");
        return Err(fault.hint(format!("you are {}", by.role.as_str())).into());
    }
    if keys.list(&by.owner).await?.len() >= MAX_KEYS {
        let fault = Violation::new(Path::body(), "limit", format!("there are {MAX_KEYS} API keys already"));
        return Err(fault.hint("delete one that is not needed any more").into());
    }
    let key = ApiKey {
        id: hash.key_id(),
        hash,
        owner: by.owner.clone(),
        name: draft.name,
        role,
        level: by.level,
        scopes: draft.scopes,
        created_at: now,
        expires_at: draft.expires_at,
        last_used_at: None,
    };
    match keys.insert(&key).await? {
        Inserted::Created => Ok(key),
        // The write of a call whose answer was lost is found here by the call's repeat.
        Inserted::Existing(existing) if *existing == key => Ok(key),
        Inserted::Existing(_) => Err(StoreError::Corrupt("two secrets have one id".to_owned()).into()),
    }
}
