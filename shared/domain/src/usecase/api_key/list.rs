//! List keys, newest first.

use crate::{
    access::Principal,
    api_key::ApiKey,
    id::OwnerId,
    port::ApiKeys,
    usecase::{Operation, Refusal},
};

/// The keys of `owner`.
///
/// # Errors
/// [`Refusal::Denied`] when they are another's that `by` may not see; [`Refusal::Store`].
pub async fn list(keys: &dyn ApiKeys, by: &Principal, owner: &OwnerId) -> Result<Vec<ApiKey>, Refusal> {
    Operation::ReadApiKey.check(by, owner, Refusal::Denied(Operation::ReadApiKey))?;
    Ok(keys.list(owner).await?)
}
