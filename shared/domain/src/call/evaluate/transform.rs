//! Transforms a response, as `response.transform` says: by an expression here, by a function in the sandbox.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{read::Body, with_status};
use crate::{
    call::{
        HttpResponse, MAX_EXTRACTED, Redactor,
        stored_response::{self, RawResponse},
    },
    execution::{Failure, FailureCode, conclude::Outcome},
    expression::{Expression, Given},
    function::RuleFunction,
};

/// The most that a function is given of a response as JSON, in bytes.
const MAX_GIVEN: usize = 1024 * 1024;

/// What a transformation is made of: `body`, `extracted`, `status` and `headers`.
type Names = BTreeMap<&'static str, Value>;

/// A successful response of which a function makes the result.
#[derive(Debug)]
pub struct Transformation {
    /// The function.
    pub function: RuleFunction,
    pub(super) names: Names,
    pub(super) raw: RawResponse,
    pub(super) status: u16,
    pub(super) warnings: Vec<String>,
}

impl Transformation {
    /// What the function is given: the response without the secrets in `redactor`, which never enter a sandbox.
    ///
    /// # Errors
    /// A text if that is too much.
    pub fn given(&self, redactor: &Redactor) -> Result<Value, String> {
        let members = self.names.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let mut given = Value::Object(members.collect::<Map<_, _>>());
        redactor.value(&mut given);
        match stored_response::len_within(&given, MAX_GIVEN) {
            Some(_) => Ok(given),
            None => Err(format!("it has more than {MAX_GIVEN} bytes, which is the most for a function")),
        }
    }

    /// The outcome after the function returned `result`.
    pub fn transformed(self, result: Value, redactor: &Redactor) -> Outcome {
        if let Err(why) = fits(&result) {
            return self.failed(&why, redactor);
        }
        let answer = Some(stored_response::build(self.raw, Some(result), self.warnings, redactor));
        Outcome::Succeeded { answer }
    }

    /// The outcome where there is no result. The destination has done what was asked, so it is not asked again.
    pub fn failed(self, why: &str, redactor: &Redactor) -> Outcome {
        let failure = redactor.failure(failure(why, self.status));
        let answer = Some(stored_response::build(self.raw, None, self.warnings, redactor));
        Outcome::Failed { failure, answer }
    }
}

/// The values of [`Names`], of a response out of which `extracted` was taken.
pub(super) fn names(response: &HttpResponse, body: &Body, extracted: Option<Value>) -> Names {
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
    BTreeMap::from([
        ("body", body),
        ("extracted", extracted.unwrap_or(Value::Null)),
        ("status", json!(response.status)),
        ("headers", Value::Object(headers)),
    ])
}

/// The result that `expression` makes of a successful response, of which `extracted` was taken out.
pub(super) fn transform(
    expression: &Expression,
    response: &HttpResponse,
    body: &Body,
    extracted: Option<Value>,
) -> Result<Value, Failure> {
    let names = names(response, body, extracted);
    // A transformation draws nothing at random: the same answer gives the same result.
    let given = Given { names: &names, chance: 0.0 };
    let value = expression.evaluate(given).map_err(|error| failure(&error.to_string(), response.status))?;
    fits(&value).map_err(|why| failure(&why, response.status))?;
    Ok(value)
}

fn fits(value: &Value) -> Result<(), String> {
    match stored_response::len_within(value, MAX_EXTRACTED) {
        Some(_) => Ok(()),
        None => Err(format!("the result has more than {MAX_EXTRACTED} bytes")),
    }
}

fn failure(why: &str, status: u16) -> Failure {
    with_status(FailureCode::Transform, format!("the answer could not be transformed: {why}"), status)
}
