//! What differs between a thing on the server and in a file, member by member.

use beadle_domain::masking::MASK;
use serde_json::{Map, Value};

/// A member that differs; `None` where one of them does not have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The path of the member.
    pub path: Vec<String>,
    /// What the server has.
    pub before: Option<Value>,
    /// What the file says.
    pub after: Option<Value>,
}

impl Difference {
    /// The member of the thing that has it.
    pub fn member(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

/// The members that differ. A credential that the server shows masked is taken for the one in the file: see [`hidden`].
pub fn differences(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(before, after, &mut Vec::new(), &mut found);
    found
}

fn compare(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    path: &mut Vec<String>,
    found: &mut Vec<Difference>,
) {
    let added = after.keys().filter(|name| !before.contains_key(*name));
    for name in before.keys().chain(added) {
        path.push(name.clone());
        match (before.get(name), after.get(name)) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => compare(before, after, path, found),
            (Some(before), Some(after)) if is_same(before, after) => {}
            (before, after) => {
                found.push(Difference { path: path.clone(), before: before.cloned(), after: after.cloned() })
            }
        }
        path.pop();
    }
}

/// Whether two values are the same as far as a masked one shows.
fn is_same(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::String(before), Value::String(_)) if before == MASK => true,
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| is_same(before, after))
        }
        (Value::Object(before), Value::Object(after)) => {
            before.len() == after.len()
                && before
                    .iter()
                    .all(|(name, before)| after.get(name).is_some_and(|after| is_same(before, after)))
        }
        (Value::Number(before), Value::Number(after)) => before == after || before.as_f64() == after.as_f64(),
        _ => before == after,
    }
}

/// The members with credentials that the server does not show: whether these are the file's, nobody can see.
pub fn hidden(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    for (name, before) in before.iter().filter(|(_, before)| has_mask(before)) {
        if let Some(after) = after.get(name) {
            let (before, after) = (Some(before.clone()), Some(after.clone()));
            found.push(Difference { path: vec![name.clone()], before, after });
        }
    }
    found
}

fn has_mask(value: &Value) -> bool {
    match value {
        Value::String(text) => text == MASK,
        Value::Array(elements) => elements.iter().any(has_mask),
        Value::Object(members) => members.values().any(has_mask),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn shown(before: &Value, after: &Value) -> Vec<String> {
        let (before, after) = (before.as_object().unwrap(), after.as_object().unwrap());
        let text = |value: Option<Value>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
        let found = differences(before, after).into_iter();
        found
            .map(|found| format!("{} {} {}", found.path.join("."), text(found.before), text(found.after)))
            .collect()
    }

    #[rstest]
    #[case::same(json!({"a": 1, "b": {"c": [1]}}), json!({"b": {"c": [1]}, "a": 1}), &[])]
    #[case::changed(json!({"a": 1}), json!({"a": 2}), &["a 1 2"])]
    #[case::added(json!({}), json!({"a": null, "b": {"c": 1}}), &["a - null", "b - {\"c\":1}"])]
    #[case::removed(json!({"a": 1, "b": 2}), json!({"b": 2}), &["a 1 -"])]
    #[case::within(json!({"a": {"b": 1, "c": 2}}), json!({"a": {"b": 1, "c": 3, "d": 4}}), &["a.c 2 3", "a.d - 4"])]
    #[case::lists_are_one(json!({"a": [1, 2]}), json!({"a": [2, 1]}), &["a [1,2] [2,1]"])]
    #[case::another_type(json!({"a": {"b": 1}}), json!({"a": "b"}), &["a {\"b\":1} \"b\""])]
    #[case::numbers(json!({"a": 1}), json!({"a": 1.0}), &[])]
    #[case::masked(json!({"a": {"authorization": "********"}}), json!({"a": {"authorization": "Bearer x"}}), &[])]
    #[case::masked_in_a_list(json!({"a": [{"b": "********"}]}), json!({"a": [{"b": "x"}]}), &[])]
    #[case::masked_and_gone(json!({"a": "********"}), json!({}), &["a \"********\" -"])]
    #[case::masked_by_the_file(json!({"a": "x"}), json!({"a": "********"}), &["a \"x\" \"********\""])]
    fn members_are_compared_one_by_one(
        #[case] before: Value,
        #[case] after: Value,
        #[case] expected: &[&str],
    ) {
        assert_eq!(shown(&before, &after), expected);
    }

    #[test]
    fn credentials_that_nobody_sees_are_named_by_their_members() {
        let before =
            json!({"headers": {"authorization": "********"}, "name": "a", "auth": {"token": "${secret:t}"}});
        let after =
            json!({"headers": {"authorization": "Bearer x"}, "name": "a", "auth": {"token": "${secret:t}"}});
        let found = hidden(before.as_object().unwrap(), after.as_object().unwrap());
        assert_eq!(found.iter().map(Difference::member).collect::<Vec<_>>(), ["headers"]);
    }
}
