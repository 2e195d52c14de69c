//! Errors of reading secrets.

use beadle_values::cause::Cause;

use super::SecretRef;
use crate::execution::{Failure, FailureCode};

/// Why a secret can't be read. The messages never contain any part of a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// There is no secret with that name that the owner may use.
    #[error("there is no secret `{0}`")]
    NotFound(String),
    /// The secret is not a JSON object with that field, or the field is neither a string, a number nor a
    /// boolean.
    #[error("there is no field at `{0}`: the secret has to be a JSON object that has it as a text")]
    NoSuchField(SecretRef),
    /// The store is unreachable or rejects the call; the same call may succeed later. The source is for
    /// the log.
    #[error("the secret store is unavailable")]
    Unavailable(#[source] Cause),
}

impl SecretError {
    /// The failure of the attempt. `None` if the store is unavailable: then the execution is deferred and no
    /// attempt is used up.
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Self::NotFound(_) | Self::NoSuchField(_) => {
                Some(Failure::new(FailureCode::Secret, self.to_string()))
            }
            Self::Unavailable(_) => None,
        }
    }
}
