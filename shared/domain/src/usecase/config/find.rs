//! Look at one config.

use crate::{
    access::{Principal, Relation},
    config::Config,
    id::ConfigId,
    port::ReadConfigs,
    usecase::{Operation, Refusal},
};

/// The config, if `by` may do `operation` to it. Everyone may look at one that is shared.
///
/// # Errors
/// [`Refusal::ConfigNotFound`], [`Refusal::Denied`], [`Refusal::Store`].
pub async fn find(
    configs: &dyn ReadConfigs,
    by: &Principal,
    id: ConfigId,
    operation: Operation,
) -> Result<Config, Refusal> {
    let config = configs.get(id).await?.ok_or(Refusal::ConfigNotFound(id))?;
    operation.check_as(by, Relation::to_config(&config, by), Refusal::ConfigNotFound(id))?;
    Ok(config)
}
