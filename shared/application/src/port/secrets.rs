//! Secrets.

use std::collections::BTreeSet;

use async_trait::async_trait;
use beadle_domain::interpolation::{SecretError, SecretRef, SecretValues};
use beadle_values::id::OwnerId;

/// Reads secrets.
///
/// A name is looked up among the secrets of `owner` first, then among those that everyone may use. An adapter
/// may cache a secret for some minutes, so a change takes effect with that delay; that a secret does not
/// exist is not cached.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// The values of all `places` for `owner`, who wrote the text that contains the placeholders.
    ///
    /// # Errors
    /// [`SecretError`] for the first that can't be resolved.
    async fn resolve(
        &self,
        owner: &OwnerId,
        places: &BTreeSet<SecretRef>,
    ) -> Result<SecretValues, SecretError>;
}

/// The folders in which a secret of `owner` is looked up, in this order, relative to the root of the store:
/// the owner's own folder, and the one of the secrets that everyone may use. No two owners have the same
/// folder.
///
/// In an owner's name, ASCII letters, digits, `-` and `_` are kept; every other byte is written as `.` and
/// two hexadecimal digits, so that the name is always one segment.
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
