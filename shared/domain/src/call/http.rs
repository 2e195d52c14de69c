//! An HTTP call: the request, its limits, the response and its errors.

use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::{
    destination::EgressScope,
    execution::{Failure, FailureCode},
};

/// A request that is ready to send.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpRequest {
    /// The method, in upper case.
    pub method: String,
    /// The destination.
    pub url: Url,
    /// The headers, names in lower case; a name may repeat.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: Bytes,
    /// Where the call and its redirects may go.
    pub egress: EgressScope,
}

/// The limits of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLimits {
    /// From the first byte sent to the last byte read, including redirects.
    pub timeout: Duration,
    /// How much of the body is read, in bytes after decompression.
    pub max_body: usize,
    /// How many redirects are followed.
    pub max_redirects: u8,
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, at most `max_body` bytes of it.
    pub body: Bytes,
    /// Whether the body was longer.
    pub truncated: bool,
}

impl HttpResponse {
    /// The first value of the header `name` (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no response. The messages are for the caller and contain nothing internal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// No connection could be established or kept.
    #[error("no connection: {0}")]
    Connect(String),
    /// The TLS handshake failed.
    #[error("no trusted TLS connection: {0}")]
    Tls(String),
    /// The timeout expired.
    #[error("no complete answer within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// Too many redirects, or an unusable one.
    #[error("{0}")]
    Redirect(String),
    /// The egress guard does not allow the destination.
    #[error("{0}")]
    Egress(String),
    /// The request can't be sent as it is.
    #[error("the request can't be sent: {0}")]
    InvalidRequest(String),
    /// The response violates the protocol.
    #[error("the answer can't be read: {0}")]
    InvalidResponse(String),
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        let code = match &error {
            CallError::Connect(_) => FailureCode::Connect,
            CallError::Tls(_) => FailureCode::Tls,
            CallError::Timeout(_) => FailureCode::Timeout,
            CallError::Redirect(_) => FailureCode::Redirect,
            CallError::Egress(_) => FailureCode::Egress,
            CallError::InvalidRequest(_) => FailureCode::InvalidRequest,
            CallError::InvalidResponse(_) => FailureCode::InvalidResponse,
        };
        Self::new(code, error.to_string())
    }
}
