//! Keys of tasks and configs: whether one is free, before anything is armed or written.
//!
//! The store decides in the write itself; what is asked before only lets the answer name who has the key.

use beadle_domain::{config::Config, resource_key::ResourceKey, task::Task};

use crate::{
    Error,
    port::{Configs, Tasks},
};

/// Refuses the key that `task` is to hold if another task of its owner has it.
///
/// # Errors
/// [`Error::KeyTaken`], [`Error::Store`].
pub(crate) async fn free_for_task(tasks: &dyn Tasks, task: &Task) -> Result<(), Error> {
    let Some(key) = task.held_key() else { return Ok(()) };
    match tasks.by_key(&task.owner, key).await? {
        Some(holder) if holder != task.id => Err(taken(key, holder)),
        _ => Ok(()),
    }
}

/// Refuses the key of `config` if another config of its owner has it.
///
/// # Errors
/// [`Error::KeyTaken`], [`Error::Store`].
pub(crate) async fn free_for_config(configs: &dyn Configs, config: &Config) -> Result<(), Error> {
    let Some(key) = &config.key else { return Ok(()) };
    match configs.by_key(&config.owner, key).await? {
        Some(holder) if holder != config.id => Err(taken(key, holder)),
        _ => Ok(()),
    }
}

fn taken(key: &ResourceKey, holder: impl ToString) -> Error {
    Error::KeyTaken { key: key.clone(), holder: holder.to_string() }
}
