//! List configs, newest first.

use beadle_domain::{access::Principal, config::Config};
use beadle_values::page::Page;

use crate::{
    Operation, Refusal,
    port::{ConfigQuery, Configs},
};

/// A page of what `query.owner` may use.
///
/// # Errors
/// [`Refusal::Denied`] when it is another's that `by` may not see; [`Refusal::Store`].
pub async fn list(
    configs: &dyn Configs,
    by: &Principal,
    query: &ConfigQuery,
) -> Result<Page<Config>, Refusal> {
    Operation::ReadConfig.check(by, &query.owner, Refusal::Denied(Operation::ReadConfig))?;
    Ok(configs.list(query).await?)
}
