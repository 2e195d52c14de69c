//! The states of a task that routes of their own switch.

use beadle_domain::{
    access::Relation,
    task::{DELETED_RETENTION, SavedTask, Task},
};
use beadle_values::{duration, id::TaskId};
use jiff::Timestamp;

use super::TaskService;
use crate::{Call, Error, Expected, Operation};

/// A change of a task's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// Suspend its schedule.
    Pause,
    /// Resume its schedule.
    Resume,
    /// Complete a todo or an event; it sends no more reminders.
    Complete,
    /// Reopen what was completed; it sends its reminder again if that is still to come.
    Reopen,
    /// Restore a deleted task. Its schedule continues under a new version, so that earlier ticks have no
    /// effect.
    Restore,
}

impl Toggle {
    pub(super) fn operation(self) -> Operation {
        match self {
            Self::Pause => Operation::PauseTask,
            Self::Resume => Operation::ResumeTask,
            Self::Complete => Operation::CompleteTask,
            Self::Reopen => Operation::ReopenTask,
            Self::Restore => Operation::RestoreTask,
        }
    }

    fn apply(self, task: &Task, now: Timestamp) -> Result<Task, Error> {
        let task = task.clone();
        Ok(match self {
            Self::Pause => Task { paused: true, ..task },
            Self::Resume => Task { paused: false, paused_by: None, ..task },
            Self::Complete | Self::Reopen if !task.can_be_completed() => {
                return Err(Error::NotATodo(task.id));
            }
            Self::Complete => Task { completed_at: Some(task.completed_at.unwrap_or(now)), ..task },
            Self::Reopen => Task { completed_at: None, ..task },
            Self::Restore => Task { deleted_at: None, ..task },
        })
    }
}

impl TaskService {
    /// Switches a state of the task; a task that is in that state already is not changed.
    ///
    /// # Errors
    /// [`Error::TaskNotFound`] (for [`Toggle::Restore`] also after its retention), [`Error::NotATodo`],
    /// [`Error::NotDeleted`], [`Error::Denied`], [`Error::Stale`], [`Error::Contended`], [`Error::Store`],
    /// [`Error::Scheduler`].
    pub async fn toggle(
        &self,
        call: Call<'_>,
        id: TaskId,
        toggle: Toggle,
        expected: &Expected,
    ) -> Result<SavedTask, Error> {
        self.change(call, id, toggle.operation(), expected, |task| toggle.apply(task, call.now)).await
    }

    /// The deleted task, if its retention is not over and the caller may restore it.
    pub(super) async fn find_deleted(&self, call: Call<'_>, id: TaskId) -> Result<SavedTask, Error> {
        let saved = self.tasks.get(id).await?.ok_or(Error::TaskNotFound(id))?;
        let relation = Relation::to_task(&saved.task, call.by);
        Operation::RestoreTask.check_as(call.by, relation, Error::TaskNotFound(id))?;
        let deleted_at = saved.task.deleted_at.ok_or(Error::NotDeleted(id))?;
        if duration::after(deleted_at, DELETED_RETENTION) <= call.now {
            return Err(Error::TaskNotFound(id));
        }
        Ok(saved)
    }
}
