//! An HTTP call as a user writes it: `method`, `url`, `headers`, `query`, `body` (seeds 001 and 002).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::violation::{Path, Violation, Violations};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const MEMBERS: [&str; 5] = ["method", "url", "headers", "query", "body"];

/// Headers that belong to the connection or to Beadle and can't be set by a user (RFC 9110 section 7.6.1).
pub(crate) const RESERVED_HEADERS: [&str; 9] = [
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// An HTTP call, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpSpec {
    /// One of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.
    pub method: String,
    /// An absolute `http` or `https` URL without user information.
    pub url: Url,
    /// Headers to send, names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Query parameters to add to the URL; a list repeats the parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Value>,
    /// What to send: text as it is when it is a string and the content type is not JSON, else as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

impl HttpSpec {
    /// Reads the members of an HTTP call; `default_method` holds where none is given.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(
        config: &Map<String, Value>,
        default_method: &str,
        beside: &[&str],
        path: &Path,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        for name in config.keys() {
            if !MEMBERS.contains(&name.as_str()) && !beside.contains(&name.as_str()) {
                let hint = format!("members: {}", MEMBERS.join(", "));
                let unknown = Violation::new(path.key(name), "unknown_field", "is not known here").hint(hint);
                violations.push(unknown);
            }
        }
        let present = |name: &str| config.get(name).filter(|value| !value.is_null());
        let method = present("method")
            .map_or_else(|| Ok(default_method.to_owned()), |v| method(v, &path.key("method")));
        let method = violations.take(method.map_err(Violations::from));
        let url = match present("url") {
            Some(value) => violations.take(url(value, &path.key("url")).map_err(Violations::from)),
            None => {
                violations.add(path.key("url"), "missing", "is required");
                None
            }
        };
        let headers = present("headers").and_then(|v| violations.take(headers(v, &path.key("headers"))));
        let query = present("query").and_then(|v| violations.take(query(v, &path.key("query"))));
        let body = present("body").cloned();
        if let (Some("GET" | "HEAD"), Some(_)) = (method.as_deref(), &body) {
            let message = "a GET or HEAD request has no body (RFC 9110 section 9.3.1)";
            violations.push(
                Violation::new(path.key("body"), "conflict", message).hint("use `query`, or another method"),
            );
        }
        match (method, url) {
            (Some(method), Some(url)) if violations.is_empty() => Ok(Self {
                method,
                url,
                headers: headers.unwrap_or_default(),
                query: query.unwrap_or_default(),
                body,
            }),
            _ => Err(violations),
        }
    }
}

fn method(value: &Value, path: &Path) -> Result<String, Violation> {
    value
        .as_str()
        .map(str::to_ascii_uppercase)
        .filter(|method| METHODS.contains(&method.as_str()))
        .ok_or_else(|| {
            let hint = format!("methods: {}", METHODS.join(", "));
            Violation::new(path.clone(), "enum", "is no method that can be sent").hint(hint)
        })
}

fn url(value: &Value, path: &Path) -> Result<Url, Violation> {
    let refused = |message: &str| {
        Err(Violation::new(path.clone(), "url", message).hint("such as https://example.com/path"))
    };
    let Some(text) = value.as_str() else { return refused("is not a text") };
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(error) => return refused(&format!("is not an absolute URL: {error}")),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return refused("is neither an http nor an https URL");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refused("carries user information; send it in the `authorization` header");
    }
    Ok(url)
}

/// Headers to send, names in lower case.
pub(crate) fn headers(value: &Value, path: &Path) -> Result<BTreeMap<String, String>, Violations> {
    let mut violations = Violations::new();
    let mut headers = BTreeMap::new();
    let Some(members) = value.as_object() else {
        return Err(Violation::new(path.clone(), "type_error", "must be an object of texts").into());
    };
    for (name, value) in members {
        let path = path.key(name);
        let name = name.to_ascii_lowercase();
        if !is_header_name(&name) {
            violations.add(path, "header", "is no header name (RFC 9110 section 5.1)");
        } else if RESERVED_HEADERS.contains(&name.as_str()) {
            violations.add(path, "header", "is set by Beadle and can't be given");
        } else {
            match header_value(value) {
                Some(value) => {
                    headers.insert(name, value);
                }
                None => violations.add(
                    path,
                    "header",
                    "must be a text of visible characters (RFC 9110 section 5.5)",
                ),
            }
        }
    }
    violations.into_result(headers)
}

/// A token of RFC 9110 section 5.6.2.
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn header_value(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    text.chars().all(|c| c == '\t' || !c.is_control()).then_some(text)
}

/// Query parameters.
pub(crate) fn query(value: &Value, path: &Path) -> Result<BTreeMap<String, Value>, Violations> {
    let scalar = |value: &Value| !matches!(value, Value::Object(_) | Value::Array(_) | Value::Null);
    let Some(members) = value.as_object() else {
        return Err(Violation::new(path.clone(), "type_error", "must be an object").into());
    };
    let mut violations = Violations::new();
    for (name, value) in members {
        let fits = match value {
            Value::Array(values) => values.iter().all(scalar),
            value => scalar(value),
        };
        if !fits {
            violations.add(
                path.key(name),
                "type_error",
                "must be a text, a number, true or false, or a list of these",
            );
        }
    }
    violations.into_result(members.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<HttpSpec, Violations> {
        HttpSpec::parse(config.as_object().unwrap(), "GET", &["type"], &Path::body())
    }

    #[test]
    fn a_call_as_seed_001_writes_it() {
        let spec = parse(json!({
            "type": "http", "method": "post", "url": "https://api.example.com/users",
            "headers": {"Content-Type": "application/json", "X-Count": 3}, "query": {"tag": ["a", "b"]},
            "body": {"name": "John Doe"},
        }))
        .unwrap();
        assert_eq!((spec.method.as_str(), spec.url.as_str()), ("POST", "https://api.example.com/users"));
        assert_eq!(spec.headers["content-type"], "application/json");
        assert_eq!(spec.headers["x-count"], "3");
        assert_eq!(spec.body, Some(json!({"name": "John Doe"})));
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<HttpSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case(json!({}), &["body.url"])]
    #[case(json!({"url": "/relative"}), &["body.url"])]
    #[case(json!({"url": "ftp://example.com"}), &["body.url"])]
    #[case(json!({"url": "http://ada:secret@example.com"}), &["body.url"])]
    #[case(json!({"url": "http://a.example", "method": "BREW", "colour": 1}), &["body.colour", "body.method"])]
    #[case(json!({"url": "http://a.example", "body": 1}), &["body.body"])]
    #[case(json!({"url": "http://a.example", "headers": {"Host": "b", "a b": "c", "x": "a\nb"}}),
        &["body.headers.Host", "body.headers.a b", "body.headers.x"])]
    #[case(json!({"url": "http://a.example", "query": {"q": {}}, "headers": 1}), &["body.headers", "body.query.q"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
