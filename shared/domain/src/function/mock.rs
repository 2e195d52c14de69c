//! Answers that a dry run gives to the calls of a function.

use beadle_values::{
    body,
    body::{any, optional, otherwise, required, text, whole},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The status of a mocked answer that states none.
const OK: u16 = 200;

body! {
    /// An answer to a call of a function in a dry run.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct MockFetch as "MockFetch" {
        /// The URL of the call, or its beginning with `*` at the end.
        pub url: String = required(text(1, 2048)),
        /// The method, if it matters.
        pub method: Option<String> = optional(text(1, 20)),
        /// The status of the answer: 200 unless given.
        pub status: u16 = otherwise(whole::<u16>(200, 599), || OK),
        /// Its headers.
        pub headers: Map<String, Value> = otherwise(beadle_values::body::object(), Map::new),
        /// Its body: a string as it is, anything else as JSON.
        pub body: Value = otherwise(any(), || Value::Null),
    }
    example {"url": "https://api.example.com/*", "status": 200, "body": {"rows": []}}
}

impl MockFetch {
    /// Whether it answers a call of `url` by `method`.
    pub fn answers(&self, method: &str, url: &str) -> bool {
        let is_url = match self.url.strip_suffix('*') {
            Some(start) => url.starts_with(start),
            None => url == self.url,
        };
        is_url && self.method.as_ref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
    }

    /// The text of its body.
    pub fn text(&self) -> String {
        match &self.body {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

body! {
    /// A dry run of a function.
    #[derive(Debug, Clone, PartialEq)]
    pub struct DryRun as "FunctionTest" {
        /// The first argument of the function.
        pub params: Value = otherwise(any(), || Value::Object(Map::new())),
        /// The version: the current one unless given.
        pub version: Option<u32> = optional(whole::<u32>(1, u32::MAX as u64)),
        /// The export to call, as in a task.
        pub export: Option<super::ExportName> = optional(beadle_values::body::parsed("export").fault("is not the name of an export")),
        /// Answers to its calls, at most 50: the first that matches a call is its answer, and a call without one fails.
        pub fetches: Vec<MockFetch> = otherwise(beadle_values::body::list("answers", beadle_values::body::of()).max(50), Vec::new),
    }
    example {"params": {"source": "database", "target": "cache"}, "fetches": [{"url": "https://api.example.com/*", "body": {"rows": []}}]}
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mock_answers_its_url_or_what_begins_with_it() {
        let run = json!({"fetches": [{"url": "https://a.example/x", "method": "post"}, {"url": "https://a.example/*", "body": {"a": 1}}]});
        let run = DryRun::parse(&run, &Path::body()).unwrap();
        let answer = |method, url| run.fetches.iter().position(|mock| mock.answers(method, url));
        assert_eq!(answer("POST", "https://a.example/x"), Some(0));
        assert_eq!(answer("GET", "https://a.example/x"), Some(1));
        assert_eq!(answer("GET", "https://b.example/x"), None);
        assert_eq!((run.fetches[1].status, run.fetches[1].text()), (200, r#"{"a":1}"#.to_owned()));
    }
}
