//! What went wrong with a database, in words that reveal nothing of the connection.

use std::{error::Error, io};

use beadle_domain::call::DatabaseError;

use crate::{egress::LookupError, fault};

/// The longest text of a server that is passed on, in bytes.
const LONGEST: usize = 1_000;

impl From<LookupError> for DatabaseError {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::Refused(refusal) => Self::Egress(refusal.to_string()),
            LookupError::Unknown => Self::Connect(error.to_string()),
        }
    }
}

/// An error below the protocol of the database.
pub(super) fn of_connection(error: &(dyn Error + 'static)) -> DatabaseError {
    if let Some(tls) = fault::cause::<rustls::Error>(error) {
        return DatabaseError::Tls(fault::of_tls(tls).to_owned());
    }
    let mut io = fault::causes(error).filter_map(<dyn Error>::downcast_ref::<io::Error>);
    let known = io.find_map(|error| fault::of_io(error.kind()));
    DatabaseError::Connect(known.unwrap_or("it was lost").to_owned())
}

/// What a server said, beside its code, no longer than is good.
pub(super) fn said(message: &str, code: &str) -> String {
    let mut end = message.len().min(LONGEST);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    format!("{} ({code})", message.get(..end).unwrap_or_default())
}
