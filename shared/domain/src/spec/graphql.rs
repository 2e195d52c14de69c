//! A GraphQL operation as a user writes it: `endpoint`, `query`, `variables` (seed 000).

use std::collections::BTreeMap;

use beadle_values::violation::{Path, Violation, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{address, headers, refuse_unknown, response::ResponseRules};
use crate::{
    destination::Auth,
    interpolation::{self, Template},
};

const MEMBERS: [&str; 7] =
    ["endpoint", "query", "variables", "operation_name", "headers", "auth", "response"];

/// Members that have another name here.
const RENAMED: [(&str, &str); 2] = [("url", "endpoint"), ("operationName", "operation_name")];

/// A GraphQL operation, checked. The server knows whether its query is valid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GraphqlSpec {
    /// Where to, as [`super::HttpSpec::url`].
    pub endpoint: Template,
    /// The document; it holds no placeholders.
    pub query: String,
    /// The variables; texts may hold placeholders.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub variables: Map<String, Value>,
    /// The operation to run, where the document has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation_name: Option<String>,
    /// Headers to send, names in lower case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Template>,
    /// How the call shows who calls, in place of what the config says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth: Option<Box<Auth>>,
    /// What is said about the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Box<ResponseRules>>,
}

impl GraphqlSpec {
    /// Reads the members of an operation.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(config: &Map<String, Value>, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let renamed = RENAMED.map(|(old, _)| old);
        refuse_unknown(config, &MEMBERS, &[beside, &renamed].concat(), path, &mut violations);
        for (old, name) in RENAMED.iter().filter(|(old, _)| config.contains_key(*old)) {
            violations.push(
                Violation::new(path.key(*old), "unknown_field", "is not known here")
                    .hint(format!("write it as `{name}`")),
            );
        }
        let present = |name: &str| config.get(name).filter(|value| !value.is_null());
        let endpoint = match present("endpoint") {
            Some(value) => violations.take(address::parse(value, &path.key("endpoint"))),
            None if config.contains_key("url") => None,
            None => {
                violations.add(path.key("endpoint"), "missing", "is required");
                None
            }
        };
        let query = text(present("query"), &path.key("query"), &mut violations);
        if query.as_deref().is_some_and(|query| query.contains("${")) {
            violations.push(
                Violation::new(path.key("query"), "placeholder", "holds a placeholder")
                    .hint("declare a GraphQL variable and give it in `variables`"),
            );
        }
        let variables = match present("variables") {
            None => Map::new(),
            Some(Value::Object(members)) => {
                let checked =
                    interpolation::check_value(&Value::Object(members.clone()), &path.key("variables"));
                violations.take(checked);
                members.clone()
            }
            Some(_) => {
                violations.add(path.key("variables"), "type_error", "must be an object");
                Map::new()
            }
        };
        let operation_name = present("operation_name")
            .and_then(|value| text(Some(value), &path.key("operation_name"), &mut violations));
        let headers =
            present("headers").and_then(|v| violations.take(headers::parse(v, &path.key("headers"))));
        let auth = present("auth").and_then(|v| violations.take(Auth::parse(v, &path.key("auth"))));
        let response =
            present("response").and_then(|v| violations.take(ResponseRules::parse(v, &path.key("response"))));
        match (endpoint, query) {
            (Some(endpoint), Some(query)) if violations.is_empty() => Ok(Self {
                endpoint,
                query,
                variables,
                operation_name,
                headers: headers.unwrap_or_default(),
                auth: auth.map(Box::new),
                response: response.map(Box::new),
            }),
            _ => Err(violations),
        }
    }
}

/// A text that is not blank.
pub(super) fn text(value: Option<&Value>, path: &Path, violations: &mut Violations) -> Option<String> {
    match value.map(Value::as_str) {
        None => violations.add(path.clone(), "missing", "is required"),
        Some(Some(text)) if !text.trim().is_empty() => return Some(text.to_owned()),
        Some(_) => violations.add(path.clone(), "type_error", "must be a text that is not empty"),
    }
    None
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<GraphqlSpec, Violations> {
        GraphqlSpec::parse(config.as_object().unwrap(), &["type"], &Path::body())
    }

    #[test]
    fn an_operation_as_seed_000_writes_it() {
        let spec = parse(json!({
            "type": "graphql", "endpoint": "https://api.example.com/graphql",
            "query": "mutation CreateUser($input: UserInput!) { createUser(input: $input) { id name } }",
            "variables": {"input": {"name": "John Doe", "email": "${email}"}},
        }))
        .unwrap();
        assert_eq!(spec.variables["input"]["name"], "John Doe");
        let stored = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<GraphqlSpec>(&stored).unwrap(), spec);
    }

    #[rstest]
    #[case(json!({}), &["body.endpoint", "body.query"])]
    #[case(json!({"url": "https://a.example", "query": "{ a }"}), &["body.url"])]
    #[case(json!({"endpoint": "https://a.example", "query": " ", "variables": []}), &["body.query", "body.variables"])]
    #[case(json!({"endpoint": "ftp://a.example", "query": "{ a(id: \"${id}\") }"}), &["body.endpoint", "body.query"])]
    #[case(json!({"endpoint": "https://a.example", "query": "{ a }", "variables": {"a": "${"}, "operationName": "x"}),
        &["body.operationName", "body.variables.a"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
