//! Values of expressions: what they are, and what is made of them.

use serde_json::{Map, Number, Value};

use super::EvaluationError;

/// The most elements and characters that a function makes.
pub(super) const MAX_MADE: usize = 100_000;

pub(super) type Evaluated = Result<Value, EvaluationError>;

pub(super) fn fault<T>(message: impl Into<String>) -> Result<T, EvaluationError> {
    Err(EvaluationError(message.into()))
}

/// What a value is, for messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(super) fn truth(value: &Value) -> Result<bool, EvaluationError> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::Null => Ok(false),
        other => fault(format!("{} is neither true nor false", kind(other))),
    }
}

pub(super) fn as_number(value: &Value) -> Result<f64, EvaluationError> {
    match value.as_f64() {
        Some(number) => Ok(number),
        None => fault(format!("{} is no number", kind(value))),
    }
}

pub(super) fn as_text(value: &Value) -> Result<&str, EvaluationError> {
    match value.as_str() {
        Some(text) => Ok(text),
        None => fault(format!("{} is no text", kind(value))),
    }
}

pub(super) fn as_list(value: &Value) -> Result<&Vec<Value>, EvaluationError> {
    match value.as_array() {
        Some(list) => Ok(list),
        None => fault(format!("{} is no list", kind(value))),
    }
}

pub(super) fn as_object(value: &Value) -> Result<&Map<String, Value>, EvaluationError> {
    match value.as_object() {
        Some(members) => Ok(members),
        None => fault(format!("{} is no object", kind(value))),
    }
}

/// A number as JSON, whole where it is.
#[expect(clippy::cast_possible_truncation, reason = "whole numbers below 2^53 fit")]
pub(super) fn number(number: f64) -> Evaluated {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT {
        return Ok(Value::Number((number as i64).into()));
    }
    match Number::from_f64(number) {
        Some(number) => Ok(Value::Number(number)),
        None => fault("the result is no finite number"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
pub(super) fn length_of(length: usize) -> f64 {
    length as f64
}

/// A number as a position, if it is one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
pub(super) fn position(number: f64) -> Option<usize> {
    (number >= 0.0 && number.fract() == 0.0 && number < 4_294_967_296.0).then_some(number as usize)
}

/// Whether two values are equal; numbers by their value.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right).is_eq(),
        _ => left == right,
    }
}

pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub(super) fn bounded(text: String) -> Evaluated {
    if text.len() > MAX_MADE { fault("a text becomes too long") } else { Ok(Value::String(text)) }
}
