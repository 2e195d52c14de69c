//! What follows from an execution that has ended: the tasks that depend on its task, and their releases.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use beadle_domain::{dependency::Release, task::LastEnd};
use beadle_values::id::TaskId;

use super::{Replaced, StoreError};

/// Who may have to be told that executions of tasks have ended. What it names is to be checked against the tasks: it may
/// name too many, never too few.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followers {
    /// The tasks that depend on one of them.
    pub dependents: BTreeSet<TaskId>,
    /// Those of them that tell somebody how their executions end.
    pub notifying: BTreeSet<TaskId>,
}

/// Reads how tasks hang together.
#[async_trait]
pub trait ReadDependencies: Send + Sync {
    /// Who follows the tasks `ended`: everyone whose task was written before this was asked.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn followers(&self, ended: &[TaskId]) -> Result<Followers, StoreError>;

    /// How the execution of each of `tasks` that ended last came out, as it was last projected; nothing for a task without
    /// one.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn ends(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, LastEnd>, StoreError>;
}

/// Keeps the last release of each task.
#[async_trait]
pub trait Releases: Send + Sync {
    /// The last release of `task`, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn last(&self, task: TaskId) -> Result<Option<Release>, StoreError>;

    /// Writes `release` in place of the one before it, whose version is one less; there is none before version 1.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn put(&self, release: &Release) -> Result<Replaced, StoreError>;
}
