//! Why a secret can't be read.

use super::SecretRef;
use crate::execution::{Failure, FailureCode};

/// Why a secret can't be had. No text of it holds any part of a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// There is none of that name that the owner may use.
    #[error("there is no secret `{0}`")]
    NotFound(String),
    /// The secret is no JSON object with that field, or the field is neither a text, a number nor true or false.
    #[error("there is no field at `{0}`: the secret has to be a JSON object that has it as a text")]
    NoSuchField(SecretRef),
    /// The store can't be reached or refuses; the same call may succeed later. The text is for the log.
    #[error("the secret store is unavailable: {0}")]
    Unavailable(String),
}

impl SecretError {
    /// The failure of the attempt. `None` where the attempt should not be spent on it: the store is unavailable, and the
    /// execution is put off.
    pub fn failure(&self) -> Option<Failure> {
        match self {
            Self::NotFound(_) | Self::NoSuchField(_) => {
                Some(Failure::new(FailureCode::Secret, self.to_string()))
            }
            Self::Unavailable(_) => None,
        }
    }
}
