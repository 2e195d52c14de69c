//! An HTTP call as a user writes it: `method`, `url`, `headers`, `query`, `body` (seeds 001 and 002).

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{Shape, custom, of, one_of, optional, otherwise, required},
    names,
    suggestion::closest,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    address, encoding::Encoding, headers, query, redirects, redirects::Redirects, response::ResponseRules,
};
use crate::{
    destination::Auth,
    interpolation::{self, Template},
};

/// The methods of the IANA HTTP Method Registry (RFC 9110 section 16.1), without those that concern the connection
/// (`CONNECT`, `PRI`) or must not carry credentials (`TRACE`), and `PURGE`, which caches know.
const METHODS: [&str; 40] = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "QUERY",
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
    "NOTIFY",
    "SUBSCRIBE",
];

names! {
    /// How a space in a parameter of a URL is written.
    pub enum QuerySpaces, default Plus {
        /// As in a form (`application/x-www-form-urlencoded`).
        Plus = "+",
        /// As anywhere else in a URL (RFC 3986 section 2.1).
        Percent = "%20",
    }
}

names! {
    /// How often a call may be made for one attempt.
    pub enum Effects {
        /// Again if nobody knows whether it was made, or at the same time: it changes nothing at the destination.
        AtLeastOnce = "at_least_once",
    }
}

body! {
    /// An HTTP call.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct HttpSpec {
        /// The HTTP method: GET unless given, POST for a webhook.
        pub method: String = otherwise(custom(method, |_| json!({"type": "string"})), || "GET".to_owned()),
        /// Where to: an http or https URL without user information, absolute or relative to the `base_url` of a config. It may
        /// hold placeholders such as `${input.id}`.
        pub url: Template = required(
            address::shape().shown(|| json!({"minLength": 1, "example": "https://api.example.com/users"})),
        ),
        /// Headers to send. Answers mask values that carry credentials.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub headers: BTreeMap<String, Template> = otherwise(headers::shape(), BTreeMap::new),
        /// Query parameters to add to the URL; a list repeats the parameter.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub query: BTreeMap<String, Value> = otherwise(query::shape(), BTreeMap::new).never_null(),
        /// How a space in a parameter is written: `+`, as forms do, or `%20`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub query_spaces: Option<QuerySpaces> = optional(one_of()),
        /// What to send.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub body: Option<Value> = optional(interpolation::any_value()),
        /// How the body is written. Unless given: as the content type says, else a string as text and anything else as JSON.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub encoding: Option<Encoding> = optional(one_of()),
        /// What happens when the destination answers with a redirect: `follow` (three at most, unless it is a number),
        /// `error` or `manual`. A webhook follows none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub redirects: Option<Redirects> = optional(redirects::shape()),
        /// How the call shows who calls, in place of what the config says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub auth: Option<Box<Auth>> = optional(of().boxed()),
        /// How the response is read, what is taken out of it, what it has to be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub response: Option<Box<ResponseRules>> = optional(of().boxed()),
        /// `at_least_once` for a GET or a HEAD that may be made more than once for an attempt. On AWS nobody claims the execution
        /// before its call then, which costs less: it is `pending` until the call has ended, a second delivery of its message makes the call
        /// too, and cancelling it does not cut the call off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub effects: Option<Effects> = optional(one_of()),
    }
    check |given, members, path, violations| {
        let body = members.get("body").filter(|body| !body.is_null());
        let misfit = match given.method.as_deref() {
            Some("HEAD") => Some(("a HEAD request has no body (RFC 9110 section 9.3.2)", "use another method")),
            Some("GET") if !members.contains_key("method") => {
                Some(("a call without a method is a GET, which has no body as a rule", "state the `method`"))
            }
            _ => None,
        };
        if let (Some((message, hint)), Some(_)) = (misfit, body) {
            violations.push(Violation::new(path.key("body"), "conflict", message).hint(hint));
        }
        let is_read = given.method.as_deref().is_none_or(is_read);
        if given.effects.flatten().is_some() && !is_read {
            let message = "a call that may change something is made once for an attempt where that is possible";
            let fault = Violation::new(path.key("effects"), "conflict", message);
            violations.push(fault.hint("leave it out, or use GET or HEAD"));
        }
        let encoding = given.encoding.flatten();
        match body {
            Some(body) => {
                let content_type = given.headers.as_ref().and_then(|headers| headers.get("content-type"));
                let implied = || Encoding::implied(content_type.map(Template::as_str), body);
                violations.take(encoding.unwrap_or_else(implied).check(body, &path.key("body")));
            }
            None if encoding.is_some() => {
                violations.add(path.key("encoding"), "conflict", "says how a body is written; there is none");
            }
            None => {}
        }
    }
}

