//! Errors of the server and of the connection.

use std::time::Duration;

use beadle_domain::call::DatabaseError;
use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::ErrorResponseBody;

use crate::database::error::server_message;

/// Why a statement did not run.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server refused it.
    Refused(Refusal),
    /// Anything else.
    Other(DatabaseError),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DatabaseError> for Fault {
    fn from(error: DatabaseError) -> Self {
        Self::Other(error)
    }
}

impl Fault {
    /// The server sent what is not as the protocol has it.
    pub fn unreadable() -> Self {
        Self::Other(DatabaseError::InvalidResponse("the server broke the protocol".to_owned()))
    }

    /// The statement copies rows from or to its client.
    pub fn copy() -> Self {
        Self::Other(DatabaseError::Refused(
            "COPY FROM STDIN and COPY TO STDOUT need a client with a file; use INSERT or SELECT, or COPY \
             with a file or program of the server"
                .to_owned(),
        ))
    }

    /// The statement waits for notifications.
    pub fn listen() -> Self {
        Self::Other(DatabaseError::Refused(
            "LISTEN has no effect here, as no connection outlives its statement; NOTIFY can be used"
                .to_owned(),
        ))
    }
}

impl From<Fault> for DatabaseError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => refusal.into(),
            Fault::Other(error) => error,
        }
    }
}

/// An error that the server reported.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Its SQLSTATE (PostgreSQL manual, appendix A).
    code: String,
    message: String,
}

impl Refusal {
    pub fn of(body: &ErrorResponseBody) -> Self {
        let (mut code, mut message) = (String::new(), String::new());
        let mut fields = body.fields();
        // What follows a field that can't be read is left out.
        while let Ok(Some(field)) = fields.next() {
            let value = || String::from_utf8_lossy(field.value_bytes()).into_owned();
            match field.type_() {
                b'C' => code = value(),
                b'M' => message = value(),
                _ => {}
            }
        }
        Self { code, message }
    }

    /// Whether the statement can run only outside of a transaction block: `active_sql_transaction` (VACUUM,
    /// CREATE DATABASE, CREATE INDEX CONCURRENTLY) and `invalid_transaction_termination` (a procedure that
    /// commits). Both come before anything has taken effect.
    pub fn wants_no_transaction(&self) -> bool {
        matches!(&*self.code, "25001" | "2D000")
    }
}

impl From<Refusal> for DatabaseError {
    fn from(Refusal { code, message }: Refusal) -> Self {
        let text = server_message(&message, &code);
        match (&*code, code.get(..2).unwrap_or_default()) {
            // The server's own limit, which this client set.
            ("57014", _) => Self::Timeout(Duration::ZERO),
            ("55P03", _) | (_, "08" | "40" | "53") => Self::Busy(text),
            (code, "57") if code.starts_with("57P0") => Self::Busy(text),
            _ => Self::Refused(text),
        }
    }
}
