//! What a record needs and does not tell: the secrets that it refers to, and the credentials that are masked in it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{LeftOut, Record, Withheld};
use crate::masking::MASK;

/// What begins a reference to a secret.
const REFERENCE: &str = "${secret:";

/// What `record` needs and does not tell.
pub fn missing_from(record: &Record) -> Vec<LeftOut> {
    let (mut names, mut masked) = (BTreeSet::new(), Vec::new());
    walk(&record.value(), &mut String::new(), &mut names, &mut masked);
    let left_out = |what, name| LeftOut { what, id: record.id.clone(), name };
    let secrets = names.into_iter().map(|name| left_out(Withheld::Secret, name));
    let credentials = masked.into_iter().map(|place| left_out(Withheld::Credential, place));
    secrets.chain(credentials).collect()
}

fn walk(value: &Value, place: &mut String, names: &mut BTreeSet<String>, masked: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            for reference in text.split(REFERENCE).skip(1) {
                let end = reference.find(['}', '#', ':']).unwrap_or(reference.len());
                names.insert(reference[..end].to_owned());
            }
            if text.contains(MASK) {
                masked.push(place.clone());
            }
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| within(item, &index.to_string(), place, names, masked));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| within(member, name, place, names, masked));
        }
        _ => {}
    }
}

fn within(
    value: &Value,
    step: &str,
    place: &mut String,
    names: &mut BTreeSet<String>,
    masked: &mut Vec<String>,
) {
    let length = place.len();
    if length > 0 {
        place.push('.');
    }
    place.push_str(step);
    walk(value, place, names, masked);
    place.truncate(length);
}
