//! What went wrong, as `application/problem+json` (RFC 9457) with the members that seed 003 promises.
//!
//! A [`Problem`] becomes a response without a body that carries it along; the outermost layer, which knows the request
//! id, writes the body.

use std::{borrow::Cow, time::Duration};

use axum::response::{IntoResponse, Response};
use beadle_application::{Error, Operation, Unmet, port::SchedulerError, port::StoreError};
use beadle_domain::account::LimitType;
use beadle_values::violation::{Path, Violation, Violations};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How long a client is asked to wait when something we need is unavailable, in seconds.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// How many of the tasks that use a config are named.
const SHOWN_USERS: usize = 10;

/// What went wrong.
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
    Faults(Violations),
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

    /// The same where tasks are known by numbers (seed 004).
    pub(crate) fn number_not_found(number: impl Into<Value>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "task_not_found", "Task not found").member("task_id", number)
    }

    pub(crate) fn execution_not_found(id: impl ToString) -> Self {
        Self::new(StatusCode::NOT_FOUND, "execution_not_found", "Execution not found")
            .member("execution_id", id.to_string())
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

    /// Over a limit of the owner's level (seed 003, `TaskLimitExceededError`).
    fn over_limit(limit: LimitType, most: String, retry_after: Option<Duration>) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "limit_exceeded", "Task limit exceeded")
            .member("limit_type", limit.as_str())
            .member("limit", most);
        match retry_after {
            Some(wait) => problem.header(header::RETRY_AFTER, wait.as_secs().saturating_add(1).into()),
            None => problem,
        }
    }

    /// The status that is answered.
    pub(crate) fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The code that is answered.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// Whether it says that the caller may not do what it asked for: openly, or as if there were no such thing.
    pub(crate) fn is_refusal(&self) -> bool {
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

    /// The same with its detail as one text in the member `error`, for clients that look for nothing else (seed 004).
    pub(crate) fn with_error(self) -> Self {
        let error = match &self.0.detail {
            Detail::Text(text) => text.to_string(),
            Detail::Faults(violations) => violations.to_string(),
        };
        self.member("error", error)
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// The body, once it is known which request it answers.
    pub(crate) fn body(&self, instance: &str, request_id: &str) -> Vec<u8> {
        let Inner { status, code, detail, members, .. } = &*self.0;
        let body = Body {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            instance,
            code,
            request_id,
            members,
        };
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl Problem {
    /// The body where it is one of several in an answer: without what it shares with the others.
    pub(crate) fn alone(&self) -> Value {
        let mut body: Map<String, Value> = serde_json::from_slice(&self.body("", "")).unwrap_or_default();
        body.shift_remove("instance");
        body.shift_remove("request_id");
        Value::Object(body)
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
    fn from(violations: Violations) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation", "");
        problem.0.detail = Detail::Faults(violations);
        problem
    }
}

impl From<Violation> for Problem {
    fn from(violation: Violation) -> Self {
        Violations::from(violation).into()
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::InvalidCursor => {
                let path = Path::of("query").key("cursor");
                Violation::new(path, "cursor", "is not a cursor of this list")
                    .hint("start without one")
                    .into()
            }
            StoreError::TooManyToSort(most) => {
                let path = Path::of("query").key("sort");
                let message = format!("the list has more than {most} tasks, too many to sort");
                Violation::new(path, "too_many", message)
                    .hint("leave `sort` out: newest first has no bound")
                    .into()
            }
            StoreError::TooLarge(_) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "What is to be stored is too large")
            }
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, "the store is unavailable");
                Self::unavailable()
            }
            StoreError::Corrupt(_) => {
                tracing::error!(%error, "the store is inconsistent");
                Self::internal()
            }
        }
    }
}

