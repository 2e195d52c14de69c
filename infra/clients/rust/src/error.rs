//! What a request fails with.

use std::time::Duration;

/// What went wrong (RFC 9457).
pub type Problem = crate::types::Problem;

/// Why a request has no result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused it.
    #[error("{} ({status}): {}", .problem.code, .problem.detail)]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it said.
        problem: Box<Problem>,
    },
    /// Something else than Beadle responded, such as a proxy.
    #[error("status {status} without a problem")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// The server can't be reached, or the response was lost.
    #[error("no response")]
    Http(#[from] reqwest::Error),
    /// The response is not of the expected type.
    #[error("the response can't be read")]
    Body(#[from] serde_json::Error),
    /// An execution has not ended in time.
    #[error("{id} has not ended within {waited:?}")]
    Timeout {
        /// The execution.
        id: String,
        /// How long it was waited for.
        waited: Duration,
    },
}

impl Error {
    /// The HTTP status, if there was a response.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } | Self::Status { status } => Some(*status),
            Self::Http(_) | Self::Body(_) | Self::Timeout { .. } => None,
        }
    }

    /// The stable word for what happened, such as `task_not_found`.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { problem, .. } => Some(&problem.code),
            Self::Status { .. } | Self::Http(_) | Self::Body(_) | Self::Timeout { .. } => None,
        }
    }

    /// Whether nobody waits for a job any more: it ended, was cancelled, or its time is up.
    pub fn is_gone(&self) -> bool {
        matches!(self.status(), Some(404 | 410))
    }

    /// The error of a response that is no success.
    pub(crate) fn of(status: u16, body: &[u8]) -> Self {
        match serde_json::from_slice(body) {
            Ok(problem) => Self::Refused { status, problem },
            Err(_) => Self::Status { status },
        }
    }
}
