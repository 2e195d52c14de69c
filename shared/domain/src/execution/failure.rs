//! Why an attempt or an execution failed.

use std::time::Duration;

use beadle_values::names;
use serde::{Deserialize, Serialize};

names! {
    /// Why an execution or an attempt failed.
    pub enum FailureCode, noun "failure code" {
        /// The host name could not be resolved, or no connection could be made or kept.
        Connect = "connect",
        /// The TLS handshake failed.
        Tls = "tls",
        /// No complete response within the timeout.
        Timeout = "timeout",
        /// The destination responded with a status that does not count as success.
        HttpStatus = "http_status",
        /// The destination redirected too often, or to an unusable address.
        Redirect = "redirect",
        /// The call can't be built from the request.
        InvalidRequest = "invalid_request",
        /// The response can't be read.
        InvalidResponse = "invalid_response",
        /// The runner stopped in the middle of the attempt, too often.
        Interrupted = "interrupted",
        /// The message could not be handled and reached the dead-letter queue.
        Undeliverable = "undeliverable",
        /// The execution was deferred more often than is allowed.
        HopLimit = "hop_limit",
        /// The task was deleted or paused before it could run.
        TaskGone = "task_gone",
        /// The egress guard blocked the call.
        Egress = "egress",
        /// The proxy of the config can't be reached.
        ProxyConnect = "proxy_connect",
        /// The proxy of the config does not accept the credentials.
        ProxyAuth = "proxy_auth",
        /// The proxy of the config refused to open a tunnel.
        ProxyRefused = "proxy_refused",
        /// The proxy of the config opened no tunnel in time.
        ProxyTimeout = "proxy_timeout",
        /// A placeholder has no value, or a value that does not fit its place.
        Interpolation = "interpolation",
        /// A secret can't be read.
        Secret = "secret",
        /// No credential could be obtained for the call.
        Auth = "auth",
        /// The response is not what `response.expect` says.
        Unexpected = "unexpected",
        /// The GraphQL server responded with errors and no data.
        Graphql = "graphql",
        /// The database rejected the statement.
        Database = "database",
        /// The database could not run the statement now: a conflict with another transaction, or too many connections.
        DatabaseBusy = "database_busy",
        /// The mail server refused the mail, an address or the login.
        Mail = "mail",
        /// The mail server does not take the mail now.
        MailBusy = "mail_busy",
        /// The config was deleted, or may no longer be used.
        ConfigGone = "config_gone",
        /// The time that `give_up_after` allows for all attempts is over.
        GaveUp = "gave_up",
        /// The task runs after itself, through the tasks that it depends on.
        DependencyCycle = "dependency_cycle",
        /// A simulated task, which fails at random.
        Simulated = "simulated",
        /// The job has failed, as a callback or a poll reported.
        JobFailed = "job_failed",
        /// The time of the job was up before it reported its end.
        JobTimeout = "job_timeout",
        /// The job gave no sign of life for longer than `heartbeat_timeout`.
        HeartbeatTimeout = "heartbeat_timeout",
        /// Nothing here can run scripts and functions, or not safely.
        SandboxUnavailable = "sandbox_unavailable",
        /// What runs scripts and functions takes no more runs at the moment.
        SandboxBusy = "sandbox_busy",
        /// The process of the run ended in a way that it never should.
        SandboxCrashed = "sandbox_crashed",
        /// The run tried to get out of the sandbox.
        SandboxViolation = "sandbox_violation",
        /// The command is not on the list of commands, or its file can't be started.
        ScriptCommand = "script_command",
        /// The script ended with an exit code other than 0.
        ScriptExit = "script_exit",
        /// The script ended with an exit code that its task names as final.
        ScriptFinal = "script_final",
        /// A signal ended the script.
        ScriptSignal = "script_signal",
        /// The script wrote more output than it may.
        OutputLimit = "output_limit",
        /// The script wrote more to its folder than it may.
        DiskLimit = "disk_limit",
        /// The processor time was used up.
        CpuLimit = "cpu_limit",
        /// The function threw, or its promise was rejected.
        FunctionThrew = "function_threw",
        /// There is no such function, version or export.
        FunctionMissing = "function_missing",
        /// A module of the function can't be parsed.
        FunctionSyntax = "function_syntax",
        /// A module imports what the function does not have.
        FunctionImport = "function_import",
        /// A promise was rejected that nobody awaits.
        FunctionRejection = "function_rejection",
        /// The function waits for what can't happen.
        FunctionNeverSettles = "function_never_settles",
        /// The function returned what JSON can't express.
        FunctionResult = "function_result",
        /// The memory of the function was used up.
        HeapLimit = "heap_limit",
        /// The calls of the function were nested too deeply.
        StackLimit = "stack_limit",
        /// The modules of the function are too large.
        SourceLimit = "source_limit",
        /// The result of the run is too large.
        ResultLimit = "result_limit",
        /// The function wrote too much to its console.
        ConsoleLimit = "console_limit",
        /// The function made too many calls.
        FetchLimit = "fetch_limit",
        /// The function had too many timers at once.
        TimerLimit = "timer_limit",
        /// The response could not be transformed as `response.transform` says.
        Transform = "transform",
    }
}

/// Why an attempt or an execution failed, with a message for the caller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The kind of failure.
    pub code: FailureCode,
    /// What happened, as one sentence for the caller, without internal details.
    pub message: String,
    /// The HTTP status of the response, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// The delay that the destination requests before the next call (RFC 9110 section 10.2.3); not stored.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure without an HTTP status.
    pub fn new(code: FailureCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), http_status: None, retry_after: None }
    }

    /// The failure for a response with `status`.
    pub fn http_status(status: u16, retry_after: Option<Duration>) -> Self {
        Self {
            code: FailureCode::HttpStatus,
            message: format!("the destination answered {status}"),
            http_status: Some(status),
            retry_after,
        }
    }

    /// The same after the head of a response with `status` was read.
    #[must_use]
    pub fn after_head(self, status: u16) -> Self {
        Self { http_status: Some(status), ..self }
    }

    /// Whether another attempt may succeed. Connection errors, timeouts, what a proxy does not do, 408, 425, 429, 5xx and busy
    /// databases and mail servers are retryable, and what may have ended otherwise in a script or a function; other statuses, TLS errors, redirects and invalid requests are not. After the head of a
    /// 2xx nothing is: the destination has done what was asked, and another attempt would do it twice.
    pub fn is_retryable(&self) -> bool {
        if self.http_status.is_some_and(|status| (200..300).contains(&status)) {
            return false;
        }
        match self.code {
            FailureCode::Connect
            | FailureCode::Timeout
            | FailureCode::ProxyConnect
            | FailureCode::ProxyRefused
            | FailureCode::ProxyTimeout
            | FailureCode::InvalidResponse
            | FailureCode::DatabaseBusy
            | FailureCode::MailBusy
            | FailureCode::SandboxBusy
            | FailureCode::SandboxCrashed
            | FailureCode::ScriptExit
            | FailureCode::ScriptSignal
            | FailureCode::CpuLimit
            | FailureCode::FunctionThrew
            | FailureCode::FunctionRejection
            | FailureCode::HeapLimit => true,
            FailureCode::HttpStatus | FailureCode::Graphql => {
                self.http_status.is_some_and(|status| matches!(status, 408 | 425 | 429 | 500..=599))
            }
            _ => false,
        }
    }
}
