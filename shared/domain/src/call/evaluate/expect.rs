//! Checks a response against `response.expect`.

use jiff::Timestamp;
use serde_json::Value;

use super::{of_status, preview, read::Body, refused};
use crate::{
    call::HttpResponse,
    execution::{Failure, FailureCode},
    spec::response::{BodyRule, Check, Expect, StatusRule},
};

/// Checks the status. A failure status counts as such whatever is expected, so that it is retried by its own
/// rules.
pub(super) fn status(response: &HttpResponse, expect: &Expect, now: Timestamp) -> Result<(), Failure> {
    let status = response.status;
    let is_ordinary = (200..300).contains(&status);
    if expect.status.is_empty() && is_ordinary || expect.status.iter().any(|rule| rule.matches(status)) {
        return Ok(());
    }
    if !is_ordinary {
        return Err(refused(response, now));
    }
    let expected: Vec<_> = expect.status.iter().map(named).collect();
    let message = format!("the destination answered {status}, expected {}", expected.join(", "));
    Err(of_status(FailureCode::Unexpected, message, response))
}

fn named(rule: &StatusRule) -> String {
    match rule {
        StatusRule::Exactly(status) => status.to_string(),
        StatusRule::Class(class) => class.clone(),
    }
}

/// Checks headers and body. The failure lists all differences.
pub(super) fn contents(response: &HttpResponse, body: &Body, expect: &Expect) -> Result<(), Failure> {
    let mut differences = Vec::new();
    for (name, expected) in &expect.headers {
        let values = response.headers.iter().filter(|(known, _)| known == name);
        let expected_text = expected.to_lowercase();
        let mut found = values.map(|(_, value)| value.to_lowercase());
        if !found.any(|value| value.contains(&expected_text)) {
            differences.push(format!(
                "the header `{name}` does not hold {}",
                preview(&Value::from(expected.as_str()))
            ));
        }
    }
    if !expect.body.is_empty() {
        let text;
        let value = match body {
            Body::Value(value) => value,
            _ => {
                text = String::from_utf8_lossy(&response.body).into_owned().into();
                &text
            }
        };
        differences.extend(expect.body.iter().filter_map(|rule| difference(rule, value)));
    }
    if differences.is_empty() {
        return Ok(());
    }
    let message = format!("the answer is not as expected: {}", differences.join("; "));
    Err(of_status(FailureCode::Unexpected, message, response))
}

/// The difference from `rule`, if there is one.
fn difference(rule: &BodyRule, body: &Value) -> Option<String> {
    let path = rule.path.as_str();
    let found = rule.path.find(body);
    let is = || match found.as_slice() {
        [] => "finds nothing".to_owned(),
        [one] => format!("is {}", preview(one)),
        [first, ..] => format!("is {} and {} more", preview(first), found.len() - 1),
    };
    match &rule.check {
        Check::Exists(true) => found.is_empty().then(|| format!("`{path}` finds nothing")),
        Check::Exists(false) => (!found.is_empty()).then(|| format!("`{path}` {}, expected nothing", is())),
        Check::Equals(expected) => {
            let holds = !found.is_empty() && found.iter().all(|value| same(value, expected));
            (!holds).then(|| format!("`{path}` {}, expected {}", is(), preview(expected)))
        }
        Check::Contains(expected) => {
            let holds = found.iter().any(|value| contains(value, expected));
            (!holds).then(|| format!("`{path}` {}, expected it to contain {}", is(), preview(expected)))
        }
    }
}

fn contains(value: &Value, expected: &Value) -> bool {
    match (value, expected) {
        (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
        (Value::Array(values), expected) => values.iter().any(|value| same(value, expected)),
        (Value::Object(members), Value::String(name)) => members.contains_key(name),
        _ => false,
    }
}

/// Equality, with numbers compared by value, so that 1 equals 1.0.
fn same(value: &Value, expected: &Value) -> bool {
    value == expected
        || match (value, expected) {
            (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => a.as_f64() == b.as_f64(),
            _ => false,
        }
}
