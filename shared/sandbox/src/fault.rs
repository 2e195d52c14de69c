//! Why a run failed.

use serde::{Deserialize, Serialize};

beadle_values::names! {
    /// What went wrong in a run.
    pub enum Fault {
        /// A layer that is required can't be had on this system, or the child could not be started.
        Unavailable = "sandbox_unavailable",
        /// The sandbox takes no more runs at the moment.
        Busy = "sandbox_busy",
        /// The child ended in a way that it never should.
        Crashed = "sandbox_crashed",
        /// The child made a system call that no function needs: somebody tried to get out.
        Violation = "sandbox_violation",
        /// The time of the attempt was over.
        Timeout = "timeout",
        /// The command of a script is not there, can't be started, or is not the file that was allowed.
        CommandUnusable = "script_command",
        /// The script ended with a status other than 0.
        ScriptExit = "script_exit",
        /// A signal ended the script.
        ScriptSignal = "script_signal",
        /// The script or function wrote more than is kept.
        OutputLimit = "output_limit",
        /// The script wrote more to its folder than it may.
        DiskLimit = "disk_limit",
        /// The processor time was used up.
        CpuLimit = "cpu_limit",
        /// The function threw, or its promise was rejected.
        FunctionThrew = "function_threw",
        /// The upload has no function of this name.
        FunctionMissing = "function_missing",
        /// A module can't be parsed.
        SyntaxError = "function_syntax",
        /// A module imports what is not in the upload.
        ImportMissing = "function_import",
        /// A promise was rejected that nobody awaits.
        UnhandledRejection = "function_rejection",
        /// The function waits for what can't happen: no timer and no fetch is pending.
        NeverSettles = "function_never_settles",
        /// The function returned what JSON can't express.
        ResultInvalid = "function_result",
        /// The heap was used up.
        HeapLimit = "heap_limit",
        /// The calls were nested too deeply.
        StackLimit = "stack_limit",
        /// The modules are too large.
        SourceLimit = "source_limit",
        /// The result is too large.
        ResultLimit = "result_limit",
        /// The console was written to too much.
        ConsoleLimit = "console_limit",
        /// Too many fetches.
        FetchLimit = "fetch_limit",
        /// Too many timers at once.
        TimerLimit = "timer_limit",
    }
}

/// A run that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// What went wrong.
    pub fault: Fault,
    /// The same for people.
    pub message: String,
    /// Whether another attempt may end differently.
    pub retryable: bool,
    /// The status of a script that exited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<i32>,
    /// Where in the function: the engine's stack, innermost call first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<String>,
}

impl Failure {
    /// A failure that tells nothing but itself. Only what depends on the moment is retryable.
    pub fn new(fault: Fault, message: impl Into<String>) -> Self {
        let retryable = match fault {
            Fault::Busy
            | Fault::Crashed
            | Fault::Timeout
            | Fault::ScriptExit
            | Fault::ScriptSignal
            | Fault::CpuLimit
            | Fault::FunctionThrew
            | Fault::UnhandledRejection
            | Fault::HeapLimit => true,
            Fault::Unavailable
            | Fault::Violation
            | Fault::CommandUnusable
            | Fault::OutputLimit
            | Fault::DiskLimit
            | Fault::FunctionMissing
            | Fault::SyntaxError
            | Fault::ImportMissing
            | Fault::NeverSettles
            | Fault::ResultInvalid
            | Fault::StackLimit
            | Fault::SourceLimit
            | Fault::ResultLimit
            | Fault::ConsoleLimit
            | Fault::FetchLimit
            | Fault::TimerLimit => false,
        };
        Self { fault, message: message.into(), retryable, exit: None, stack: None }
    }

    /// The same with the engine's stack.
    #[must_use]
    pub fn with_stack(mut self, stack: Option<String>) -> Self {
        self.stack = stack;
        self
    }
}
