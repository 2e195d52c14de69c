//! The tenant of an owner.

use aws_lc_rs::digest::{SHA256, digest};
use beadle_values::hexadecimal;

/// The longest tenant id, in characters.
const MAX_LENGTH: usize = 256;

/// The tenant id of `owner`. No two owners have the same one, because that would give them one execution environment.
///
/// Letters, digits and `.`, `_`, `:`, `/`, `+`, `-`, `@` are kept; every other byte is written as `=` and two hexadecimal
/// digits. A blank is one of them, although Lambda accepts it: a header loses those at its ends. What becomes too long is
/// `==` and its digest.
pub(super) fn of(owner: &str) -> String {
    let mut tenant = String::with_capacity(owner.len());
    for byte in owner.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => tenant.push(char::from(byte)),
            b'.' | b'_' | b':' | b'/' | b'+' | b'-' | b'@' => tenant.push(char::from(byte)),
            _ => {
                tenant.push('=');
                tenant.push_str(&hexadecimal::write([byte]));
            }
        }
    }
    if tenant.len() <= MAX_LENGTH {
        return tenant;
    }
    format!("=={}", hexadecimal::write(digest(&SHA256, owner.as_bytes()).as_ref().iter().copied()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_names_stay_readable_and_others_fit() {
        assert_eq!(of("ada@example.com"), "ada@example.com");
        assert_eq!(of("system:parser"), "system:parser");
        assert_eq!(of("auth0|ada"), "auth0=7cada");
        assert_eq!(of(" a=ü"), "=20a=3d=c3=bc");
        let long = ["ü".repeat(127), "ö".repeat(127), "a".repeat(255)].map(|owner| of(&owner));
        assert!(long.iter().all(|tenant| tenant.len() <= MAX_LENGTH), "{long:?}");
        assert_eq!(long.iter().collect::<BTreeSet<_>>().len(), 3);
        assert!(long[0].starts_with("==") && long[2].starts_with("aaa"));
    }

    proptest! {
        #[test]
        fn no_two_owners_share_a_tenant(one in "[a=3d|ü ]{1,90}", other in "[a=3d|ü ]{1,90}") {
            prop_assert_eq!(of(&one) == of(&other), one == other);
            let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/=+-@".contains(&byte);
            prop_assert!(of(&one).bytes().all(kept) && of(&one).len() <= MAX_LENGTH);
        }
    }
}
