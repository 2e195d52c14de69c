//! Where secrets are kept.

use std::collections::BTreeSet;

use async_trait::async_trait;

use crate::{
    execution::{Failure, FailureCode},
    id::OwnerId,
    interpolation::{SecretRef, SecretValues},
};

/// Reads secrets.
///
/// A name is looked up among the secrets of `owner` first, then among those that everyone may use; nobody else's are
/// looked at. An adapter may keep what it read for some minutes, so a changed secret shows with that delay; that there is
/// none is not remembered.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// The values of `places`, all of them, for `owner`: who wrote the text that the placeholder stands in.
    ///
    /// # Errors
    /// [`SecretError`] for the first that can't be had.
    async fn resolve(
        &self,
        owner: &OwnerId,
        places: &BTreeSet<SecretRef>,
    ) -> Result<SecretValues, SecretError>;
}

/// The folders that a secret of `owner` is looked for in, in this order, relative to the root of the store: the owner's own,
/// and that of the secrets that everyone may use. No two owners have the same.
///
/// In an owner's name only ASCII letters, digits, `-` and `_` stand for themselves; every other byte is written as `.` and two
/// hexadecimal digits, so that it is one segment whatever is in it.
pub fn folders(owner: &OwnerId) -> [String; 2] {
    let mut own = "owners/".to_owned();
    for byte in owner.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => own.push(char::from(byte)),
            _ => own.push_str(&format!(".{byte:02x}")),
        }
    }
    [own, "shared".to_owned()]
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_owner_has_a_folder_of_one_segment() {
        let own = |owner: &str| folders(&OwnerId::parse(owner).unwrap())[0].clone();
        assert_eq!(own("ada-1_B"), "owners/ada-1_B");
        assert_eq!(own("auth0|ada"), "owners/auth0.7cada");
        assert_eq!(own("../shared"), "owners/.2e.2e.2fshared");
        assert_eq!(own("ü"), "owners/.c3.bc");
    }

    proptest! {
        #[test]
        fn no_two_owners_share_a_folder(one in "[a.|/ü7c]{1,6}", other in "[a.|/ü7c]{1,6}") {
            let own = |owner: &str| folders(&OwnerId::parse(owner).unwrap())[0].clone();
            prop_assert_eq!(own(&one) == own(&other), one == other);
        }
    }
}
