//! How a user wants a response to be handled, as it is written.

use std::collections::BTreeMap;

use beadle_values::{
    body,
    body::{Custom, Member, Schemas, Shape, any, as_object, custom, flag, of, optional, required},
    integer,
    violation::{Path, Violation, Violations},
};
use serde_json::{Value, json};

use super::{BodyRule, Check, Extract, StatusRule, Transform};
use crate::{
    expression::Expression,
    function::RuleFunction,
    spec::{headers::is_header_name, json_path::JsonPath},
};

/// The most paths that are taken out, and the most rules.
const MAX_RULES: usize = 50;

/// What is taken out of a body: a JSONPath, or an object of several.
pub(in crate::spec) fn extract() -> Custom<Extract> {
    custom(read_extract, |schemas| {
        schemas.named("Extract", |_| {
            json!({
                "description": "What is taken out of a response.",
                "anyOf": [
                    {"type": "string", "description": "A JSONPath."},
                    {
                        "type": "object", "description": "A JSONPath for each name.",
                        "additionalProperties": {"type": "string"}, "propertyNames": {"type": "string"}
                    }
                ]
            })
        })
    })
}

fn read_extract(value: &Value, path: &Path) -> Result<Extract, Violations> {
    let Value::Object(members) = value else { return Ok(Extract::One(JsonPath::parse(value, path)?)) };
    let mut violations = Violations::new();
    if !(1..=MAX_RULES).contains(&members.len()) {
        violations.add(path.clone(), "length", format!("must have 1 to {MAX_RULES} members"));
    }
    let mut named = BTreeMap::new();
    for (name, value) in members {
        let parsed = JsonPath::parse(value, &path.key(name)).map_err(Violations::from);
        named.extend(violations.take(parsed).map(|parsed| (name.clone(), parsed)));
    }
    violations.into_result(Extract::Named(named))
}

/// The names of a transformation.
const NAMES: [&str; 4] = ["body", "extracted", "status", "headers"];

body! {
    /// A transformation by a function.
    struct ByFunction as "TransformFunction" {
        /// The function: it is called with `{body, extracted, status, headers}` and returns the result. It has 10 seconds, or the
        /// timeout of the attempt if that is shorter, and no `fetch`.
        function: RuleFunction = required(of::<RuleFunction>()).strict(),
    }
    example {"function": {"name": "rows", "export": "ids"}}
}

/// A transformation of a response: an expression, or the function that makes it.
pub(super) fn transform() -> Custom<Box<Transform>> {
    custom(read_transform, |schemas| {
        let function = <ByFunction as Member>::schema(schemas);
        let expression = json!({
            "type": "string", "description": "An expression.",
            "example": "{ids: pluck(body.rows, 'id'), count: len(body.rows)}",
        });
        json!({"anyOf": [expression, function]})
    })
}

fn read_transform(value: &Value, path: &Path) -> Result<Box<Transform>, Violations> {
    Ok(Box::new(match value {
        Value::Object(_) => {
            let ByFunction { function } = Member::parse(value, path)?;
            Transform::Function { function }
        }
        _ => Transform::Expression(Expression::read(value, &NAMES, path)?),
    }))
}

/// Rules: a list, or the only one by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<S>(S);

/// A list of rules, or the only one by itself.
pub(super) fn rules<S: Shape>(rule: S) -> Rules<S> {
    Rules(rule)
}

impl<S: Shape> Shape for Rules<S> {
    type Value = Vec<S::Value>;

    fn read(&self, value: &Value, path: &Path) -> Result<Vec<S::Value>, Violations> {
        let listed = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        if listed.len() > MAX_RULES {
            let message = format!("has more than {MAX_RULES} elements");
            return Err(Violation::new(path.clone(), "length", message).into());
        }
        let mut violations = Violations::new();
        let read = |(index, value)| violations.take(self.0.read(value, &path.index(index)));
        let rules = listed.iter().enumerate().filter_map(read).collect();
        violations.into_result(rules)
    }

