//! Transforms a response, as `response.transform` says.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{of_status, read::Body};
use crate::{
    call::{HttpResponse, MAX_EXTRACTED, stored_response},
    execution::{Failure, FailureCode},
    expression::{Expression, Given},
};

/// The result that `expression` makes of a successful response, of which `extracted` was taken out.
pub(super) fn transform(
    expression: &Expression,
    response: &HttpResponse,
    body: &Body,
    extracted: Option<Value>,
) -> Result<Value, Failure> {
    let failed = |why: String| {
        of_status(FailureCode::Transform, format!("the answer could not be transformed: {why}"), response)
    };
    let body = match body {
        Body::Value(value) => value.clone(),
        _ => match std::str::from_utf8(&response.body) {
            Ok("") => Value::Null,
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => Value::Null,
        },
    };
    let mut headers = Map::new();
    for (name, value) in &response.headers {
        headers.insert(name.to_ascii_lowercase(), Value::String(value.clone()));
    }
    let names = BTreeMap::from([
        ("body", body),
        ("extracted", extracted.unwrap_or(Value::Null)),
        ("status", json!(response.status)),
        ("headers", Value::Object(headers)),
    ]);
    // A transformation draws nothing at random: the same answer gives the same result.
    let given = Given { names: &names, chance: 0.0 };
    let value = expression.evaluate(given).map_err(|error| failed(error.to_string()))?;
    if stored_response::len_within(&value, MAX_EXTRACTED).is_none() {
        return Err(failed(format!("the result has more than {MAX_EXTRACTED} bytes")));
    }
    Ok(value)
}
