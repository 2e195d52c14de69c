//! Evaluates responses of GraphQL servers (GraphQL over HTTP section 6.4).

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{expect, of_status, read::Body, refused, retry_after, shortened};
use crate::{
    call::HttpResponse,
    execution::{Failure, FailureCode},
    spec::{ResponseRules, encoding::essence},
};

/// How many errors beside data become warnings.
const MAX_ERRORS_SHOWN: usize = 5;

/// Evaluates a GraphQL response; returns warnings about missing data if it is a success. With the type
/// `application/graphql-response+json` the body decides, whatever the status. With any other type the status
/// must be 2xx; if it is not, errors in the body are the reason, because servers older than that type
/// respond so.
pub(super) fn verdict(
    response: &HttpResponse,
    body: &Body,
    rules: &ResponseRules,
    now: Timestamp,
) -> Result<Vec<String>, Failure> {
    let is_ordinary = (200..300).contains(&response.status);
    let is_graphql =
        response.header("content-type").map(essence).as_deref() == Some("application/graphql-response+json");
    let says_why = matches!(body, Body::Value(Value::Object(members)) if lists_errors(members));
    if !is_ordinary && !is_graphql && !says_why {
        return Err(refused(response, now));
    }
    let answer = match body {
        Body::Value(Value::Object(members)) if members.contains_key("data") || states_errors(members) => {
            members
        }
        _ if !is_ordinary => return Err(refused(response, now)),
        _ => {
            let message = "the answer is no GraphQL response: an object with `data` or `errors`";
            return Err(of_status(FailureCode::InvalidResponse, message, response));
        }
    };
    let errors = match answer.get("errors") {
        Some(Value::Array(errors)) => errors.as_slice(),
        Some(Value::Null) | None => &[],
        // Not what the specification says, but errors all the same.
        Some(errors) => std::slice::from_ref(errors),
    };
    let has_data = answer.get("data").is_some_and(|data| !data.is_null());
    if let (Some(first), false) = (errors.first(), has_data) {
        let mut message = format!("the server answered an error: {}", message(first));
        if errors.len() > 1 {
            message.push_str(&format!(" (and {} more)", errors.len() - 1));
        }
        let asked = response.header("retry-after").and_then(|value| retry_after(value, now));
        return Err(Failure { retry_after: asked, ..of_status(FailureCode::Graphql, message, response) });
    }
    if !rules.expect.status.is_empty() {
        expect::status(response, &rules.expect, now)?;
    }
    expect::contents(response, body, &rules.expect)?;
    let warnings = errors
        .iter()
        .take(MAX_ERRORS_SHOWN)
        .map(|error| format!("an error beside the data: {}", message(error)));
    Ok(warnings.collect())
}

/// Whether `errors` is anything but absent, null or an empty list.
fn states_errors(members: &Map<String, Value>) -> bool {
    match members.get("errors") {
        None | Some(Value::Null) => false,
        Some(Value::Array(errors)) => !errors.is_empty(),
        Some(_) => true,
    }
}

/// Whether a body is a GraphQL response without data: a list of errors with messages.
fn lists_errors(members: &Map<String, Value>) -> bool {
    let is_error = |error: &Value| error.get("message").is_some_and(Value::is_string);
    let errors = members.get("errors").and_then(Value::as_array);
    members.get("data").is_none_or(Value::is_null)
        && errors.is_some_and(|errors| !errors.is_empty() && errors.iter().all(is_error))
}

fn message(error: &Value) -> String {
    match error.get("message").unwrap_or(error) {
        Value::String(message) => shortened(message, 300),
        other => shortened(&other.to_string(), 300),
    }
}
