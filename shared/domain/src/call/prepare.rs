//! What is sent for an attempt.

use bytes::Bytes;
use serde_json::Value;
use url::Url;

use super::trace;
use crate::{
    destination::EgressScope,
    execution::{Execution, Failure, FailureCode, State},
    port::HttpRequest,
    spec::{HttpSpec, TaskSpec},
};

const USER_AGENT: &str = concat!("beadle/", env!("CARGO_PKG_VERSION"));
const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";

/// The headers that Beadle adds, at most: a capacity.
const OWN_HEADERS: usize = 7;

/// The request of the attempt that `execution` is claimed for. A header that the user gives wins over Beadle's own.
///
/// # Errors
/// A [`Failure`] when it is not claimed, or its body can't be written.
pub fn prepare(execution: &Execution) -> Result<HttpRequest, Failure> {
    let State::Running { attempt, .. } = execution.state() else {
        return Err(Failure::new(FailureCode::InvalidRequest, "the execution is not running"));
    };
    let request = &*execution.request;
    let spec = match &request.spec {
        TaskSpec::Http(spec) | TaskSpec::ApiCall(spec) | TaskSpec::Webhook(spec) => spec,
    };
    let mut headers = Headers::given(spec);
    let body = body(spec, &mut headers)?;
    headers.add("user-agent", || USER_AGENT.to_owned());
    headers.add("idempotency-key", || request.destination_key());
    headers.add("traceparent", || trace::parent(execution));
    headers.add("beadle-execution-id", || request.id.to_string());
    headers.add("beadle-attempt", || attempt.to_string());
    if let Some(time) = request.trigger.scheduled_for {
        headers.add("beadle-scheduled-for", || time.to_string());
    }
    Ok(HttpRequest {
        method: spec.method.clone(),
        url: url(spec),
        headers: headers.all,
        body,
        egress: EgressScope::default(),
    })
}

/// The user's headers, and those that are added where the user says nothing.
struct Headers<'a> {
    spec: &'a HttpSpec,
    all: Vec<(String, String)>,
}

impl<'a> Headers<'a> {
    fn given(spec: &'a HttpSpec) -> Self {
        let mut all = Vec::with_capacity(spec.headers.len() + OWN_HEADERS);
        all.extend(spec.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        Self { spec, all }
    }

    fn add(&mut self, name: &str, value: impl FnOnce() -> String) {
        if !self.spec.headers.contains_key(name) {
            self.all.push((name.to_owned(), value()));
        }
    }
}

/// A text goes as it is unless its content type is JSON; everything else goes as JSON.
fn body(spec: &HttpSpec, headers: &mut Headers<'_>) -> Result<Bytes, Failure> {
    let Some(body) = &spec.body else { return Ok(Bytes::new()) };
    let content_type = spec.headers.get("content-type").map(String::as_str);
    if let Value::String(text) = body
        && !content_type.is_some_and(is_json)
    {
        headers.add("content-type", || TEXT.to_owned());
        return Ok(Bytes::copy_from_slice(text.as_bytes()));
    }
    headers.add("content-type", || JSON.to_owned());
    serde_json::to_vec(body)
        .map(Bytes::from)
        .map_err(|_| Failure::new(FailureCode::InvalidRequest, "the body can't be written as JSON"))
}

/// `application/json` or a type with the suffix `+json` (RFC 6839 section 3.1), whatever its parameters.
pub(super) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let suffix = essence.as_bytes().last_chunk::<5>();
    essence.eq_ignore_ascii_case(JSON) || suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case(b"+json"))
}

fn url(spec: &HttpSpec) -> Url {
    let mut url = spec.url.clone();
    if spec.query.is_empty() {
        return url;
    }
    let mut pairs = url.query_pairs_mut();
    for (name, value) in &spec.query {
        match value {
            Value::Array(values) => values.iter().for_each(|value| {
                pairs.append_pair(name, &parameter(value));
            }),
            value => {
                pairs.append_pair(name, &parameter(value));
            }
        }
    }
    drop(pairs);
    url
}

fn parameter(value: &Value) -> std::borrow::Cow<'_, str> {
    match value {
        Value::String(text) => text.into(),
        other => other.to_string().into(),
    }
}

#[cfg(test)]
mod tests;
