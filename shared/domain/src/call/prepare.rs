//! Prepares the request of an attempt.

mod address;
mod body;
mod database;
mod headers;
mod job;
mod mail;
mod multipart;
mod sandbox;

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Map, Value};

use self::headers::Headers;
pub use self::job::{JobStep, prepare_job};
use super::trace;
use crate::{
    call::{DatabaseRequest, FunctionCall, HttpRequest, MailRequest, ScriptCall},
    config::{Config, Profile},
    execution::{Execution, Failure, FailureCode, State},
    interpolation::{CallbackPlace, Place, Scope, SecretValues, Template, Upstream, render_value},
    spec::{GraphqlSpec, HttpSpec, Redirects, TaskSpec, WebhookSpec, http::QuerySpaces},
};

const JSON: &str = "application/json";

/// The media types that are requested from a GraphQL server (GraphQL over HTTP section 5.1).
const GRAPHQL_ANSWERS: &str = "application/graphql-response+json, application/json;q=0.9";

/// The request of an attempt.
#[derive(Debug, Clone)]
pub enum Outgoing {
    /// An HTTP request, before authentication and signature.
    Http(Box<HttpRequest>),
    /// A database statement.
    Database(Box<DatabaseRequest>),
    /// A mail.
    Mail(Box<MailRequest>),
    /// A command.
    Script(Box<ScriptCall>),
    /// A function.
    Function(Box<FunctionCall>),
}

/// Values of placeholders that are not part of the execution and its config. The secrets are separate because
/// each may refer only to secrets of its own owner.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The secrets of the request.
    pub own: &'a SecretValues,
    /// The secrets of the config.
    pub configs: &'a SecretValues,
    /// The results of dependencies.
    pub dep: Option<&'a Upstream>,
    /// `${now}`.
    pub now: Timestamp,
    /// `${callback…}`.
    pub callback: Option<CallbackPlace<'a>>,
}

/// The inputs of an attempt.
struct Calling<'a> {
    execution: &'a Execution,
    attempt: u32,
    config: Option<&'a Config>,
    /// The scope of the request's placeholders.
    scope: Scope<'a>,
    /// The scope of the config's placeholders.
    config_scope: Scope<'a>,
}

impl Calling<'_> {
    fn profile(&self) -> Option<&Profile> {
        self.config.map(|config| &config.profile)
    }
}

/// Prepares the request of the attempt for which `execution` is claimed. The request takes precedence over
/// the config, and headers of either over Beadle's own. Authentication is not applied.
///
/// # Errors
/// A [`Failure`] if the execution is not claimed, a placeholder has no value, or the request can't be
/// encoded. It contains no secrets.
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
    let scope = Scope { callback: values.callback, ..scope };
    let calling = Calling { execution, attempt: *attempt, config, scope, config_scope };
    match &execution.request.spec {
        TaskSpec::Http(spec) | TaskSpec::ApiCall(spec) => {
            http(&calling, spec, spec.redirects.unwrap_or_default()).map(Outgoing::Http)
        }
        TaskSpec::Webhook(WebhookSpec { http: spec, .. }) => {
            http(&calling, spec, spec.redirects.unwrap_or(Redirects::MANUAL)).map(Outgoing::Http)
        }
        TaskSpec::Wait(spec) => {
            http(&calling, &spec.request, spec.request.redirects.unwrap_or_default()).map(Outgoing::Http)
        }
        TaskSpec::Graphql(spec) => graphql(&calling, spec),
        TaskSpec::Database(spec) => {
            database::request(&calling, spec).map(|request| Outgoing::Database(Box::new(request)))
        }
        TaskSpec::Email(spec) => {
            mail::request(&calling, spec).map(|request| Outgoing::Mail(Box::new(request)))
        }
        TaskSpec::Script(spec) => {
            sandbox::script(&calling, spec).map(|call| Outgoing::Script(Box::new(call)))
        }
        TaskSpec::Custom(spec) => {
            sandbox::function(&calling, spec).map(|call| Outgoing::Function(Box::new(call)))
        }
        TaskSpec::Simulated(_) => Err(unusable("a simulated task sends nothing")),
        TaskSpec::Todo(_) | TaskSpec::Reminder(_) | TaskSpec::CalendarEvent(_) | TaskSpec::Monitor(_) => {
            Err(unusable("tasks of this type call nobody"))
        }
    }
}

fn http(calling: &Calling<'_>, spec: &HttpSpec, redirects: Redirects) -> Result<Box<HttpRequest>, Failure> {
    let url = address::url(calling, &spec.url, &spec.query, spec.query_spaces.unwrap_or_default())?;
    let mut headers = Headers::given(calling, &spec.headers)?;
    let body = body::body(calling, spec, &mut headers)?;
    let call = outgoing(calling, spec.method.clone(), url, headers, body)?;
    Ok(Box::new(HttpRequest { redirects, ..call }))
}

fn graphql(calling: &Calling<'_>, spec: &GraphqlSpec) -> Result<Outgoing, Failure> {
    let url = address::url(calling, &spec.endpoint, &Default::default(), QuerySpaces::Plus)?;
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
    Ok(Outgoing::Http(Box::new(outgoing(calling, "POST".to_owned(), url, headers, body)?)))
}

fn outgoing(
    calling: &Calling<'_>,
    method: String,
    url: url::Url,
    mut headers: Headers,
    body: Bytes,
) -> Result<HttpRequest, Failure> {
    headers.identify(calling);
    let egress = calling.profile().and_then(|profile| profile.egress.clone()).unwrap_or_default();
    let proxy = calling.profile().and_then(|profile| profile.proxy.as_ref());
    let render = |template: &Template| template.render(&calling.config_scope, Place::Text);
    let proxy = proxy.map(|proxy| proxy.render(&render)).transpose()?;
    let (headers, redirects) = (headers.into_all(), Redirects::default());
    Ok(HttpRequest { method, url, headers, body, egress, redirects, proxy })
}

fn unusable(message: impl Into<String>) -> Failure {
    Failure::new(FailureCode::InvalidRequest, message)
}

#[cfg(test)]
mod tests;
