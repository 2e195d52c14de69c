//! Whether a task or a request may name a config.

use beadle_values::{
    id::{ConfigId, OwnerId},
    violation::{Path, Violation},
};

use crate::{Refusal, port::Configs};

/// Refuses a config that is not there for `owner`: gone, or another's and not shared, which is not told apart.
///
/// # Errors
/// [`Refusal::Invalid`] at `body.config_id`, [`Refusal::Store`].
pub(crate) async fn usable(
    configs: &dyn Configs,
    id: Option<ConfigId>,
    owner: &OwnerId,
) -> Result<(), Refusal> {
    let Some(id) = id else { return Ok(()) };
    match configs.get(id).await?.filter(|config| config.is_usable_by(owner)) {
        Some(_) => Ok(()),
        None => {
            let path = Path::body().key("config_id");
            Err(Violation::new(path, "unknown_config", format!("there is no config {id}"))
                .hint("GET /api/v1/configs lists those that you can use")
                .into())
        }
    }
}
