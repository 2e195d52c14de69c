//! What a task does: one variant of [`TaskSpec`] a type, one file a spec.
//!
//! A new type is a file here (its config, read and checked), a row in [`TaskType::ALL`], and a runner in the adapters.

pub mod http;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::http::HttpSpec;
use crate::violation::{Path, Violation, Violations};

/// The type of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskType {
    /// An HTTP call (seed 001).
    Http,
    /// An HTTP call (seed 002's name for it).
    ApiCall,
    /// An HTTP call that notifies: `POST` unless said otherwise.
    Webhook,
}

impl TaskType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Http, Self::ApiCall, Self::Webhook];

    /// Its name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::ApiCall => "api_call",
            Self::Webhook => "webhook",
        }
    }

    /// Reads the name of a type.
    ///
    /// # Errors
    /// A violation at `path` that lists the types there are.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violation> {
        value.as_str().and_then(|name| name.parse().ok()).ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            Violation::new(path.clone(), "enum", "is no type of task").hint(format!("types: {names}"))
        })
    }
}

impl fmt::Display for TaskType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is no type of task")]
pub struct UnknownTaskType;

impl FromStr for TaskType {
    type Err = UnknownTaskType;

    fn from_str(text: &str) -> Result<Self, UnknownTaskType> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownTaskType)
    }
}

/// What a task does, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "config", rename_all = "snake_case")]
pub enum TaskSpec {
    /// See [`TaskType::Http`].
    Http(HttpSpec),
    /// See [`TaskType::ApiCall`].
    ApiCall(HttpSpec),
    /// See [`TaskType::Webhook`].
    Webhook(HttpSpec),
}

impl TaskSpec {
    /// Reads the config of a task of type `task_type`. Members named in `beside` are not the config's own and are left
    /// alone (an ad-hoc body has `type`, `timeout` and the like beside the config's members).
    ///
    /// # Errors
    /// Every fault of the config.
    pub fn parse(
        task_type: TaskType,
        config: &Map<String, Value>,
        beside: &[&str],
        path: &Path,
    ) -> Result<Self, Violations> {
        match task_type {
            TaskType::Http => HttpSpec::parse(config, "GET", beside, path).map(Self::Http),
            TaskType::ApiCall => HttpSpec::parse(config, "GET", beside, path).map(Self::ApiCall),
            TaskType::Webhook => HttpSpec::parse(config, "POST", beside, path).map(Self::Webhook),
        }
    }

    /// Its type.
    pub fn task_type(&self) -> TaskType {
        match self {
            Self::Http(_) => TaskType::Http,
            Self::ApiCall(_) => TaskType::ApiCall,
            Self::Webhook(_) => TaskType::Webhook,
        }
    }
}
