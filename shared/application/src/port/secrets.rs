//! Where secrets are kept.

use std::collections::BTreeSet;

use async_trait::async_trait;
use beadle_domain::interpolation::{SecretError, SecretRef, SecretValues};
use beadle_values::id::OwnerId;

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
