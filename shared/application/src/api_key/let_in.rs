//! Who comes with a key.

use beadle_domain::{access::Principal, api_key::KeyHash};
use jiff::Timestamp;

use crate::port::{ApiKeys, StoreError};

/// The caller that comes with the secret of hash `hash` at `now`; `None` when there is no such key, or it has expired.
/// That it was used is noted now and then; a note that fails keeps nobody out.
///
/// # Errors
/// [`StoreError`] when the key can't be looked up.
pub async fn let_in(
    keys: &dyn ApiKeys,
    hash: &KeyHash,
    now: Timestamp,
) -> Result<Option<Principal>, StoreError> {
    let id = hash.key_id();
    let Some(key) = keys.get(id).await? else { return Ok(None) };
    let principal = key.authenticate(hash, now);
    if principal.is_some()
        && key.should_record_use(now)
        && let Err(error) = keys.note_use(id, now).await
    {
        tracing::warn!(api_key.id = %id, %error, "the use of an API key was not noted");
    }
    Ok(principal)
}
