//! An HTTP call as a user writes it: `method`, `url`, `headers`, `query`, `body` (seeds 001 and 002).

use std::collections::BTreeMap;

use beadle_values::violation::{Path, Violation, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{address, encoding::Encoding, headers, query, refuse_unknown, response::ResponseRules};
use crate::{
    destination::Auth,
    interpolation::{self, Template},
};

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const MEMBERS: [&str; 8] = ["method", "url", "headers", "query", "body", "encoding", "auth", "response"];

/// An HTTP call, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpSpec {
    /// One of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.
    pub method: String,
    /// An `http` or `https` URL without user information, absolute or relative to the config's base.
    pub url: Template,
    /// Headers to send, names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Template>,
    /// Query parameters to add to the URL; a list repeats the parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, Value>,
    /// What to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// How the body is written; see [`Encoding::implied`] for what holds where nothing is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// How the call shows who calls, in place of what the config says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Box<Auth>>,
    /// What is said about the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Box<ResponseRules>>,
}

impl HttpSpec {
    /// A call of `url` that sends and says nothing else.
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: Template::new(url),
            headers: BTreeMap::new(),
            query: BTreeMap::new(),
            body: None,
            encoding: None,
            auth: None,
            response: None,
        }
    }

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
        refuse_unknown(config, &MEMBERS, beside, path, &mut violations);
        let present = |name: &str| config.get(name).filter(|value| !value.is_null());
        let method = present("method")
            .map_or_else(|| Ok(default_method.to_owned()), |v| method(v, &path.key("method")));
        let method = violations.take(method.map_err(Violations::from));
        let url = match present("url") {
            Some(value) => violations.take(address::parse(value, &path.key("url"))),
            None => {
                violations.add(path.key("url"), "missing", "is required");
                None
            }
        };
        let headers =
            present("headers").and_then(|v| violations.take(headers::parse(v, &path.key("headers"))));
        let headers = headers.unwrap_or_default();
        let query = present("query").and_then(|v| violations.take(query::parse(v, &path.key("query"))));
        let body = present("body");
        if let (Some("GET" | "HEAD"), Some(_)) = (method.as_deref(), body) {
            let message = "a GET or HEAD request has no body (RFC 9110 section 9.3.1)";
            violations.push(
                Violation::new(path.key("body"), "conflict", message).hint("use `query`, or another method"),
            );
        }
        let encoding = present("encoding").and_then(|value| {
            violations.take(Encoding::parse(value, &path.key("encoding")).map_err(Violations::from))
        });
        match body {
            Some(body) => {
                let content_type = headers.get("content-type").map(Template::as_str);
                let stated = encoding.unwrap_or_else(|| Encoding::implied(content_type, body));
                violations.take(interpolation::check_value(body, &path.key("body")));
                violations.take(stated.check(body, &path.key("body")));
            }
            None if encoding.is_some() => {
                violations.add(path.key("encoding"), "conflict", "says how a body is written; there is none");
            }
            None => {}
        }
        let auth = present("auth").and_then(|v| violations.take(Auth::parse(v, &path.key("auth"))));
        let response =
            present("response").and_then(|v| violations.take(ResponseRules::parse(v, &path.key("response"))));
        match (method, url) {
            (Some(method), Some(url)) if violations.is_empty() => Ok(Self {
                method,
                url,
                headers,
                query: query.unwrap_or_default(),
                body: body.cloned(),
                encoding,
                auth: auth.map(Box::new),
                response: response.map(Box::new),
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
        assert_eq!(spec.headers["content-type"].as_str(), "application/json");
        assert_eq!(spec.headers["x-count"].as_str(), "3");
        assert_eq!(spec.body, Some(json!({"name": "John Doe"})));
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<HttpSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case(json!({}), &["body.url"])]
    #[case(json!({"url": "http://[::1"}), &["body.url"])]
    #[case(json!({"url": "//ada@example.com/x"}), &["body.url"])]
    #[case(json!({"url": "http://${user}:x@a.example"}), &["body.url"])]
    #[case(json!({"url": "http://a.example/${"}), &["body.url"])]
    #[case(json!({"url": "http://a.example", "headers": {"x": "${}"}, "query": {"q": ["${a b}"]}}),
        &["body.headers.x", "body.query.q[0]"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "body": {"a": ["${"]}}), &["body.body.a[0]"])]
    #[case(json!({"url": "http://a.example", "encoding": "json"}), &["body.encoding"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "encoding": "yaml", "body": 1}), &["body.encoding"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "encoding": "form", "body": {"a": {}}}), &["body.body.a"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "encoding": "xml", "body": {"a": 1, "b": 2}}), &["body.body"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "encoding": "base64", "body": "?"}), &["body.body"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "encoding": "multipart", "body": {"f": {"filename": "x", "a": 1}}}),
        &["body.body.f.a", "body.body.f"])]
    #[case(json!({"url": "http://a.example", "method": "POST", "headers": {"content-type": "text/xml"}, "body": [1]}), &["body.body"])]
    #[case(json!({"url": "http://a.example", "auth": {"type": "magic"}}), &["body.auth.type"])]
    #[case(json!({"url": "http://a.example", "response": {"parse": "yaml", "extract": "$.", "colour": 1}}),
        &["body.response.colour", "body.response.parse", "body.response.extract"])]
    #[case(json!({"url": "http://a.example", "response": {"extract": {"a": "$.a", "b": "b"}}}), &["body.response.extract.b"])]
    #[case(json!({"url": "http://a.example", "response": {"extract": "$[?match(@.a, 'a*')]"}}), &["body.response.extract"])]
    #[case(json!({"url": "http://a.example", "response": {"expect": {"status": [200, "6xx"], "headers": {"x": 1},
        "body": [{"path": "$.ok"}, {"path": "$.ok", "exists": 1}, {"equals": 1}]}}}),
        &["body.response.expect.status[1]", "body.response.expect.headers.x", "body.response.expect.body[0]",
          "body.response.expect.body[1].exists", "body.response.expect.body[2].path"])]
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

    #[rstest]
    #[case("https://a.example/${id}?q=${q}")]
    #[case("https://${host}:${port}/")]
    #[case("https://api.${tld}/")]
    #[case("${base}/users")]
    #[case("users/${id}")]
    #[case("/users")]
    fn urls_that_are_known_later(#[case] url: &str) {
        assert_eq!(parse(json!({"url": url})).unwrap().url.as_str(), url);
    }

    #[rstest]
    #[case("users", true)]
    #[case("/users/${id}", true)]
    #[case("//a.example/users", true)]
    #[case("${base}/users", false)]
    #[case("https://a.example", false)]
    fn urls_that_need_a_base(#[case] url: &str, #[case] relative: bool) {
        assert_eq!(address::is_relative(&Template::new(url)), relative);
    }

    #[test]
    fn all_that_can_be_said_of_a_call_is_stored_as_it_is_written() {
        let call = json!({
            "method": "POST", "url": "https://a.example/${id}", "body": {"a": 1}, "encoding": "form",
            "auth": {"type": "bearer", "token": "${secret:t}"},
            "response": {"parse": "json", "extract": {"id": "$.id"}, "expect": {"status": [200, "3xx"],
                "headers": {"content-type": "json"},
                "body": [{"path": "$.ok", "equals": null}, {"path": "$.a", "exists": false}, {"path": "$.b", "contains": "x"}]}},
        });
        let stored = serde_json::to_value(parse(call.clone()).unwrap()).unwrap();
        assert_eq!(stored, call);
        assert_eq!(json!(serde_json::from_value::<HttpSpec>(stored).unwrap()), call);
    }
}
