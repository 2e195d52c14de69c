//! Keys of tasks and configs: whether one is free, before anything is armed or written.
//!
//! The store decides in the write itself; what is asked before only lets the answer name who has the key.

use beadle_domain::resource_key::ResourceKey;
use beadle_values::id::{ConfigId, OwnerId, TaskId};

use crate::{
    Error,
    port::{Configs, Tasks},
};

/// Refuses a key that another task of `owner` than `id` has.
///
/// # Errors
/// [`Error::KeyTaken`], [`Error::Store`].
pub(crate) async fn free_for_task(
    tasks: &dyn Tasks,
    owner: &OwnerId,
    key: Option<&ResourceKey>,
    id: TaskId,
) -> Result<(), Error> {
    let Some(key) = key else { return Ok(()) };
    match tasks.by_key(owner, key).await? {
        Some(holder) if holder != id => Err(taken(key, holder)),
        _ => Ok(()),
    }
}

/// Refuses a key that another config of `owner` than `id` has.
///
/// # Errors
/// [`Error::KeyTaken`], [`Error::Store`].
pub(crate) async fn free_for_config(
    configs: &dyn Configs,
    owner: &OwnerId,
    key: Option<&ResourceKey>,
    id: ConfigId,
) -> Result<(), Error> {
    let Some(key) = key else { return Ok(()) };
    match configs.by_key(owner, key).await? {
        Some(holder) if holder != id => Err(taken(key, holder)),
        _ => Ok(()),
    }
}

fn taken(key: &ResourceKey, holder: impl ToString) -> Error {
    Error::KeyTaken { key: key.clone(), holder: holder.to_string() }
}
