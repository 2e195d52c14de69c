//! JSON that a database holds.

use beadle_values::json_text;
use serde_json::Value;

/// The deepest JSON that is taken apart, in levels. What keeps results reads 127 levels at most.
const MAX_DEPTH: usize = 100;

/// The value of a document, in which a number that can't be kept exactly is a string of its digits; `None` if
/// a result can't hold it.
pub(super) fn read(text: &str) -> Option<Value> {
    is_shallow(text).then(|| json_text::exact(text).ok()).flatten()
}

fn is_shallow(json: &str) -> bool {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_are_read() {
        assert_eq!(read(r#"{"a": [1, "[\"]"]}"#), Some(json!({"a": [1, "[\"]"]})));
        assert_eq!(read("[12345678901234567890.5]"), Some(json!(["12345678901234567890.5"])));
    }

    #[test]
    fn what_is_too_deep_or_no_json_is_not() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(read(&nested(MAX_DEPTH)).is_some());
        for text in [nested(MAX_DEPTH + 1), nested(6_000), "{".to_owned(), String::new()] {
            assert_eq!(read(&text), None);
        }
    }
}
