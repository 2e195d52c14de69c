//! An HTTP call: the request, its limits, the response and its errors.

use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::{
    destination::{EgressScope, ProxyRoute},
    execution::{Failure, FailureCode},
    spec::Redirects,
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
    /// What to do about redirects.
    pub redirects: Redirects,
    /// The proxy that the call and its redirects go through.
    pub proxy: Option<ProxyRoute>,
}

/// The limits of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLimits {
    /// From the first byte sent to the last byte read, including redirects.
    pub timeout: Duration,
    /// How much of the body is read, in bytes after decompression.
    pub max_body: usize,
}

/// A response.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HttpResponse {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, at most `max_body` bytes of it.
    pub body: Bytes,
    /// Whether the body was longer.
    pub truncated: bool,
    /// The status of the redirect that made the request a GET without its body, if one did.
    pub lost_body: Option<u16>,
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
    /// The proxy did not open a tunnel.
    #[error("{0}")]
    Proxy(ProxyError),
    /// The request can't be sent as it is.
    #[error("the request can't be sent: {0}")]
    InvalidRequest(String),
    /// The response violates the protocol.
    #[error("the answer can't be read: {0}")]
    InvalidResponse(String),
    /// The head of a response arrived, its body did not or can't be decoded.
    #[error("the destination answered {status}, but {error}")]
    Body {
        /// The status.
        status: u16,
        /// What is wrong with the body.
        error: Box<CallError>,
    },
}

/// Why a proxy opened no tunnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// It can't be reached, or does not speak HTTP.
    #[error("no connection to the proxy: {0}")]
    Connect(&'static str),
    /// It answered 407: it does not know the credentials, or asks for some.
    #[error("the proxy does not accept the credentials (407)")]
    Credentials,
    /// It answered with another status.
    #[error("the proxy refused the tunnel with {0}")]
    Refused(u16),
    /// It gave no answer in time.
    #[error("the proxy opened no tunnel in time")]
    Timeout,
}

impl ProxyError {
    fn code(self) -> FailureCode {
        match self {
            Self::Connect(_) => FailureCode::ProxyConnect,
            Self::Credentials => FailureCode::ProxyAuth,
            Self::Refused(_) => FailureCode::ProxyRefused,
            Self::Timeout => FailureCode::ProxyTimeout,
        }
    }
}

impl CallError {
    /// The same after the head of a response with `status` was read.
    #[must_use]
    pub fn after_head(self, status: u16) -> Self {
        Self::Body { status, error: Box::new(self) }
    }

    fn code(&self) -> FailureCode {
        match self {
            Self::Connect(_) => FailureCode::Connect,
            Self::Tls(_) => FailureCode::Tls,
            Self::Timeout(_) => FailureCode::Timeout,
            Self::Redirect(_) => FailureCode::Redirect,
            Self::Egress(_) => FailureCode::Egress,
            Self::Proxy(error) => error.code(),
            Self::InvalidRequest(_) => FailureCode::InvalidRequest,
            Self::InvalidResponse(_) => FailureCode::InvalidResponse,
            Self::Body { error, .. } => error.code(),
        }
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        let failure = Self::new(error.code(), error.to_string());
        match error {
            CallError::Body { status, .. } => failure.after_head(status),
            _ => failure,
        }
    }
}