impl HttpSpec {
    /// A call of `url` that sends and says nothing else.
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: Template::new(url),
            headers: BTreeMap::new(),
            query: BTreeMap::new(),
            query_spaces: None,
            body: None,
            encoding: None,
            redirects: None,
            auth: None,
            response: None,
            effects: None,
        }
    }

    /// Whether its call may be made more than once for an attempt.
    pub fn may_repeat(&self) -> bool {
        self.effects == Some(Effects::AtLeastOnce) && is_read(&self.method)
    }
}

/// Whether a request with this method changes nothing (RFC 9110 section 9.2.1), of those that name a resource.
fn is_read(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

fn method(value: &Value, path: &Path) -> Result<String, Violations> {
    value
        .as_str()
        .map(str::to_ascii_uppercase)
        .filter(|method| METHODS.contains(&method.as_str()))
        .ok_or_else(|| {
            let violation =
                Violation::new(path.clone(), "enum", "must be an HTTP method such as GET or POST");
            let written = value.as_str().unwrap_or_default().to_ascii_uppercase();
            match closest(&written, METHODS.into_iter(), 2) {
                Some(known) => violation.hint(format!("did you mean `{known}`?")).into(),
                None => violation.hint(format!("one of {}", METHODS.join(", "))).into(),
            }
        })
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<HttpSpec, Violations> {
        HttpSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
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
    #[case(json!({"url": "http://a.example", "method": "HEAD", "body": 1}), &["body.body"])]
    #[case(json!({"url": "http://a.example", "headers": {"Host": "b", "a b": "c", "x": "a\nb"}}),
        &["body.headers.Host", "body.headers.a b", "body.headers.x"])]
    #[case(json!({"url": "http://a.example", "query": {"q": {}}, "headers": 1}), &["body.headers", "body.query.q"])]
    #[case(json!({"url": "http://a.example", "method": "PUT", "effects": "at_least_once"}), &["body.effects"])]
    #[case(json!({"url": "http://a.example", "effects": "twice"}), &["body.effects"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }

    #[rstest]
    #[case("propfind", "PROPFIND")]
    #[case("GET", "GET")]
    #[case("QUERY", "QUERY")]
    fn registered_methods_may_have_a_body(#[case] written: &str, #[case] method: &str) {
        let spec = parse(json!({"url": "http://a.example", "method": written, "body": {"q": 1}})).unwrap();
        assert_eq!((spec.method.as_str(), spec.body), (method, Some(json!({"q": 1}))));
    }

    #[test]
    fn a_mistyped_method_has_its_hint() {
        let violations = parse(json!({"url": "http://a.example", "method": "PSOT"})).unwrap_err();
        let [violation] = violations.iter().collect::<Vec<_>>()[..] else { panic!("{violations}") };
        assert_eq!(violation.hint.as_deref(), Some("did you mean `POST`?"));
    }

    #[test]
    fn there_are_at_most_256_headers_and_none_twice() {
        let headers =
            |count: usize| -> Value { (0..count).map(|n| (format!("x-{n}"), json!("1"))).collect() };
        assert!(parse(json!({"url": "http://a.example", "headers": headers(256)})).is_ok());
        for headers in [headers(257), headers(25_000), json!({"X-A": "1", "x-a": "2"})] {
            assert_eq!(
                parse(json!({"url": "http://a.example", "headers": headers})).unwrap_err().iter().count(),
                1
            );
        }
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
