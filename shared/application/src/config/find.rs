//! Look at one config.

use beadle_domain::{
    access::{Principal, Relation},
    config::Config,
};
use beadle_values::id::ConfigId;

use crate::{Operation, Refusal, port::Configs};

/// The config, if `by` may do `operation` to it. Everyone may look at one that is shared.
///
/// # Errors
/// [`Refusal::ConfigNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn find(
    configs: &dyn Configs,
    by: &Principal,
    id: ConfigId,
    operation: Operation,
) -> Result<Config, Refusal> {
    let config = configs.get(id).await?.ok_or(Refusal::ConfigNotFound(id))?;
    operation.check_as(by, Relation::to_config(&config, by), Refusal::ConfigNotFound(id))?;
    Ok(config)
}
