//! Evaluates responses.

mod charset;
mod database;
mod delivery;
mod expect;
mod extract;
mod graphql;
mod job;
mod mail;
mod read;
mod transform;

use jiff::Timestamp;
use serde_json::Value;

use self::extract::Extracted;
pub(in crate::call) use self::read::Body;
pub use self::{
    database::evaluate_database,
    delivery::Payload,
    job::{HeartbeatBody, Judged, Polled, Started, judge_callback, judge_poll, judge_start, read_heartbeat},
    mail::evaluate_mail,
    transform::Transformation,
};
use super::{
    MAX_STORED, Redactor, retry_after,
    stored_response::{self, RawResponse},
};
use crate::{
    call::HttpResponse,
    execution::{Failure, FailureCode, conclude::Outcome},
    spec::{
        ResponseRules, TaskSpec,
        response::{ReadAs, Transform},
    },
};

/// The longest failure message that is made of a response, in characters.
const MAX_MESSAGE: usize = 500;

/// The outcome of a response, or what is left to do for it.
#[derive(Debug)]
pub enum Responded {
    /// The outcome.
    Ended(Outcome),
    /// A success, of which a function makes the result first.
    Transform(Transformation),
}

/// Evaluates the response to a call of `spec`, as [`judge_response`] does, where no function transforms it.
pub fn evaluate(spec: &TaskSpec, response: HttpResponse, now: Timestamp, redactor: &Redactor) -> Outcome {
    match judge_response(spec, response, now, redactor) {
        Responded::Ended(outcome) => outcome,
        Responded::Transform(pending) => pending.failed("no function can be called here", redactor),
    }
}

/// Evaluates the response to a call of `spec` that arrived at `now`. Without rules, 2xx is a success and
/// anything else a failure; a GraphQL response is evaluated by its body. In what is stored credentials and
/// the secrets in `redactor` are masked, and it stays within [`super::MAX_STORED`].
pub fn judge_response(
    spec: &TaskSpec,
    mut response: HttpResponse,
    now: Timestamp,
    redactor: &Redactor,
) -> Responded {
    let size = response.body.len() as u64;
    response.body = charset::in_utf_8(&response);
    let no_rules = ResponseRules::default();
    let rules = spec.response().unwrap_or(&no_rules);
    let is_graphql = matches!(spec, TaskSpec::Graphql(_));
    let read_as = if is_graphql { ReadAs::Json } else { rules.parse };
    // What nothing looks into, and is too long to be kept as a value, need not become one.
    let looks_inside = rules.extract.is_some() || rules.transform.is_some() || !rules.expect.body.is_empty();
    let is_opaque = read_as == ReadAs::Auto && !looks_inside && response.body.len() > MAX_STORED;
    let body =
        if is_opaque || has_no_body(response.status) { Body::Plain } else { read::read(&response, read_as) };
    let verdict = if is_graphql {
        graphql::verdict(&response, &body, rules, now)
    } else {
        verdict(&response, &body, rules, now)
    };
    let mut by_function = None;
    let (extracted, warnings, failure) = match verdict {
        Ok(mut warnings) => {
            warnings.extend(response.lost_body.map(|status| {
                format!(
                    "a redirect ({status}) made this request a GET without its body (RFC 9110 section 15.4)"
                )
            }));
            let extracted = rules.extract.as_ref().map(|extract| extract::extract(extract, &body));
            let Extracted { value, warnings: more } = extracted.unwrap_or_default();
            let warnings = [warnings, more].concat();
            match rules.transform.as_deref() {
                None => (value, warnings, None),
                Some(Transform::Expression(expression)) => {
                    match transform::transform(expression, &response, &body, value) {
                        Ok(transformed) => (Some(transformed), warnings, None),
                        Err(failure) => (None, warnings, Some(redactor.failure(failure))),
                    }
                }
                Some(Transform::Function { function }) => {
                    by_function = Some((function.clone(), transform::names(&response, &body, value)));
                    (None, warnings, None)
                }
            }
        }
        Err(failure) => (None, Vec::new(), Some(redactor.failure(failure))),
    };
    let HttpResponse { status, headers, body: bytes, truncated, lost_body: _ } = response;
    let raw = RawResponse { status: Some(status), headers, bytes, size, truncated, body };
    if let Some((function, names)) = by_function {
        return Responded::Transform(Transformation { function, names, raw, status, warnings });
    }
    let answer = Some(stored_response::build(raw, extracted, warnings, redactor));
    Responded::Ended(match failure {
        None => Outcome::Succeeded { answer },
        Some(failure) => Outcome::Failed { failure, answer },
    })
}

/// Evaluates a response other than GraphQL; returns warnings if it is a success.
fn verdict(
    response: &HttpResponse,
    body: &Body,
    rules: &ResponseRules,
    now: Timestamp,
) -> Result<Vec<String>, Failure> {
    expect::status(response, &rules.expect, now)?;
    if let Body::Unreadable { fault, .. } = body {
        return Err(of_status(FailureCode::InvalidResponse, format!("the answer {fault}"), response));
    }
    expect::contents(response, body, &rules.expect)?;
    Ok(Vec::new())
}

/// Whether a response with `status` never has a body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5).
fn has_no_body(status: u16) -> bool {
    matches!(status, 204 | 205 | 304)
}

/// The failure of a response whose status is not a success.
fn refused(response: &HttpResponse, now: Timestamp) -> Failure {
    let asked = response.header("retry-after").and_then(|value| retry_after(value, now));
    Failure::http_status(response.status, asked)
}

fn of_status(code: FailureCode, message: impl AsRef<str>, response: &HttpResponse) -> Failure {
    with_status(code, message, response.status)
}

fn with_status(code: FailureCode, message: impl AsRef<str>, status: u16) -> Failure {
    let message = shortened(message.as_ref(), MAX_MESSAGE);
    Failure { http_status: Some(status), ..Failure::new(code, message) }
}

/// The first `most` characters of `text`.
fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A value, shortened for a message.
fn preview(value: &Value) -> String {
    shortened(&value.to_string(), 80)
}

#[cfg(test)]
mod tests;
