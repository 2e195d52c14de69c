//! The rows of dependencies: links, followers and releases.

use beadle_application::port::StoreError;
use beadle_domain::dependency::Release;
use beadle_values::id::TaskId;
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    keys::{self, Key},
};

/// The attribute that marks a task with links to dependents. Like the links it is never removed.
pub(crate) const HAS_DEPENDENTS: &str = "dependents";

/// The attribute that marks a task that sends a notification when it ends. It is never removed.
pub(crate) const NOTIFIES: &str = "notifies";

/// Whether a task has followers. Read for every task whose execution has ended: one small item each, in one
/// call.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FollowersRow {
    pub dependents: bool,
    pub notifies: bool,
}

/// States that a task may run after another one. It is written before the task and never removed, so it
/// exists for every task that does. The task's row decides whether it still does.
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
        id.ok_or_else(|| StoreError::Corrupt(format!("`{}` of `{}` names no task", self.sk, self.pk).into()))
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
