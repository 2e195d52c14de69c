//! The operations of the services, with the access that each requires.

use beadle_domain::access::{self, Access, Action, Principal, Relation};
use beadle_values::id::OwnerId;

use crate::Error;

/// An operation that requires access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Create a task.
    CreateTask,
    /// Read a task.
    ReadTask,
    /// Change what a task says.
    UpdateTask,
    /// Change what a task sends, when it runs, or its assignee.
    RedirectTask,
    /// Delete a task.
    DeleteTask,
    /// Run a task now.
    ExecuteTask,
    /// Restore a deleted task.
    RestoreTask,
    /// Complete a todo.
    CompleteTask,
    /// Reopen a todo.
    ReopenTask,
    /// Suspend a task's schedule.
    PauseTask,
    /// Resume a task's schedule.
    ResumeTask,
    /// Create a config.
    CreateConfig,
    /// Read a config or its gate.
    ReadConfig,
    /// Change a config.
    UpdateConfig,
    /// Delete a config.
    DeleteConfig,
    /// Share a config with everyone, or stop sharing it.
    ShareConfig,
    /// Reset the gate of a config.
    ResetGate,
    /// Run a request that is not saved.
    Execute,
    /// Read an execution.
    ReadExecution,
    /// Cancel an execution.
    CancelExecution,
    /// Retry an execution.
    RetryExecution,
    /// Retry failed executions that match a filter.
    ReplayExecutions,
    /// Create an API key.
    CreateApiKey,
    /// Read an API key.
    ReadApiKey,
    /// Revoke an API key.
    DeleteApiKey,
    /// Report that a user was deleted or has another subscription.
    TellEvent,
    /// Read an account and its usage.
    ReadAccount,
    /// Change an account.
    ChangeAccount,
    /// Create a task from a template.
    UseTemplate,
    /// Write or delete a template.
    ChangeTemplate,
    /// Read reports about an owner's tasks and executions.
    ReadAnalytics,
    /// Read the audit trail.
    ReadAudit,
}

impl Operation {
    /// Its name: the `action` of an error that denies it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateTask => "task.create",
            Self::ReadTask => "task.read",
            Self::UpdateTask => "task.update",
            Self::RedirectTask => "task.redirect",
            Self::DeleteTask => "task.delete",
            Self::ExecuteTask => "task.execute",
            Self::RestoreTask => "task.restore",
            Self::CompleteTask => "task.complete",
            Self::ReopenTask => "task.reopen",
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
            Self::ReplayExecutions => "execution.replay",
            Self::CreateApiKey => "api_key.create",
            Self::ReadApiKey => "api_key.read",
            Self::DeleteApiKey => "api_key.delete",
            Self::TellEvent => "event.tell",
            Self::ReadAccount => "account.read",
            Self::ChangeAccount => "account.change",
            Self::UseTemplate => "template.use",
            Self::ChangeTemplate => "template.change",
            Self::ReadAnalytics => "analytics.read",
            Self::ReadAudit => "audit.read",
        }
    }

    /// The kind of access that it requires.
    pub fn action(self) -> Action {
        match self {
            Self::ReadTask
            | Self::ReadConfig
            | Self::ReadExecution
            | Self::ReadApiKey
            | Self::ReadAccount
            | Self::ReadAnalytics => Action::Read,
            Self::ExecuteTask
            | Self::CompleteTask
            | Self::ReopenTask
            | Self::Execute
            | Self::CancelExecution
            | Self::RetryExecution
            | Self::ReplayExecutions => Action::Run,
            Self::UpdateTask | Self::PauseTask | Self::ResumeTask => Action::Edit,
            Self::CreateTask
            | Self::UseTemplate
            | Self::RedirectTask
            | Self::DeleteTask
            | Self::RestoreTask
            | Self::CreateConfig
            | Self::UpdateConfig
            | Self::DeleteConfig => Action::Control,
            Self::CreateApiKey | Self::DeleteApiKey => Action::Delegate,
            Self::ResetGate => Action::Operate,
            Self::ShareConfig
            | Self::TellEvent
            | Self::ChangeAccount
            | Self::ChangeTemplate
            | Self::ReadAudit => Action::Administer,
        }
    }

    /// Rejects what `by` may not do to a resource to which it has `relation`; `hidden` is the error if `by`
    /// may not even know that the resource exists.
    pub(super) fn check_as(self, by: &Principal, relation: Relation, hidden: Error) -> Result<(), Error> {
        match access::decide(by, relation, self.action()) {
            Access::Granted => Ok(()),
            Access::Denied => Err(Error::Denied(self)),
            Access::Hidden => Err(hidden),
        }
    }

    /// The same for a resource of `owner`.
    pub(super) fn check(self, by: &Principal, owner: &OwnerId, hidden: Error) -> Result<(), Error> {
        self.check_as(by, Relation::to_owned_by(owner, by), hidden)
    }

    /// Rejects what `by` may not do to its own resources, or at all.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn check_own(self, by: &Principal) -> Result<(), Error> {
        self.check_as(by, Relation::Owner, Error::Denied(self))
    }
}
