//! Errors as `application/problem+json` (RFC 9457) with the members that seed 003 requires.
//!
//! A [`Problem`] becomes a response without a body that carries the problem as an extension. The outermost
//! layer, which knows the request id, writes the body.

mod from_application;

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use beadle_values::violation::{Violation, Violations};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value};

/// `Retry-After` in seconds when a dependency is unavailable.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// How many violations a response lists; the member `omitted` counts the others.
const MAX_VIOLATIONS: usize = 100;

/// An error response.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    detail: Detail,
    members: Map<String, Value>,
    headers: HeaderMap,
}

#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Detail {
    Text(Cow<'static, str>),
    Violations(Violations),
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a Detail,
    instance: &'a str,
    code: &'static str,
    request_id: &'a str,
    #[serde(flatten)]
    members: &'a Map<String, Value>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        let detail = Detail::Text(detail.into());
        Self(Box::new(Inner { status, code, detail, members: Map::new(), headers: HeaderMap::new() }))
    }

    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal server error")
    }

    pub(crate) fn unavailable() -> Self {
        let detail = "Something that is needed is unavailable; try again";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
            .header(header::RETRY_AFTER, RETRY_AFTER)
    }

    pub(crate) fn task_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "task_not_found", "Task not found").member("task_id", id.to_string())
    }

    /// The same for tasks identified by numbers (seed 004).
    pub(crate) fn number_not_found(number: impl Into<Value>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "task_not_found", "Task not found").member("task_id", number)
    }

    pub(crate) fn execution_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "execution_not_found", "Execution not found")
            .member("execution_id", id.to_string())
    }

    pub(crate) fn batch_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "batch_not_found", "Batch not found")
            .member("batch_id", id.to_string())
    }

    pub(crate) fn config_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "config_not_found", "Config not found")
            .member("config_id", id.to_string())
    }

    pub(crate) fn api_key_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "api_key_not_found", "API key not found")
            .member("api_key_id", id.to_string())
    }

    pub(crate) fn template_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "template_not_found", "Template not found")
            .member("template_id", id.to_string())
    }

    pub(crate) fn calendar_not_found(name: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "calendar_not_found", "Calendar not found")
            .member("calendar", name.to_string())
    }

    pub(crate) fn function_not_found(name: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "function_not_found", "Function not found")
            .member("function", name.to_string())
    }

    pub(crate) fn function_version_not_found(name: impl ToString, number: impl Into<Value>) -> Self {
        let detail = "The function has no such version, or keeps it no longer";
        Self::new(StatusCode::NOT_FOUND, "function_version_not_found", detail)
            .member("function", name.to_string())
            .member("version", number)
    }

    /// Status of the response.
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Stable code of the problem.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// Whether it denies access: openly, or by pretending that the resource does not exist.
    pub(crate) fn is_denial(&self) -> bool {
        match self.0.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => true,
            StatusCode::NOT_FOUND => self.0.code.ends_with("_not_found"),
            _ => false,
        }
    }

    pub(crate) fn member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the detail as a string in the member `error`, for clients of seed 004.
    pub(crate) fn with_error(self) -> Self {
        let error = match &self.0.detail {
            Detail::Text(text) => text.to_string(),
            Detail::Violations(violations) => violations.to_string(),
        };
        self.member("error", error)
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// Serializes the body for a request.
    #[expect(clippy::expect_used, reason = "strings, numbers and JSON values always serialize")]
    pub(crate) fn body(&self, instance: &str, request_id: &str) -> Vec<u8> {
        serde_json::to_vec(&self.document(instance, request_id)).expect("a problem serializes")
    }

    /// Returns the body as an item of a batch, without the members that identify the request.
    #[expect(clippy::expect_used, reason = "strings, numbers and JSON values always serialize")]
    pub(crate) fn as_item(&self) -> Value {
        let mut item = serde_json::to_value(self.document("", "")).expect("a problem serializes");
        if let Some(members) = item.as_object_mut() {
            members.shift_remove("instance");
            members.shift_remove("request_id");
        }
        item
    }

    fn document<'a>(&'a self, instance: &'a str, request_id: &'a str) -> Body<'a> {
        let Inner { status, code, detail, members, .. } = &*self.0;
        Body {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            instance,
            code,
            request_id,
            members,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        *response.headers_mut() = self.0.headers.clone();
        let content_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Violations> for Problem {
    fn from(mut violations: Violations) -> Self {
        let omitted = violations.keep_first(MAX_VIOLATIONS);
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation", "");
        problem.0.detail = Detail::Violations(violations);
        if omitted > 0 { problem.member("omitted", omitted) } else { problem }
    }
}

impl From<Violation> for Problem {
    fn from(violation: Violation) -> Self {
        Violations::from(violation).into()
    }
}
