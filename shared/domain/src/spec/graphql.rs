//! A GraphQL operation as a user writes it: `endpoint`, `query`, `variables` (seed 000).

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{Shape, as_object, custom, object, of, optional, otherwise, required},
    violation::{Path, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    address, headers,
    response::ResponseRules,
    text::{document, not_blank},
};
use crate::{
    destination::Auth,
    interpolation::{self, Template},
};

body! {
    /// A GraphQL operation. The server knows whether its query is valid.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct GraphqlSpec {
        /// Where to: an http or https URL without user information, absolute or relative to the `base_url` of a config.
        pub endpoint: Template = required(address::shape().shown(|| json!({"minLength": 1}))).mistaken_for("url"),
        /// The GraphQL document; it holds no placeholders.
        pub query: String = required(document(
            "declare a GraphQL variable and give it in `variables`",
        )),
        /// The variables; strings may hold placeholders.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        pub variables: Map<String, Value> = otherwise(custom(variables, |schemas| object().schema(schemas)), Map::new),
        /// The operation to run, where the document has several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub operation_name: Option<String> = optional(not_blank()).mistaken_for("operationName"),
        /// Headers to send. Answers mask values that carry credentials.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub headers: BTreeMap<String, Template> = otherwise(headers::shape(), BTreeMap::new),
        /// How the call shows who calls, in place of what the config says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub auth: Option<Box<Auth>> = optional(of().boxed()),
        /// How the response is read, what is taken out of it, what it has to be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub response: Option<Box<ResponseRules>> = optional(of().boxed()),
    }
}

fn variables(value: &Value, path: &Path) -> Result<Map<String, Value>, Violations> {
    let members = as_object(value, path)?;
    interpolation::check_value(value, path)?;
    Ok(members.clone())
}

#[cfg(test)]
mod tests {
    use beadle_values::body::Body;
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<GraphqlSpec, Violations> {
        GraphqlSpec::parse_beside(config.as_object().unwrap(), &["type"], &Path::body())
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
