//! Translates errors of databases into errors for API clients, without details of the connection.

use std::{error::Error, io, time::Duration};

use beadle_domain::call::DatabaseError;

use crate::{egress::LookupError, error};

/// The longest server message that is passed on, in bytes.
const MAX_SERVER_TEXT: usize = 1_000;

impl From<LookupError> for DatabaseError {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::Refused(refusal) => Self::Egress(refusal.to_string()),
            LookupError::Unresolved(_) => Self::Connect(error.to_string()),
        }
    }
}

/// An error below the database's protocol.
pub(super) fn connection_error(error: &(dyn Error + 'static)) -> DatabaseError {
    if let Some(tls) = error::cause::<rustls::Error>(error) {
        return DatabaseError::Tls(error::tls_text(tls).to_owned());
    }
    let mut io = error::causes(error).filter_map(<dyn Error>::downcast_ref::<io::Error>);
    let known = io.find_map(|error| error::io_text(error.kind()));
    DatabaseError::Connect(known.unwrap_or("it was lost").to_owned())
}

/// A server's message with its code, shortened to [`MAX_SERVER_TEXT`].
pub(super) fn server_message(message: &str, code: &str) -> String {
    let mut end = message.len().min(MAX_SERVER_TEXT);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    format!("{} ({code})", message.get(..end).unwrap_or_default())
}

/// The connection's mode requires TLS, and the server has none.
pub(super) fn no_tls() -> DatabaseError {
    DatabaseError::Tls(
        "the server has no TLS, which the connection's `sslmode` asks for; `prefer` does without".to_owned(),
    )
}

/// Connecting took longer than the URL's `connect_timeout`.
pub(super) fn too_slow(limit: Duration) -> DatabaseError {
    DatabaseError::Connect(format!("it was not made within its `connect_timeout` of {} s", limit.as_secs()))
}

/// The server closed the connection.
pub(super) fn closed() -> DatabaseError {
    DatabaseError::Connect("it was closed".to_owned())
}

/// Checks that a statement with `expected` placeholders has as many parameters.
///
/// # Errors
/// [`DatabaseError::InvalidRequest`] otherwise.
pub(super) fn check_param_count(expected: usize, given: usize) -> Result<(), DatabaseError> {
    if expected == given {
        return Ok(());
    }
    Err(DatabaseError::InvalidRequest(format!("it takes {expected} parameters, and {given} are given")))
}
