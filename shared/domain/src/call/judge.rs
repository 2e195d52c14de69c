//! What an answer comes to.

mod database;
mod expect;
mod extract;
mod graphql;
mod read;

use jiff::Timestamp;
use serde_json::Value;

pub use self::database::judge_database;
use self::extract::Extracted;
pub(in crate::call) use self::read::Body;
use super::{
    Redactor,
    kept::{self, Raw},
    retry_after,
};
use crate::{
    call::HttpResponse,
    execution::{Failure, FailureCode, conclude::Outcome},
    spec::{ResponseRules, TaskSpec, response::ReadAs},
};

/// The longest message of a failure that is made of an answer, in characters.
const LONGEST_MESSAGE: usize = 500;

/// Judges the answer to a call of `spec` that came in at `now`. Without rules of its own 2xx is success and anything else
/// a failure; GraphQL is judged by what its body says. What is kept has its credentials masked, holds nothing that
/// `redactor` knows, and stays within [`super::MAX_KEPT`].
pub fn judge(spec: &TaskSpec, response: HttpResponse, now: Timestamp, redactor: &Redactor) -> Outcome {
    let no_rules = ResponseRules::default();
    let rules = spec.response().unwrap_or(&no_rules);
    let is_graphql = matches!(spec, TaskSpec::Graphql(_));
    let read_as = if is_graphql { ReadAs::Json } else { rules.parse };
    let body = read::read(&response, read_as);
    let verdict = if is_graphql {
        graphql::verdict(&response, &body, rules, now)
    } else {
        verdict(&response, &body, rules, now)
    };
    let (extracted, warnings, failure) = match verdict {
        Ok(warnings) => {
            let extracted = rules.extract.as_ref().map(|extract| extract::extract(extract, &body));
            let Extracted { value, warnings: more } = extracted.unwrap_or_default();
            (value, [warnings, more].concat(), None)
        }
        Err(failure) => (None, Vec::new(), Some(redactor.failure(failure))),
    };
    let HttpResponse { status, headers, body: bytes, truncated } = response;
    let raw = Raw { status: Some(status), headers, bytes, truncated, body };
    let answer = Some(kept::answer(raw, extracted, warnings, redactor));
    match failure {
        None => Outcome::Succeeded { answer },
        Some(failure) => Outcome::Failed { failure, answer },
    }
}

/// Whether a plain answer is a success; warnings if so.
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

/// The failure of an answer whose status does not count as success.
fn refused(response: &HttpResponse, now: Timestamp) -> Failure {
    let asked = response.header("retry-after").and_then(|value| retry_after(value, now));
    Failure::http_status(response.status, asked)
}

fn of_status(code: FailureCode, message: impl AsRef<str>, response: &HttpResponse) -> Failure {
    let message = shortened(message.as_ref(), LONGEST_MESSAGE);
    Failure { http_status: Some(response.status), ..Failure::new(code, message) }
}

/// At most `most` characters of `text`.
fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A value for a message.
fn told(value: &Value) -> String {
    shortened(&value.to_string(), 80)
}

#[cfg(test)]
mod tests;
