//! What is sent for an attempt.

mod address;
mod body;
mod database;
mod headers;
mod multipart;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Map, Value};

use self::headers::Headers;
use super::trace;
use crate::{
    call::{DatabaseRequest, HttpRequest},
    config::{Config, Profile},
    execution::{Execution, Failure, FailureCode, State},
    interpolation::{Scope, SecretValues, Upstream, render_value},
    spec::{GraphqlSpec, HttpSpec, TaskSpec},
};

const JSON: &str = "application/json";

/// What a GraphQL server is asked to answer in (GraphQL over HTTP section 5.1).
const GRAPHQL_ANSWERS: &str = "application/graphql-response+json, application/json;q=0.9";

/// What is sent for an attempt.
#[derive(Debug, Clone)]
pub enum Outgoing {
    /// A request over HTTP, before its auth and its signature.
    Http(Box<HttpRequest>),
    /// A statement.
    Database(Box<DatabaseRequest>),
}

/// What placeholders stand for beside what the execution and its config say themselves. The secrets of both are apart: each
/// may name only those of its own owner.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The secrets that the request names.
    pub own: &'a SecretValues,
    /// The secrets that the config names.
    pub configs: &'a SecretValues,
    /// What the tasks that it runs after came to.
    pub dep: Option<&'a Upstream>,
    /// `${now}`.
    pub now: Timestamp,
}

/// What an attempt is made with.
struct Calling<'a> {
    execution: &'a Execution,
    attempt: u32,
    config: Option<&'a Config>,
    /// For what the request says.
    scope: Scope<'a>,
    /// For what the config says.
    config_scope: Scope<'a>,
}

impl Calling<'_> {
    fn profile(&self) -> Option<&Profile> {
        self.config.map(|config| &config.profile)
    }
}

/// What is sent for the attempt that `execution` is claimed for. What the request says itself wins over the
/// config, and a header that either gives over Beadle's own. The auth is not applied.
///
/// # Errors
/// A [`Failure`] when it is not claimed, a placeholder stands for nothing, or what is to be sent can't be written. It
/// tells no secret.
pub fn prepare(
    execution: &Execution,
    config: Option<&Config>,
    values: &Values<'_>,
) -> Result<Outgoing, Failure> {
    let State::Running { attempt, .. } = execution.state() else {
        return Err(unusable("the execution is not running"));
    };
    let scope = Scope::of(execution, config, values.own, values.dep, values.now);
    let config_scope = Scope { secrets: values.configs, ..scope };
    let calling = Calling { execution, attempt: *attempt, config, scope, config_scope };
    match &execution.request.spec {
        TaskSpec::Http(spec) | TaskSpec::ApiCall(spec) => http(&calling, spec),
        TaskSpec::Webhook(webhook) => http(&calling, &webhook.http),
        TaskSpec::Graphql(spec) => graphql(&calling, spec),
        TaskSpec::Database(spec) => {
            database::request(&calling, spec).map(|request| Outgoing::Database(Box::new(request)))
        }
        TaskSpec::Simulated(_) => Err(unusable("a simulated task sends nothing")),
        TaskSpec::Todo(_) | TaskSpec::Reminder(_) | TaskSpec::CalendarEvent(_) => {
            Err(unusable("tasks of this type call nobody"))
        }
    }
}

fn http(calling: &Calling<'_>, spec: &HttpSpec) -> Result<Outgoing, Failure> {
    let url = address::url(calling, &spec.url, &spec.query)?;
    let mut headers = Headers::given(calling, &spec.headers)?;
    let body = body::body(calling, spec, &mut headers)?;
    Ok(outgoing(calling, spec.method.clone(), url, headers, body))
}

fn graphql(calling: &Calling<'_>, spec: &GraphqlSpec) -> Result<Outgoing, Failure> {
    let url = address::url(calling, &spec.endpoint, &Default::default())?;
    let mut headers = Headers::given(calling, &spec.headers)?;
    headers.add("accept", || GRAPHQL_ANSWERS.to_owned());
    headers.add("content-type", || JSON.to_owned());
    let mut operation = Map::new();
    operation.insert("query".to_owned(), Value::String(spec.query.clone()));
    if !spec.variables.is_empty() {
        let variables = spec.variables.iter();
        let variables =
            variables.map(|(name, value)| Ok((name.clone(), render_value(value, &calling.scope)?)));
        operation.insert("variables".to_owned(), Value::Object(variables.collect::<Result<_, Failure>>()?));
    }
    if let Some(name) = &spec.operation_name {
        operation.insert("operationName".to_owned(), Value::String(name.clone()));
    }
    let body = Value::Object(operation).to_string().into();
    Ok(outgoing(calling, "POST".to_owned(), url, headers, body))
}

fn outgoing(
    calling: &Calling<'_>,
    method: String,
    url: url::Url,
    mut headers: Headers,
    body: Bytes,
) -> Outgoing {
    headers.say_who_calls(calling);
    let egress = calling.profile().and_then(|profile| profile.egress.clone()).unwrap_or_default();
    Outgoing::Http(Box::new(HttpRequest { method, url, headers: headers.into_all(), body, egress }))
}

fn unusable(message: impl Into<String>) -> Failure {
    Failure::new(FailureCode::InvalidRequest, message)
}

#[cfg(test)]
mod tests;