impl From<SchedulerError> for Problem {
    fn from(error: SchedulerError) -> Self {
        match error {
            SchedulerError::Unavailable(_) => {
                tracing::warn!(%error, "the scheduler is unavailable");
                Self::unavailable()
            }
            SchedulerError::Refused(_) => {
                tracing::warn!(%error, "the scheduler refused a schedule");
                let path = Path::body().key("schedule");
                Violation::new(path, "schedule", "is not taken by the scheduler").into()
            }
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let conflict =
            |code, detail: String| Self::new(StatusCode::CONFLICT, code, Cow::<'static, str>::Owned(detail));
        match error {
            Error::Invalid(violations) => violations.into(),
            Error::TaskNotFound(id) => Self::task_not_found(id),
            Error::NumberNotFound(number) => Self::number_not_found(number),
            Error::ExecutionNotFound(id) => Self::execution_not_found(id),
            Error::ConfigNotFound(id) => Self::config_not_found(id),
            Error::ApiKeyNotFound(id) => Self::api_key_not_found(id),
            Error::ConfigInUse { tasks, more } => {
                let count = tasks.len();
                let number = match (count, more) {
                    (_, true) => format!("More than {count} tasks use"),
                    (1, false) => "A task uses".to_owned(),
                    (_, false) => format!("{count} tasks use"),
                };
                let first: Vec<String> = tasks.iter().take(SHOWN_USERS).map(ToString::to_string).collect();
                conflict(
                    "config_in_use",
                    format!("{number} the config; `force=true` deletes it all the same"),
                )
                .member("task_count", count)
                .member("task_ids", first)
            }
            Error::Denied(operation) => {
                Self::new(StatusCode::FORBIDDEN, "permission_denied", "Permission denied")
                    .member("action", operation.name())
            }
            Error::Limit { limit, most, retry_after } => Self::over_limit(limit, most, retry_after),
            Error::Level { required } => {
                Self::new(StatusCode::FORBIDDEN, "subscription_level", "Permission denied")
                    .member("action", Operation::UseTemplate.name())
                    .member("required_subscription_level", required.as_str())
            }
            Error::TemplateNotFound(id) => Self::template_not_found(id),
            Error::TemplateBuiltIn(id) => {
                conflict("template_built_in", "A template that is built in can't be changed".to_owned())
                    .member("template_id", id.to_string())
            }
            Error::TemplateExists(id) => {
                conflict("template_exists", "There is a template with this id".to_owned())
                    .member("template_id", id.to_string())
            }
            Error::Stale { current } => {
                let detail = "It was changed meanwhile: its version is not the one in If-Match";
                Self::new(StatusCode::PRECONDITION_FAILED, "version_mismatch", detail)
                    .member("current_version", current)
            }
            Error::Contended => {
                conflict("contended", "It was changed by others meanwhile; try again".to_owned())
            }
            Error::Ended(status) => conflict("already_ended", format!("The execution is {status} already"))
                .member("execution_status", status.as_str()),
            Error::NotEnded(status) => conflict("not_ended", format!("The execution is still {status}"))
                .member("execution_status", status.as_str()),
            Error::DependenciesUnmet(unmet) => conflict(
                "dependencies_unmet",
                "Tasks that it runs after have not completed; `force=true` runs it all the same".to_owned(),
            )
            .member("dependencies", unmet.iter().map(unmet_dependency).collect::<Vec<_>>()),
            Error::TaskGone(id) => conflict("task_gone", "The task of the execution was deleted".to_owned())
                .member("task_id", id.to_string()),
            Error::NotATodo(id) => {
                conflict("not_a_todo", "Only a task of type todo is completed or reopened".to_owned())
                    .member("task_id", id.to_string())
            }
            Error::NotDeleted(id) => conflict("not_deleted", "The task is not deleted".to_owned())
                .member("task_id", id.to_string()),
            Error::KeyReused => {
                let detail = "The Idempotency-Key was used for a request with another body";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail)
            }
            Error::Store(error) => error.into(),
            Error::Scheduler(error) => error.into(),
        }
    }
}

fn unmet_dependency(Unmet { task, name, status }: &Unmet) -> Value {
    json!({"task_id": task, "name": name, "last_status": status})
}
