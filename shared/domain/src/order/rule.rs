//! What a caller says about the order of executions, and what that comes to for one of them.

use beadle_values::{
    body,
    body::{Shape, Slot, custom, of, one_of, optional, otherwise, required, text},
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{execution::Failure, interpolation::KeyTemplate};

/// The longest order key, in characters; a key that a template resolves to may be no longer.
pub const MAX_ORDER_KEY: usize = 200;

names! {
    /// What happens to the executions behind one that failed.
    pub enum OnOrderFailure, default Block, noun "policy for a failure" {
        /// They wait until a person retries it or lets its key go on without it.
        Block = "block",
        /// The next one runs.
        Skip = "skip",
    }
}

body! {
    /// The order of executions: of those of an owner with the same key one runs at a time, in the order in which they were
    /// accepted. `order_key` alone gives the key and blocks on a failure.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct OrderRule as "OrderRule" {
        /// The key, 1 to 200 characters, which may name values of the input, such as `${input.tenant}`. It is resolved when
        /// an execution is started.
        pub key: KeyTemplate = required(key()),
        /// What happens to the executions behind one that failed: `block` (the default), until it is retried or skipped by
        /// a person, or `skip`.
        #[serde(default, skip_serializing_if = "OnOrderFailure::blocks")]
        pub on_failure: OnOrderFailure = otherwise(one_of(), OnOrderFailure::default),
    }
    example {"key": "${input.tenant}", "on_failure": "block"}
}

impl OnOrderFailure {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    fn blocks(&self) -> bool {
        *self == Self::Block
    }
}

/// The member `order`, and its short form `order_key`.
pub fn order() -> impl Slot<Field = Option<OrderRule>> {
    let short = key().map(|key| OrderRule { key, on_failure: OnOrderFailure::Block });
    optional(of::<OrderRule>()).alias_as("order_key", short)
}

fn key() -> impl Shape<Value = KeyTemplate> {
    custom(read_key, |_| json!({"type": "string", "minLength": 1, "maxLength": MAX_ORDER_KEY}))
}

fn read_key(value: &Value, path: &Path) -> Result<KeyTemplate, Violations> {
    KeyTemplate::parse(&text(1, MAX_ORDER_KEY).read(value, path)?, path)
}

/// The order of one execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The key; empty if it could not be resolved.
    pub key: String,
    /// What happens to the executions behind it if it fails.
    #[serde(default, skip_serializing_if = "OnOrderFailure::blocks")]
    pub on_failure: OnOrderFailure,
    /// Why its key could not be resolved. Then it is in no line, and fails instead of running out of order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

impl OrderRule {
    /// The order of an execution with `input`.
    pub fn resolve(&self, input: &Map<String, Value>) -> Order {
        let on_failure = self.on_failure;
        match self.key.resolve(input, MAX_ORDER_KEY) {
            Ok(key) => Order { key, on_failure, fault: None },
            Err(Failure { message, .. }) => Order { key: String::new(), on_failure, fault: Some(message) },
        }
    }
}

impl Order {
    /// The order, if its key could be resolved.
    ///
    /// # Errors
    /// Why not, at `path`.
    pub fn checked(self, path: Path) -> Result<Self, Violation> {
        match &self.fault {
            None => Ok(self),
            Some(fault) => Err(Violation::new(path, "order_key", fault.clone())
                .hint("give the input what the key names, or a default such as ${input.tenant:-none}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn resolved(rule: Value, input: Value) -> Order {
        let rule = OrderRule::parse(&rule, &Path::body()).unwrap();
        rule.resolve(input.as_object().unwrap())
    }

    #[rstest]
    #[case(json!({"key": "acme"}), json!({}), "acme")]
    #[case(json!({"key": "${input.tenant}"}), json!({"tenant": "acme"}), "acme")]
    #[case(json!({"key": "t-${input.tenant.id}"}), json!({"tenant": {"id": 7}}), "t-7")]
    #[case(json!({"key": "${input.tenant:-none}"}), json!({}), "none")]
    #[case(json!({"key": "$${input.tenant}"}), json!({}), "${input.tenant}")]
    fn keys_are_resolved_from_the_input(#[case] rule: Value, #[case] input: Value, #[case] key: &str) {
        let order = resolved(rule, input);
        assert_eq!((order.key.as_str(), &order.fault), (key, &None));
        assert_eq!(order.clone().checked(Path::body()).as_ref(), Ok(&order));
    }

    #[rstest]
    #[case(json!({}))]
    #[case(json!({"tenant": ""}))]
    #[case(json!({"tenant": {"id": 7}}))]
    #[case(json!({"tenant": "x".repeat(MAX_ORDER_KEY + 1)}))]
    fn a_key_that_stands_for_nothing_usable_is_a_fault(#[case] input: Value) {
        let order = resolved(json!({"key": "${input.tenant}"}), input);
        assert_eq!(order.key, "");
        assert_eq!(order.checked(Path::body()).unwrap_err().kind, "order_key");
    }

    #[rstest]
    #[case(json!({"order": {"key": "a", "on_failure": "skip"}}), Some(OnOrderFailure::Skip))]
    #[case(json!({"order": {"key": "a"}}), Some(OnOrderFailure::Block))]
    #[case(json!({"order_key": "a"}), Some(OnOrderFailure::Block))]
    #[case(json!({"order": null}), None)]
    fn it_is_written_in_two_ways(#[case] body: Value, #[case] expected: Option<OnOrderFailure>) {
        let mut violations = Violations::new();
        let read = order().read("order", body.as_object().unwrap(), &Path::body(), &mut violations).unwrap();
        assert!(violations.is_empty());
        assert_eq!(read.map(|rule| rule.on_failure), expected);
    }

    #[rstest]
    #[case(json!({"order": {"key": "a"}, "order_key": "b"}), &[("body.order_key", "conflict")])]
    #[case(json!({"order_key": ""}), &[("body.order_key", "length")])]
    #[case(json!({"order_key": 7}), &[("body.order_key", "type_error")])]
    #[case(json!({"order_key": "${secret:a}"}), &[("body.order_key", "placeholder")])]
    #[case(json!({"order_key": "${tenant}"}), &[("body.order_key", "placeholder")])]
    #[case(json!({"order_key": "${input.tenant"}), &[("body.order_key", "placeholder")])]
    #[case(json!({"order": {"on_failure": "stop", "colour": 1}}),
        &[("body.order.colour", "unknown_field"), ("body.order.key", "missing"), ("body.order.on_failure", "enum")])]
    fn every_fault_is_named(#[case] body: Value, #[case] expected: &[(&str, &str)]) {
        let mut violations = Violations::new();
        order().read("order", body.as_object().unwrap(), &Path::body(), &mut violations);
        let found: Vec<_> = violations.iter().map(|one| (one.path.to_string(), one.kind)).collect();
        let expected: Vec<_> = expected.iter().map(|(path, kind)| ((*path).to_owned(), *kind)).collect();
        assert_eq!(found, expected);
    }
}
