//! Dependencies between tasks, and the releases of the tasks that have some.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use beadle_domain::{dependency::Release, task::LastEnd};
use beadle_values::id::TaskId;

use super::{Replaced, StoreError};

/// The tasks to check after executions of other tasks have ended. They may be too many, never too few: verify
/// them against the tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Followers {
    /// The tasks that depend on one of them.
    pub dependents: BTreeSet<TaskId>,
    /// Those of them that send notifications about their executions.
    pub notifying: BTreeSet<TaskId>,
}

/// Reads the dependencies between tasks and keeps the last release of each dependent task.
#[async_trait]
pub trait Dependencies: Send + Sync {
    /// The followers of the tasks `ended`, including every task written before this call.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn followers(&self, ended: &[TaskId]) -> Result<Followers, StoreError>;

    /// The last ended execution of each of `tasks`, as it was last projected; no entry for a task without
    /// one.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn ends(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, LastEnd>, StoreError>;

    /// The last release of `task`, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn last_release(&self, task: TaskId) -> Result<Option<Release>, StoreError>;

    /// Writes `release` in place of the one before it, whose version is one less; there is none before
    /// version 1.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn put_release(&self, release: &Release) -> Result<Replaced, StoreError>;
}
