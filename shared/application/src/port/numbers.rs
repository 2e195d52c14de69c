//! Numbers for tasks, for clients that know them by integers only (seed 004).

use async_trait::async_trait;
use beadle_values::id::TaskId;

use super::StoreError;

/// Numbers tasks. Numbers of a service begin at 1, grow, and never stand for two tasks; some may be left out.
#[async_trait]
pub trait TaskNumbers: Send + Sync {
    /// The next number, which stands for `task` from now on.
    ///
    /// # Errors
    /// [`StoreError`] when none was given.
    async fn number(&self, task: TaskId) -> Result<u64, StoreError>;

    /// The task that `number` stands for, deleted or not.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn task(&self, number: u64) -> Result<Option<TaskId>, StoreError>;
}
