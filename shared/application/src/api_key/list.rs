//! List keys, newest first.

use beadle_domain::{access::Principal, api_key::ApiKey};
use beadle_values::id::OwnerId;

use crate::{Operation, Refusal, port::ApiKeys};

/// The keys of `owner`.
///
/// # Errors
/// [`Refusal::Denied`] when they are another's that `by` may not see; [`Refusal::Store`].
pub async fn list(keys: &dyn ApiKeys, by: &Principal, owner: &OwnerId) -> Result<Vec<ApiKey>, Refusal> {
    Operation::ReadApiKey.check(by, owner, Refusal::Denied(Operation::ReadApiKey))?;
    Ok(keys.list(owner).await?)
}
