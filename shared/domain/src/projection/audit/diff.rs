//! What changed between two versions of a record, with its secrets masked.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::masking;

/// A longer value is not told, only how long it is, in bytes of JSON.
const LONGEST_VALUE: usize = 4 * 1024;

/// One member of a record before and after a change. Secrets are masked, so both may read the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The name of the member.
    pub field: String,
    /// Before; null where there was none.
    #[serde(default)]
    pub before: Value,
    /// After; null where there is none.
    #[serde(default)]
    pub after: Value,
}

/// The members that differ, in the order in which `after` has them, then those that it lacks.
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
                before: told(name, old),
                after: told(name, new),
            })
        })
        .collect()
}

fn told(name: &str, value: Value) -> Value {
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
    fn what_differs_is_told_and_secrets_are_masked() {
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
    fn a_long_value_is_not_told() {
        let (before, after) = (Map::new(), object(json!({"blob": "x".repeat(5_000)})));
        assert_eq!(changes(&before, &after)[0].after, json!({"omitted_bytes": 5_002}));
    }
}
