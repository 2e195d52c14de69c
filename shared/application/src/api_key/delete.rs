//! Revoke a key.

use beadle_domain::{
    access::{Principal, Relation},
    api_key::ApiKey,
};
use beadle_values::id::ApiKeyId;

use crate::{Operation, Refusal, port::ApiKeys};

/// Removes the key, which is answered: from now on it lets nobody in.
///
/// # Errors
/// [`Refusal::ApiKeyNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn delete(keys: &dyn ApiKeys, by: &Principal, id: ApiKeyId) -> Result<ApiKey, Refusal> {
    let key = keys.get(id).await?.ok_or(Refusal::ApiKeyNotFound(id))?;
    let relation = Relation::to_owned_by(&key.owner, by);
    Operation::DeleteApiKey.check_as(by, relation, Refusal::ApiKeyNotFound(id))?;
    keys.remove(id).await?;
    Ok(key)
}
