//! What is asked, by name, and what access it takes.

use beadle_domain::access::{self, Access, Action, Principal, Relation};
use beadle_values::id::OwnerId;

use crate::Refusal;

/// An operation that needs access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Create a task.
    CreateTask,
    /// Look at a task.
    ReadTask,
    /// Change what a task says.
    UpdateTask,
    /// Change what a task sends, or whom it is assigned to.
    RedirectTask,
    /// Delete a task.
    DeleteTask,
    /// Run a task now.
    ExecuteTask,
    /// Restore a deleted task.
    RestoreTask,
    /// Tick a todo off.
    CompleteTask,
    /// Take a todo up again.
    ReopenTask,
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
    /// Run executions that failed again, by a filter.
    ReplayExecutions,
    /// Make an API key.
    CreateApiKey,
    /// Look at an API key.
    ReadApiKey,
    /// Revoke an API key.
    DeleteApiKey,
    /// Tell what happened elsewhere: that a user is gone, or has another subscription.
    TellEvent,
    /// Look at an account and what it may use.
    ReadAccount,
    /// Change what an account may use.
    ChangeAccount,
    /// Make a task from a template.
    UseTemplate,
    /// Write or delete a template.
    ChangeTemplate,
    /// Look at what an owner's tasks and executions came to.
    ReadAnalytics,
    /// Look at the audit trail.
    AuditTrail,
}

impl Operation {
    /// Its name: the `action` of a refusal.
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
            Self::AuditTrail => "audit.read",
        }
    }

    /// What it does to the thing.
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
            | Self::AuditTrail => Action::Administer,
        }
    }

    /// Refuses what `by` may not do to what it stands to in `relation`; `hidden` is the refusal where `by` may not even
    /// know that it exists.
    pub(super) fn check_as(self, by: &Principal, relation: Relation, hidden: Refusal) -> Result<(), Refusal> {
        match access::decide(by, relation, self.action()) {
            Access::Granted => Ok(()),
            Access::Denied => Err(Refusal::Denied(self)),
            Access::Hidden => Err(hidden),
        }
    }

    /// The same for what belongs to `owner` and to nobody else.
    pub(super) fn check(self, by: &Principal, owner: &OwnerId, hidden: Refusal) -> Result<(), Refusal> {
        self.check_as(by, Relation::to_owned_by(owner, by), hidden)
    }

    /// Refuses what `by` may not do with what is its own, or at all.
    ///
    /// # Errors
    /// [`Refusal::Denied`].
    pub fn check_own(self, by: &Principal) -> Result<(), Refusal> {
        self.check_as(by, Relation::Owner, Refusal::Denied(self))
    }
}
