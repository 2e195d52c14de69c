//! The operations of the services, with the access that each requires.

use beadle_domain::access::{self, Access, Action, Principal, Relation};
use beadle_values::{id::OwnerId, names};

use crate::Error;

names! {
    /// An operation that needs access; its name is the `action` of a refusal.
    pub enum Operation {
        /// Create a task.
        CreateTask = "task.create",
        /// Read a task.
        ReadTask = "task.read",
        /// Change the description of a task.
        UpdateTask = "task.update",
        /// Change what a task sends, or whom it is assigned to.
        RedirectTask = "task.redirect",
        /// Delete a task.
        DeleteTask = "task.delete",
        /// Run a task now.
        ExecuteTask = "task.execute",
        /// Restore a deleted task.
        RestoreTask = "task.restore",
        /// Complete a todo.
        CompleteTask = "task.complete",
        /// Reopen a todo.
        ReopenTask = "task.reopen",
        /// Pause a task's schedule.
        PauseTask = "task.pause",
        /// Resume a task's schedule.
        ResumeTask = "task.resume",
        /// Create a config.
        CreateConfig = "config.create",
        /// Read a config or its gate.
        ReadConfig = "config.read",
        /// Change a config.
        UpdateConfig = "config.update",
        /// Delete a config.
        DeleteConfig = "config.delete",
        /// Share a config with everyone, or stop sharing it.
        ShareConfig = "config.share",
        /// Reset the gate of a config.
        ResetGate = "config.reset_gate",
        /// Pause the executions of a config.
        PauseConfig = "config.pause",
        /// Resume the executions of a config.
        ResumeConfig = "config.resume",
        /// Run a request that is not saved.
        Execute = "execution.create",
        /// Read an execution.
        ReadExecution = "execution.read",
        /// Cancel an execution.
        CancelExecution = "execution.cancel",
        /// Run an execution again.
        RetryExecution = "execution.retry",
        /// Let the order key of a failed execution go on without it.
        SkipExecution = "execution.skip",
        /// Run failed executions again, by a filter.
        ReplayExecutions = "execution.replay",
        /// Read a batch.
        ReadBatch = "batch.read",
        /// Add executions to a batch.
        AddToBatch = "batch.add",
        /// Close a batch.
        CloseBatch = "batch.close",
        /// Create an API key.
        CreateApiKey = "api_key.create",
        /// Read an API key.
        ReadApiKey = "api_key.read",
        /// Revoke an API key.
        DeleteApiKey = "api_key.delete",
        /// Report an event about a user: a deleted account, or another subscription.
        ReportEvent = "event.tell",
        /// Read an account and its limits.
        ReadAccount = "account.read",
        /// Change the limits of an account.
        ChangeAccount = "account.change",
        /// Export all that an owner has.
        ExportAccount = "account.export",
        /// Import what was exported.
        ImportAccount = "account.import",
        /// Pause all executions of an owner.
        PauseAccount = "account.pause",
        /// Resume the executions of an owner.
        ResumeAccount = "account.resume",
        /// Read whether everything is paused.
        ReadService = "service.read",
        /// Pause the executions of everybody.
        PauseService = "service.pause",
        /// Resume the executions of everybody.
        ResumeService = "service.resume",
        /// Create a task from a template.
        UseTemplate = "template.use",
        /// Write or delete a template.
        ChangeTemplate = "template.change",
        /// Read a calendar.
        ReadCalendar = "calendar.read",
        /// Write or delete a calendar.
        ChangeCalendar = "calendar.change",
        /// Write or delete a calendar that is shared with everyone.
        ShareCalendar = "calendar.share",
        /// Read which functions there are.
        ReadFunction = "function.read",
        /// Read the source of a function, or try it.
        InspectFunction = "function.inspect",
        /// Upload a function, move its current version or delete it.
        ChangeFunction = "function.change",
        /// Save or run a script.
        UseScript = "script.use",
        /// Read the statistics of an owner's tasks and executions.
        ReadAnalytics = "analytics.read",
        /// Read the metrics of the process.
        ReadMetrics = "metrics.read",
        /// Read the rules of alerts, and what fires.
        ReadAlerts = "alerts.read",
        /// Change the rules of alerts.
        ChangeAlerts = "alerts.change",
        /// Read the audit trail.
        ReadAudit = "audit.read",
    }
}

impl Operation {
    /// What it does to the thing.
    pub fn action(self) -> Action {
        match self {
            Self::ReadTask
            | Self::ReadConfig
            | Self::ReadExecution
            | Self::ReadBatch
            | Self::ReadApiKey
            | Self::ReadAccount
            | Self::ReadCalendar
            | Self::ReadFunction
            | Self::ReadService
            | Self::ReadAlerts
            | Self::ReadAnalytics => Action::Read,
            Self::ExecuteTask
            | Self::CompleteTask
            | Self::ReopenTask
            | Self::Execute
            | Self::CancelExecution
            | Self::RetryExecution
            | Self::SkipExecution
            | Self::AddToBatch
            | Self::CloseBatch
            | Self::ReplayExecutions => Action::Run,
            Self::UpdateTask | Self::PauseTask | Self::ResumeTask => Action::Edit,
            Self::CreateTask
            | Self::UseTemplate
            | Self::RedirectTask
            | Self::ChangeAlerts
            | Self::DeleteTask
            | Self::RestoreTask
            | Self::CreateConfig
            | Self::UpdateConfig
            | Self::DeleteConfig
            | Self::ChangeCalendar
            | Self::PauseConfig
            | Self::ResumeConfig
            | Self::ExportAccount
            | Self::ImportAccount
            | Self::PauseAccount
            | Self::ResumeAccount => Action::Control,
            Self::CreateApiKey | Self::DeleteApiKey => Action::Delegate,
            Self::ResetGate
            | Self::InspectFunction
            | Self::ChangeFunction
            | Self::UseScript
            | Self::ReadMetrics => Action::Operate,
            Self::ShareConfig
            | Self::ShareCalendar
            | Self::ReportEvent
            | Self::ChangeAccount
            | Self::PauseService
            | Self::ResumeService
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
