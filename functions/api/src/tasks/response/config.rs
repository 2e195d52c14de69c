//! What is sent to a destination, as it may be told.

use std::{borrow::Cow, collections::BTreeMap};

use beadle_domain::{
    destination::Auth,
    interpolation::Template,
    masking,
    policy::Milliseconds,
    spec::{
        DatabaseSpec, Encoding, GraphqlSpec, HttpSpec, ResponseRules, SimulatedSpec, TaskSpec, WebhookSpec,
    },
};
use beadle_values::duration;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::document::PersonalDocument;

/// What a task does, credentials masked.
#[derive(Serialize, ToSchema)]
#[schema(as = Config)]
#[serde(untagged)]
pub(crate) enum ConfigResponse<'a> {
    /// A call over HTTP.
    Call(CallConfig<'a>),
    /// A GraphQL operation.
    Graphql(GraphqlConfig<'a>),
    /// A database statement.
    Database(DatabaseConfig<'a>),
    /// Nothing but the time it takes.
    Simulated(SimulatedConfig),
    /// What a todo, a reminder or an event of a calendar says.
    #[schema(value_type = PersonalDocument)]
    Personal(Value),
}

/// The call that is made, credentials masked.
#[derive(Serialize, ToSchema)]
pub(crate) struct CallConfig<'a> {
    /// The HTTP method.
    #[schema(example = "POST")]
    method: &'a str,
    /// Where to.
    #[schema(example = "https://api.example.com/users")]
    url: &'a str,
    /// The headers; values that carry credentials read `********`.
    #[schema(value_type = BTreeMap<String, String>)]
    headers: MaskedTemplates<'a>,
    /// Parameters added to the URL.
    query: &'a BTreeMap<String, Value>,
    /// What is sent; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    body: Option<&'a Value>,
    /// How the body is written, where it is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "form")]
    encoding: Option<Encoding>,
    /// How the call shows who calls; secrets are references.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    auth: Option<&'a Auth>,
    /// What is said about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    response: Option<&'a ResponseRules>,
    /// The secret that a webhook is signed with, as a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    /// The same while it changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    secrets: Vec<&'a str>,
}

/// The GraphQL operation that is run, credentials masked.
#[derive(Serialize, ToSchema)]
pub(crate) struct GraphqlConfig<'a> {
    /// Where to.
    #[schema(example = "https://api.example.com/graphql")]
    endpoint: &'a str,
    /// The document.
    query: &'a str,
    /// Its variables; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    variables: Option<&'a Map<String, Value>>,
    /// The operation that is run, where the document has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    operation_name: Option<&'a str>,
    /// The headers; values that carry credentials read `********`.
    #[schema(value_type = BTreeMap<String, String>)]
    headers: MaskedTemplates<'a>,
    /// How the call shows who calls; secrets are references.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    auth: Option<&'a Auth>,
    /// What is said about the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Value>)]
    response: Option<&'a ResponseRules>,
}

/// The statement that is run.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseConfig<'a> {
    /// Where to; a password reads `********`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "postgres://ada:********@db.example.com/app")]
    connection: Option<Cow<'a, str>>,
    /// The statement.
    query: &'a str,
    /// Its parameters; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    params: Option<&'a [Value]>,
    /// How many rows are read.
    max_rows: usize,
}

/// The time that a simulated task takes, and how often it fails; what is left out holds by default.
#[derive(Serialize, ToSchema)]
pub(crate) struct SimulatedConfig {
    /// The shortest time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 180_000)]
    min_ms: Option<u64>,
    /// The longest time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 300_000)]
    max_ms: Option<u64>,
    /// The part of the executions that fail, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 0.1)]
    failure_rate: Option<f64>,
}

impl<'a> ConfigResponse<'a> {
    pub(crate) fn of(spec: &'a TaskSpec) -> Self {
        match spec {
            TaskSpec::Http(http) | TaskSpec::ApiCall(http) => Self::Call(CallConfig::of(http)),
            TaskSpec::Webhook(webhook) => Self::Call(CallConfig::of_webhook(webhook)),
            TaskSpec::Graphql(graphql) => Self::Graphql(GraphqlConfig::of(graphql)),
            TaskSpec::Database(database) => Self::Database(DatabaseConfig::of(database)),
            TaskSpec::Simulated(simulated) => Self::Simulated(SimulatedConfig::of(simulated)),
            TaskSpec::Todo(_) | TaskSpec::Reminder(_) | TaskSpec::CalendarEvent(_) => {
                let mut written = serde_json::to_value(spec).unwrap_or_default();
                Self::Personal(written.get_mut("config").map(Value::take).unwrap_or_default())
            }
        }
    }

    pub(crate) fn without_body(spec: &'a TaskSpec) -> Self {
        match Self::of(spec) {
            Self::Call(call) => Self::Call(CallConfig { body: None, ..call }),
            Self::Graphql(graphql) => Self::Graphql(GraphqlConfig { variables: None, ..graphql }),
            Self::Database(database) => Self::Database(DatabaseConfig { params: None, ..database }),
            Self::Simulated(simulated) => Self::Simulated(simulated),
            Self::Personal(written) => Self::Personal(written),
        }
    }
}

impl<'a> CallConfig<'a> {
    fn of(http: &'a HttpSpec) -> Self {
        let HttpSpec { method, url, headers, query, body, encoding, auth, response } = http;
        Self {
            method,
            url: url.as_str(),
            headers: MaskedTemplates(headers),
            query,
            body: body.as_ref(),
            encoding: *encoding,
            auth: auth.as_deref(),
            response: response.as_deref(),
            secret: None,
            secrets: Vec::new(),
        }
    }

    pub(crate) fn of_webhook(webhook: &'a WebhookSpec) -> Self {
        Self {
            secret: webhook.secret.as_ref().map(Template::as_str),
            secrets: webhook.secrets.iter().map(Template::as_str).collect(),
            ..Self::of(&webhook.http)
        }
    }
}

impl<'a> GraphqlConfig<'a> {
    fn of(graphql: &'a GraphqlSpec) -> Self {
        let GraphqlSpec { endpoint, query, variables, operation_name, headers, auth, response } = graphql;
        Self {
            endpoint: endpoint.as_str(),
            query,
            variables: Some(variables),
            operation_name: operation_name.as_deref(),
            headers: MaskedTemplates(headers),
            auth: auth.as_deref(),
            response: response.as_deref(),
        }
    }
}

impl<'a> DatabaseConfig<'a> {
    fn of(database: &'a DatabaseSpec) -> Self {
        let DatabaseSpec { connection, query, params, max_rows } = database;
        Self {
            connection: connection.as_ref().map(masking::connection_url),
            query,
            params: Some(params),
            max_rows: *max_rows,
        }
    }
}

impl SimulatedConfig {
    fn of(simulated: &SimulatedSpec) -> Self {
        let SimulatedSpec { min, max, failure_rate } = *simulated;
        let milliseconds = |stated: Milliseconds| duration::millis(stated.0);
        Self { min_ms: min.map(milliseconds), max_ms: max.map(milliseconds), failure_rate }
    }
}

/// Headers of an answer whose credentials are masked.
pub(crate) struct Masked<'a>(pub(crate) &'a BTreeMap<String, String>);

impl Serialize for Masked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, masking::header(name, value))))
    }
}

/// Headers as a user wrote them, credentials masked; references to secrets are told.
pub(crate) struct MaskedTemplates<'a>(pub(crate) &'a BTreeMap<String, Template>);

impl Serialize for MaskedTemplates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer
            .collect_map(self.0.iter().map(|(name, value)| (name, masking::header_template(name, value))))
    }
}
