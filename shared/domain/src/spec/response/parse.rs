//! Reads what a user says about the answer.

use std::collections::BTreeMap;

use beadle_values::{
    integer::integer,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value};

use super::{BodyRule, Check, Expect, Extract, ReadAs, ResponseRules, StatusRule};
use crate::spec::{headers::is_header_name, json_path::JsonPath, refuse_unknown};

/// The most paths that are taken out, and the most rules.
const MOST: usize = 50;

pub(super) fn rules(value: &Value, path: &Path) -> Result<ResponseRules, Violations> {
    let members = object(value, path)?;
    let mut violations = Violations::new();
    refuse_unknown(members, &["parse", "extract", "expect"], &[], path, &mut violations);
    let parse = present(members, "parse").and_then(|value| {
        violations.take(ReadAs::parse(value, &path.key("parse")).map_err(Violations::from))
    });
    let extract =
        present(members, "extract").and_then(|value| violations.take(extract(value, &path.key("extract"))));
    let expect =
        present(members, "expect").and_then(|value| violations.take(expect(value, &path.key("expect"))));
    violations.into_result(ResponseRules {
        parse: parse.unwrap_or_default(),
        extract,
        expect: expect.unwrap_or_default(),
    })
}

fn extract(value: &Value, path: &Path) -> Result<Extract, Violations> {
    let Value::Object(members) = value else { return Ok(Extract::One(JsonPath::parse(value, path)?)) };
    let mut violations = Violations::new();
    if !(1..=MOST).contains(&members.len()) {
        violations.add(path.clone(), "length", format!("must have 1 to {MOST} members"));
    }
    let mut named = BTreeMap::new();
    for (name, value) in members {
        let parsed = JsonPath::parse(value, &path.key(name)).map_err(Violations::from);
        named.extend(violations.take(parsed).map(|parsed| (name.clone(), parsed)));
    }
    violations.into_result(Extract::Named(named))
}

fn expect(value: &Value, path: &Path) -> Result<Expect, Violations> {
    let members = object(value, path)?;
    let mut violations = Violations::new();
    refuse_unknown(members, &["status", "headers", "body"], &[], path, &mut violations);
    let mut expect = Expect::default();
    if let Some(value) = present(members, "status") {
        let path = path.key("status");
        for (index, value) in listed(value, &path, &mut violations).iter().enumerate() {
            let rule = status(value, &path.index(index)).map_err(Violations::from);
            expect.status.extend(violations.take(rule));
        }
    }
    if let Some(value) = present(members, "headers") {
        expect.headers = violations.take(headers(value, &path.key("headers"))).unwrap_or_default();
    }
    if let Some(value) = present(members, "body") {
        let path = path.key("body");
        for (index, value) in listed(value, &path, &mut violations).iter().enumerate() {
            expect.body.extend(violations.take(body_rule(value, &path.index(index))));
        }
    }
    violations.into_result(expect)
}

/// The elements of a list; anything else is its one element.
fn listed<'v>(value: &'v Value, path: &Path, violations: &mut Violations) -> &'v [Value] {
    let listed = match value {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    if listed.len() > MOST {
        violations.add(path.clone(), "length", format!("has more than {MOST} elements"));
        return &[];
    }
    listed
}

fn status(value: &Value, path: &Path) -> Result<StatusRule, Violation> {
    let exactly = match value {
        Value::Number(_) => integer(value).and_then(|number| u16::try_from(number).ok()),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    if let Some(exactly) = exactly.filter(|status| (100..=999).contains(status)) {
        return Ok(StatusRule::Exactly(exactly));
    }
    let class = value.as_str().map(str::to_ascii_lowercase);
    match class {
        Some(class) if matches!(class.as_bytes(), [b'1'..=b'5', b'x', b'x']) => Ok(StatusRule::Class(class)),
        _ => Err(Violation::new(path.clone(), "status", "is no status").hint("such as 200 or \"2xx\"")),
    }
}

fn headers(value: &Value, path: &Path) -> Result<BTreeMap<String, String>, Violations> {
    let mut violations = Violations::new();
    let mut headers = BTreeMap::new();
    for (name, value) in object(value, path)? {
        match value.as_str() {
            Some(text) if is_header_name(name) => {
                headers.insert(name.to_ascii_lowercase(), text.to_owned());
            }
            _ => violations.add(path.key(name), "header", "must be the name of a header with a text"),
        }
    }
    violations.into_result(headers)
}

fn body_rule(value: &Value, path: &Path) -> Result<BodyRule, Violations> {
    const CHECKS: [&str; 3] = ["equals", "exists", "contains"];
    let members = object(value, path)?;
    let mut violations = Violations::new();
    refuse_unknown(members, &["path", "equals", "exists", "contains"], &[], path, &mut violations);
    let found = match members.get("path") {
        Some(value) => violations.take(JsonPath::parse(value, &path.key("path")).map_err(Violations::from)),
        None => {
            violations.add(path.key("path"), "missing", "is required");
            None
        }
    };
    let given: Vec<_> = CHECKS.iter().filter_map(|name| Some((*name, members.get(*name)?))).collect();
    let check = match given.as_slice() {
        [("equals", value)] => Some(Check::Equals((*value).clone())),
        [("contains", value)] => Some(Check::Contains((*value).clone())),
        [("exists", Value::Bool(flag))] => Some(Check::Exists(*flag)),
        [("exists", _)] => {
            violations.add(path.key("exists"), "type_error", "must be true or false");
            None
        }
        _ => {
            let message = "must have one of `equals`, `exists` and `contains`";
            violations.add(path.clone(), "conflict", message);
            None
        }
    };
    match (found, check) {
        (Some(path), Some(check)) if violations.is_empty() => Ok(BodyRule { path, check }),
        _ => Err(violations),
    }
}

fn object<'v>(value: &'v Value, path: &Path) -> Result<&'v Map<String, Value>, Violation> {
    value.as_object().ok_or_else(|| Violation::new(path.clone(), "type_error", "must be an object"))
}

fn present<'m>(members: &'m Map<String, Value>, name: &str) -> Option<&'m Value> {
    members.get(name).filter(|value| !value.is_null())
}
