//! Compares the shape of a response with the one that a document shows.

use serde_json::Value;

/// The differences of `actual`: missing and additional members, and values of other kinds. The elements of a
/// list are compared with the first one shown.
pub fn differences(shown: &Value, actual: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(shown, actual, "answer", &mut found);
    found
}

fn compare(shown: &Value, actual: &Value, place: &str, found: &mut Vec<String>) {
    match (shown, actual) {
        (Value::Object(shown), Value::Object(actual)) => {
            for (name, value) in shown {
                match actual.get(name) {
                    Some(there) => compare(value, there, &format!("{place}.{name}"), found),
                    None => found.push(format!("{place}.{name} is missing")),
                }
            }
            for name in actual.keys().filter(|name| !shown.contains_key(*name)) {
                found.push(format!("{place}.{name} is not shown"));
            }
        }
        (Value::Array(shown), Value::Array(actual)) => {
            if actual.is_empty() && !shown.is_empty() {
                found.push(format!("{place} is empty"));
            }
            for element in actual {
                shown.iter().take(1).for_each(|first| compare(first, element, &format!("{place}[]"), found));
            }
        }
        (shown, actual) if std::mem::discriminant(shown) == std::mem::discriminant(actual) => {}
        (shown, actual) => found.push(format!("{place} is {actual}, as {shown} is shown")),
    }
}