    fn schema(&self, schemas: &mut Schemas) -> Value {
        json!({"type": "array", "items": self.0.schema(schemas)})
    }
}

/// Statuses that count as success.
pub(super) fn status() -> Custom<StatusRule> {
    custom(read_status, |schemas| {
        schemas.named("StatusRule", |schemas| {
            let code = schemas.named("StatusCode", |_| {
                json!({
                    "type": "integer", "format": "int32", "description": "A status.", "minimum": 100, "maximum": 999,
                })
            });
            let text = schemas.named("StatusText", |_| {
                json!({
                    "type": "string", "description": "A status or a class of them.",
                    "pattern": "^([1-5][xX]{2}|[1-9][0-9]{2})$", "example": "2xx"
                })
            });
            json!({"description": "Statuses that count as success.", "anyOf": [code, text]})
        })
    })
}

fn read_status(value: &Value, path: &Path) -> Result<StatusRule, Violations> {
    let exactly = match value {
        Value::Number(_) => integer::integer(value).and_then(|number| u16::try_from(number).ok()),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    if let Some(exactly) = exactly.filter(|status| (100..=999).contains(status)) {
        return Ok(StatusRule::Exactly(exactly));
    }
    let class = value.as_str().map(str::to_ascii_lowercase);
    match class {
        Some(class) if matches!(class.as_bytes(), [b'1'..=b'5', b'x', b'x']) => Ok(StatusRule::Class(class)),
        _ => {
            Err(Violation::new(path.clone(), "status", "is no status").hint("such as 200 or \"2xx\"").into())
        }
    }
}

/// Strings that the values of headers contain, by the names of the headers.
pub(super) fn headers() -> Custom<BTreeMap<String, String>> {
    custom(
        read_headers,
        |_| json!({"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"type": "string"}}),
    )
}

fn read_headers(value: &Value, path: &Path) -> Result<BTreeMap<String, String>, Violations> {
    let mut violations = Violations::new();
    let mut headers = BTreeMap::new();
    for (name, value) in as_object(value, path)? {
        match value.as_str() {
            Some(text) if is_header_name(name) => {
                headers.insert(name.to_ascii_lowercase(), text.to_owned());
            }
            _ => violations.add(path.key(name), "header", "must be the name of a header with a string"),
        }
    }
    violations.into_result(headers)
}

body! {
    /// What a body holds at a path: one of `equals`, `exists` and `contains`.
    struct Written as "BodyRule" {
        /// A JSONPath (RFC 9535).
        path: JsonPath = required(json_path()).strict(),
        /// The value that each one found is.
        equals: Option<Value> = optional(any()).strict(),
        /// Whether anything is found.
        exists: Option<bool> = optional(flag()).strict(),
        /// The part that a string found has, or the element of a list.
        contains: Option<Value> = optional(any()).strict(),
    }
    example {"path": "$.ok", "equals": true}
    check |_given, members, path, violations| {
        if ["equals", "exists", "contains"].iter().filter(|name| members.contains_key(**name)).count() != 1 {
            let message = "must have one of `equals`, `exists` and `contains`";
            violations.add(path.clone(), "conflict", message);
        }
    }
}

fn json_path() -> Custom<JsonPath> {
    custom(|value, path| Ok(JsonPath::parse(value, path)?), |_| json!({"type": "string"}))
}

impl Member for BodyRule {
    fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Written { path, equals, exists, contains } = Member::parse(value, path)?;
        // The table refuses all but one of them.
        let exists = Check::Exists(exists.unwrap_or_default());
        let check = equals.map(Check::Equals).or_else(|| contains.map(Check::Contains)).unwrap_or(exists);
        Ok(Self { path, check })
    }

    fn schema(schemas: &mut Schemas) -> Value {
        <Written as Member>::schema(schemas)
    }
}

/// What the body of a response holds.
pub(super) fn body_rules() -> Rules<impl Shape<Value = BodyRule>> {
    rules(of())
}
