//! The difference between two versions of a record, with secrets masked.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::masking;

/// Of a longer value only the length is recorded, in bytes of JSON.
const LONGEST_VALUE: usize = 4 * 1024;

/// One member of a record before and after a change. Secrets are masked, so both values may be equal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The name of the member.
    pub field: String,
    /// The value before; null if there was none.
    #[serde(default)]
    pub before: Value,
    /// The value after; null if there is none.
    #[serde(default)]
    pub after: Value,
}

/// The members that differ: first those of `after` in its order, then those that `after` lacks.
pub(super) fn changes(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<FieldChange> {
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    after
        .keys()
        .chain(gone)
        .filter_map(|name| {
            let value = |members: &Map<String, Value>| members.get(name).cloned().unwrap_or_default();
            let (old, new) = (value(before), value(after));
            (old != new).then(|| FieldChange {
                field: name.clone(),
                before: recorded(name, old),
                after: recorded(name, new),
            })
        })
        .collect()
}

fn recorded(name: &str, value: Value) -> Value {
    let masked = masking::member(name, value);
    let size = masked.to_string().len();
    if size > LONGEST_VALUE { json!({"omitted_bytes": size}) } else { masked }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn differences_are_recorded_with_secrets_masked() {
        let before = object(json!({
            "name": "a", "tags": ["x"], "gone": 1,
            "config": {"headers": {"Authorization": "Bearer one", "Accept": "*/*"}},
        }));
        let after = object(json!({
            "name": "b", "tags": ["x"], "new": true,
            "config": {"headers": {"Authorization": "Bearer two", "Accept": "*/*"}},
        }));
        let masked = json!({"headers": {"Authorization": masking::MASK, "Accept": "*/*"}});
        let change = |field: &str, before, after| FieldChange { field: field.into(), before, after };
        assert_eq!(
            changes(&before, &after),
            [
                change("name", json!("a"), json!("b")),
                change("new", Value::Null, json!(true)),
                change("config", masked.clone(), masked),
                change("gone", json!(1), Value::Null),
            ]
        );
    }

    #[test]
    fn long_values_are_not_recorded() {
        let (before, after) = (Map::new(), object(json!({"blob": "x".repeat(5_000)})));
        assert_eq!(changes(&before, &after)[0].after, json!({"omitted_bytes": 5_002}));
    }
}
