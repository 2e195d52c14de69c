//! The headers of a stored response.

use std::collections::{BTreeMap, btree_map::Entry};

use super::MAX_STORED_HEADERS;
use crate::{
    call::{Redactor, credentials::is_credential},
    masking::MASK,
};

/// The headers that fit, with credentials and secrets masked and repeated headers joined (RFC 9110 section
/// 5.3).
pub(super) fn stored_headers(
    headers: Vec<(String, String)>,
    redactor: &Redactor,
) -> BTreeMap<String, String> {
    let mut stored = BTreeMap::new();
    let mut left = MAX_STORED_HEADERS;
    for (name, value) in headers {
        let value = if is_credential(&name) { MASK.to_owned() } else { redactor.text(&value).into_owned() };
        // Includes two pairs of quotes, a colon and a comma.
        let cost = super::body::escaped_len(&name) + super::body::escaped_len(&value) + 6;
        if cost > left {
            continue;
        }
        left -= cost;
        match stored.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(value);
            }
            Entry::Occupied(entry) if *entry.get() == MASK => {}
            Entry::Occupied(entry) => {
                let joined = entry.into_mut();
                joined.push_str(", ");
                joined.push_str(&value);
            }
        }
    }
    stored
}
