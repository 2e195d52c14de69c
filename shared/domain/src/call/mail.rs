//! A mail: the request, the reply of the server and its errors.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::{
    destination::EgressScope,
    execution::{Failure, FailureCode},
};

/// A mail that is ready to be sent.
#[derive(Debug, Clone)]
pub struct MailRequest {
    /// The URL of the server with the scheme `smtp` or `smtps`; contains the password.
    pub server: SecretString,
    /// The address that it comes from.
    pub from: String,
    /// The addresses that it goes to.
    pub to: Vec<String>,
    /// The subject, one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The `Message-ID`, in angle brackets (RFC 5322 section 3.6.4).
    pub message_id: String,
    /// The `Date`.
    pub date: Timestamp,
    /// Where the connection may go.
    pub egress: EgressScope,
}

/// The reply of a server that has taken a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailReply {
    /// The reply code (RFC 5321 section 4.2).
    pub code: u16,
    /// Its text, which often has the number of the mail in the server's queue.
    pub message: String,
}

/// Why a mail was not sent. The messages are for the caller and contain no part of the server's URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// No connection could be established.
    #[error("no connection: {0}")]
    Connect(String),
    /// The TLS handshake failed, or the server has no STARTTLS.
    #[error("no trusted TLS connection: {0}")]
    Tls(String),
    /// The timeout expired.
    #[error("the mail was not taken within {} ms", .0.as_millis())]
    Timeout(Duration),
    /// The egress guard does not allow the server.
    #[error("{0}")]
    Egress(String),
    /// The server refused for good: a reply of 500 to 599.
    #[error("the mail server refused: {0}")]
    Refused(String),
    /// The server can't take the mail now: a reply of 400 to 499.
    #[error("the mail server is busy: {0}")]
    Busy(String),
    /// The mail or the server's URL can't be used.
    #[error("the mail can't be sent: {0}")]
    InvalidRequest(String),
    /// The server does not speak SMTP, or ended the connection before its reply.
    #[error("the reply can't be read: {0}")]
    InvalidReply(String),
}

impl From<MailError> for Failure {
    fn from(error: MailError) -> Self {
        let code = match &error {
            MailError::Connect(_) => FailureCode::Connect,
            MailError::Tls(_) => FailureCode::Tls,
            MailError::Timeout(_) => FailureCode::Timeout,
            MailError::Egress(_) => FailureCode::Egress,
            MailError::Refused(_) => FailureCode::Mail,
            MailError::Busy(_) => FailureCode::MailBusy,
            MailError::InvalidRequest(_) => FailureCode::InvalidRequest,
            MailError::InvalidReply(_) => FailureCode::InvalidResponse,
        };
        Self::new(code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(MailError::Connect("x".into()), "connect", true)]
    #[case(MailError::Tls("x".into()), "tls", false)]
    #[case(MailError::Timeout(Duration::from_secs(1)), "timeout", true)]
    #[case(MailError::Egress("x".into()), "egress", false)]
    #[case(MailError::Refused("x".into()), "mail", false)]
    #[case(MailError::Busy("x".into()), "mail_busy", true)]
    #[case(MailError::InvalidRequest("x".into()), "invalid_request", false)]
    #[case(MailError::InvalidReply("x".into()), "invalid_response", true)]
    fn errors_map_to_failures(#[case] error: MailError, #[case] code: &str, #[case] retryable: bool) {
        let failure = Failure::from(error);
        assert_eq!((failure.code.as_str(), failure.is_retryable()), (code, retryable));
    }
}
