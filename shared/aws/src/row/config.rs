//! The row of a config, and its links to the tasks that name it.

use beadle_application::port::StoreError;
use beadle_domain::config::Config;
use beadle_values::id::{ConfigId, TaskId};
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    keys::{self, Key},
};

/// The largest config, in bytes of JSON, so that it fits into an item (400 KB).
const MAX_CONFIG: usize = 380 * 1024;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConfigRow {
    pk: String,
    sk: String,
    gsi1pk: String,
    gsi1sk: String,
    pub config: String,
    pub version: u64,
    /// The key that it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
}

impl ConfigRow {
    pub fn new(config: &Config) -> Result<Self, StoreError> {
        let text = serde_json::to_string(config).map_err(|error| unreadable("a config", error))?;
        if text.len() > MAX_CONFIG {
            let message = format!("a config has {} bytes, more than {MAX_CONFIG}", text.len());
            return Err(StoreError::TooLarge(message.into()));
        }
        let Key { pk, sk } = Key::config(config.id);
        let gsi1pk = if config.shared { keys::shared_configs() } else { keys::configs_of(&config.owner) };
        let gsi1sk = keys::position(config.created_at, config.id);
        let held = config.key.as_ref().map(ToString::to_string);
        Ok(Self { pk, sk, gsi1pk, gsi1sk, config: text, version: config.version, held })
    }

    pub fn config(&self) -> Result<Config, StoreError> {
        serde_json::from_str(&self.config)
            .map_err(|error| unreadable(format!("the config `{}`", self.pk), error))
    }
}

/// States that a task may name a config. It is written before the task and never removed, so it exists for
/// every task that names the config. The task's row decides whether it still does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ConfigUserRow {
    pk: String,
    sk: String,
}

impl ConfigUserRow {
    pub fn new(config: ConfigId, task: TaskId) -> Self {
        let Key { pk, sk } = Key::config_user(config, task);
        Self { pk, sk }
    }

    pub fn task(&self) -> Result<TaskId, StoreError> {
        let id = self.sk.strip_prefix(keys::CONFIG_USERS).and_then(|id| id.parse().ok());
        id.ok_or_else(|| StoreError::Corrupt(format!("`{}` of `{}` names no task", self.sk, self.pk).into()))
    }
}
