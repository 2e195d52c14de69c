//! What is asked, by name, and what access it takes.

use crate::{
    access::{self, Access, Action, Principal, Role},
    id::OwnerId,
    usecase::Refusal,
};

/// An operation that needs access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Create a task.
    CreateTask,
    /// Look at a task.
    ReadTask,
    /// Change a task.
    UpdateTask,
    /// Delete a task.
    DeleteTask,
    /// Run a task now.
    ExecuteTask,
    /// Suspend a task's schedule.
    PauseTask,
    /// Go on with a task's schedule.
    ResumeTask,
    /// Create a config.
    CreateConfig,
    /// Look at a config or its gate.
    ReadConfig,
    /// Change a config.
    UpdateConfig,
    /// Delete a config.
    DeleteConfig,
    /// Share a config with everyone, or take that back.
    ShareConfig,
    /// Open the gate of a config by hand.
    ResetGate,
    /// Run a request that is not saved.
    Execute,
    /// Look at an execution.
    ReadExecution,
    /// Call an execution off.
    CancelExecution,
    /// Run an execution again.
    RetryExecution,
}

impl Operation {
    /// Its name: the `action` of a refusal.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateTask => "task.create",
            Self::ReadTask => "task.read",
            Self::UpdateTask => "task.update",
            Self::DeleteTask => "task.delete",
            Self::ExecuteTask => "task.execute",
            Self::PauseTask => "task.pause",
            Self::ResumeTask => "task.resume",
            Self::CreateConfig => "config.create",
            Self::ReadConfig => "config.read",
            Self::UpdateConfig => "config.update",
            Self::DeleteConfig => "config.delete",
            Self::ShareConfig => "config.share",
            Self::ResetGate => "config.reset_gate",
            Self::Execute => "execution.create",
            Self::ReadExecution => "execution.read",
            Self::CancelExecution => "execution.cancel",
            Self::RetryExecution => "execution.retry",
        }
    }

    fn action(self) -> Action {
        match self {
            Self::ReadTask | Self::ReadConfig | Self::ReadExecution => Action::Read,
            _ => Action::Write,
        }
    }

    /// Refuses what `by` may not do to what belongs to `owner`; `hidden` is the refusal where `by` may not even know
    /// that it exists.
    pub(super) fn check(self, by: &Principal, owner: &OwnerId, hidden: Refusal) -> Result<(), Refusal> {
        match access::decide(by, self.action(), owner) {
            Access::Granted => Ok(()),
            Access::Denied => Err(Refusal::Denied(self)),
            Access::Hidden => Err(hidden),
        }
    }

    /// Refuses what only an admin may do.
    pub(super) fn check_admin(self, by: &Principal) -> Result<(), Refusal> {
        if by.role == Role::Admin { Ok(()) } else { Err(Refusal::Denied(self)) }
    }

    /// Refuses what only operators and admins may do.
    pub(super) fn check_operator(self, by: &Principal) -> Result<(), Refusal> {
        if by.role >= Role::Operator { Ok(()) } else { Err(Refusal::Denied(self)) }
    }

    /// Refuses what `by` may not do with what is its own.
    pub(super) fn check_own(self, by: &Principal) -> Result<(), Refusal> {
        self.check(by, &by.owner, Refusal::Denied(self))
    }
}
