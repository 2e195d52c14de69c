//! The headers of a kept answer.

use std::collections::{BTreeMap, btree_map::Entry};

use super::MAX_KEPT_HEADERS;
use crate::{
    call::{Redactor, credentials::is_credential},
    masking::MASK,
};

/// The headers with credentials masked, secrets taken out and repeated ones joined (RFC 9110 section 5.3), as far as they fit.
pub(super) fn keep(headers: Vec<(String, String)>, redactor: &Redactor) -> BTreeMap<String, String> {
    let mut kept = BTreeMap::new();
    let mut left = MAX_KEPT_HEADERS;
    for (name, value) in headers {
        let value = if is_credential(&name) { MASK.to_owned() } else { redactor.text(&value).into_owned() };
        // Two pairs of quotes, a colon and a comma stand beside name and value.
        let cost = super::body::escaped_len(&name) + super::body::escaped_len(&value) + 6;
        if cost > left {
            continue;
        }
        left -= cost;
        match kept.entry(name) {
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
    kept
}
