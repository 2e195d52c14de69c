//! Look at one config.

use crate::{
    access::Principal,
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
    match (config.shared, operation) {
        (true, Operation::ReadConfig) => {}
        (true, _) => operation.check(by, &config.owner, Refusal::Denied(operation))?,
        (false, _) => operation.check(by, &config.owner, Refusal::ConfigNotFound(id))?,
    }
    Ok(config)
}
