//! A JSONPath (RFC 9535), checked.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use beadle_values::violation::{Path, Violation};

/// The longest JSONPath, in bytes.
const LONGEST: usize = 500;

/// What may stand in a JSONPath how often, outside of its texts: each of these multiplies what a path visits, so together
/// they bound its work by the size of the document.
const MOST: [(&str, usize, &str); 4] = [
    ("$", 1, "names the root more than once"),
    ("..", 1, "descends (`..`) more than once"),
    (",", 4, "has more than 4 commas"),
    ("?", 4, "has more than 4 filters"),
];

/// A JSONPath (RFC 9535), as its user wrote it. The functions `match` and `search` are not known: nothing that is stored
/// may cost unbounded time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonPath(String);

impl JsonPath {
    /// Reads a JSONPath.
    ///
    /// # Errors
    /// A violation at `path` that says where the syntax breaks.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violation> {
        let refused = |message: String| {
            Violation::new(path.clone(), "json_path", message)
                .hint("a JSONPath (RFC 9535), such as $.items[0].id or $..name")
        };
        let text = value.as_str().ok_or_else(|| refused("is not a text".to_owned()))?;
        if text.len() > LONGEST {
            return Err(refused(format!("is longer than {LONGEST} bytes")));
        }
        let syntax = without_texts(text);
        if let Some((.., why)) = MOST.iter().find(|(mark, most, _)| syntax.matches(mark).count() > *most) {
            return Err(refused(format!("is too much work: it {why}")));
        }
        match serde_json_path::JsonPath::parse(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(error) => Err(refused(format!("is no JSONPath: {error}"))),
        }
    }

    /// The text as its user wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it finds in `value`, in order.
    pub fn find<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        // What is stored was checked; a path that no longer parses finds nothing.
        serde_json_path::JsonPath::parse(&self.0).map(|path| path.query(value).all()).unwrap_or_default()
    }
}

/// The path without what stands between quotes.
fn without_texts(path: &str) -> String {
    let mut syntax = String::with_capacity(path.len());
    let mut quote = None;
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, _) => syntax.push(character),
        }
    }
    syntax
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("$.a[1].b", json!([2]))]
    #[case("$..b", json!([2]))]
    #[case("$['$..,']", json!([3]))]
    #[case("$.a[?@.b == 2].b", json!([2]))]
    #[case("$.none", json!([]))]
    #[case("$.a[?length(@) > 0]", json!([{"b": 2}]))]
    fn what_paths_find(#[case] path: &str, #[case] expected: Value) {
        let value = json!({"a": [1, {"b": 2}], "$..,": 3});
        let path = JsonPath::parse(&json!(path), &Path::body()).unwrap();
        assert_eq!(json!(path.find(&value)), expected);
    }

    #[rstest]
    #[case(json!(1), "not a text")]
    #[case(json!("a.b"), "no JSONPath")]
    #[case(json!("$["), "no JSONPath")]
    #[case(json!("$[?match(@, 'a.*')]"), "no JSONPath")]
    #[case(json!("$..*..*"), "more than once")]
    #[case(json!("$[?count($.*) > 1]"), "more than once")]
    #[case(json!("$[*,*][*,*][*,*][*,*][*,*]"), "commas")]
    #[case(json!("$[?@[?@[?@[?@[?@]]]]]"), "filters")]
    #[case(json!(format!("$.{}", "a".repeat(500))), "longer")]
    fn what_is_refused(#[case] path: Value, #[case] message: &str) {
        let violation = JsonPath::parse(&path, &Path::body()).unwrap_err();
        assert!(violation.message.contains(message), "{}", violation.message);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[$](\\.\\.|[.*?@\\[\\]()',:0-9a-b&|!<= -]){0,24}|\\PC{0,16}") {
            if let Ok(path) = JsonPath::parse(&json!(text), &Path::body()) {
                path.find(&json!({"a": [1, [2, {"b": "a"}]], "b": null}));
            }
        }
    }
}
