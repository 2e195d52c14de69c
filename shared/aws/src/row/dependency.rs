//! The rows of what runs after what: links, who follows a task, and releases.

use beadle_application::port::StoreError;
use beadle_domain::dependency::Release;
use beadle_values::id::TaskId;
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    keys::{self, Key},
};

/// The attribute that says that a task has links to others that run after it. Like those it is never taken back.
pub(crate) const HAS_DEPENDENTS: &str = "dependents";

/// The attribute that says that a task tells somebody how it ends. It is never taken back.
pub(crate) const NOTIFIES: &str = "notifies";

/// Who follows a task, read of every task whose execution has ended: one small item of each, in one call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FollowersRow {
    pub dependents: bool,
    pub notifies: bool,
}

/// Says that a task may run after another one. It is written before the task and never removed, so there is one for every
/// task that does; whether the task does so still is in the task's row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct DependentRow {
    pk: String,
    sk: String,
}

impl DependentRow {
    pub fn new(upstream: TaskId, dependent: TaskId) -> Self {
        let Key { pk, sk } = Key::dependent(upstream, dependent);
        Self { pk, sk }
    }

    pub fn task(&self) -> Result<TaskId, StoreError> {
        let id = self.sk.strip_prefix(keys::DEPENDENTS).and_then(|id| id.parse().ok());
        id.ok_or_else(|| StoreError::Corrupt(format!("`{}` of `{}` names no task", self.sk, self.pk)))
    }
}

/// The last release of a task.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReleaseRow {
    pk: String,
    sk: String,
    version: u64,
    pub release: String,
}

impl ReleaseRow {
    pub fn new(release: &Release) -> Result<Self, StoreError> {
        let text = serde_json::to_string(release).map_err(|error| unreadable("a release", error))?;
        let Key { pk, sk } = Key::release(release.task);
        Ok(Self { pk, sk, version: release.version, release: text })
    }

    pub fn release(&self) -> Result<Release, StoreError> {
        serde_json::from_str(&self.release)
            .map_err(|error| unreadable(format!("the release `{}`", self.pk), error))
    }
}
