//! Why an attempt or an execution failed.

use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Serialize};

/// The kind of a failure; its name is part of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The destination's name could not be resolved, or no connection could be made or kept.
    Connect,
    /// TLS could not be agreed on.
    Tls,
    /// No complete answer within the timeout.
    Timeout,
    /// The destination answered with a status that does not count as success.
    HttpStatus,
    /// The destination redirected more often than is followed, or to somewhere unusable.
    Redirect,
    /// What is to be sent can't be built from the request.
    InvalidRequest,
    /// The answer can't be read.
    InvalidResponse,
    /// The runner vanished in the middle of the attempt, too often.
    Interrupted,
    /// The message could not be handled and reached the dead-letter queue.
    Undeliverable,
    /// The execution was put off more often than is allowed.
    HopLimit,
    /// The task was deleted or paused before it could run.
    TaskGone,
    /// The egress guard does not let calls go there.
    Egress,
    /// A placeholder names something that is not there, or what it stands for does not fit its place.
    Interpolation,
    /// A secret can't be read.
    Secret,
    /// The credential of the call can't be had.
    Auth,
    /// The answer is not what `response.expect` says.
    Unexpected,
    /// The GraphQL server answered errors and no data.
    Graphql,
    /// The database refused the statement.
    Database,
    /// The database could not do it now: a conflict with another transaction, or too many connections.
    DatabaseBusy,
    /// The config was deleted, or may no longer be used.
    ConfigGone,
    /// A simulated task, which fails now and then.
    Simulated,
}

impl FailureCode {
    /// Every code.
    pub const ALL: [Self; 21] = [
        Self::Connect,
        Self::Tls,
        Self::Timeout,
        Self::HttpStatus,
        Self::Redirect,
        Self::InvalidRequest,
        Self::InvalidResponse,
        Self::Interrupted,
        Self::Undeliverable,
        Self::HopLimit,
        Self::TaskGone,
        Self::Egress,
        Self::Interpolation,
        Self::Secret,
        Self::Auth,
        Self::Unexpected,
        Self::Graphql,
        Self::Database,
        Self::DatabaseBusy,
        Self::ConfigGone,
        Self::Simulated,
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::HttpStatus => "http_status",
            Self::Redirect => "redirect",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidResponse => "invalid_response",
            Self::Interrupted => "interrupted",
            Self::Undeliverable => "undeliverable",
            Self::HopLimit => "hop_limit",
            Self::TaskGone => "task_gone",
            Self::Egress => "egress",
            Self::Interpolation => "interpolation",
            Self::Secret => "secret",
            Self::Auth => "auth",
            Self::Unexpected => "unexpected",
            Self::Graphql => "graphql",
            Self::Database => "database",
            Self::DatabaseBusy => "database_busy",
            Self::ConfigGone => "config_gone",
            Self::Simulated => "simulated",
        }
    }
}

impl fmt::Display for FailureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no failure code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("names no kind of failure")]
pub struct UnknownFailureCode;

impl FromStr for FailureCode {
    type Err = UnknownFailureCode;

    fn from_str(text: &str) -> Result<Self, UnknownFailureCode> {
        Self::ALL.into_iter().find(|code| code.as_str() == text).ok_or(UnknownFailureCode)
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

    /// Whether another attempt may succeed. Connection errors, timeouts, 408, 425, 429, 5xx and busy
    /// databases are retryable; other statuses, TLS errors, redirects and invalid requests are not.
    pub fn is_retryable(&self) -> bool {
        match self.code {
            FailureCode::Connect
            | FailureCode::Timeout
            | FailureCode::InvalidResponse
            | FailureCode::DatabaseBusy => true,
            FailureCode::HttpStatus | FailureCode::Graphql => {
                self.http_status.is_some_and(|status| matches!(status, 408 | 425 | 429 | 500..=599))
            }
            _ => false,
        }
    }
}
