//! Whether a task or a request may use a config.

use beadle_values::{
    id::{ConfigId, OwnerId},
    violation::{Path, Violation},
};

use crate::{Error, port::Configs};

/// Rejects a config that `owner` can't use: one that does not exist, or another owner's that is not shared.
/// The error is the same for both.
///
/// # Errors
/// [`Error::Invalid`] at the member `config_id` of `path`, [`Error::Store`].
pub(crate) async fn ensure_usable(
    configs: &dyn Configs,
    id: Option<ConfigId>,
    owner: &OwnerId,
    path: &Path,
) -> Result<(), Error> {
    let Some(id) = id else { return Ok(()) };
    match configs.get(id).await?.filter(|config| config.is_usable_by(owner)) {
        Some(_) => Ok(()),
        None => {
            let path = path.key("config_id");
            Err(Violation::new(path, "unknown_config", format!("there is no config {id}"))
                .hint("GET /api/v1/configs lists those that you can use")
                .into())
        }
    }
}
