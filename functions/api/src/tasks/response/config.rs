//! The configuration of a task or request by type, with credentials masked.

mod code;
mod server;

use std::collections::BTreeMap;

use beadle_domain::{
    destination::Auth,
    interpolation::Template,
    policy::Milliseconds,
    spec::http::QuerySpaces,
    spec::{
        CalendarEventSpec, Effects, Encoding, GraphqlSpec, HttpSpec, MonitorSpec, Redirects, ReminderSpec,
        ResponseRules, SimulatedSpec, TaskSpec, TodoSpec, WebhookSpec,
    },
};
use beadle_values::duration;
use serde::Serialize;
use serde_json::{Map, Value};

use self::{
    code::{CustomConfig, ScriptConfig},
    server::{DatabaseConfig, EmailConfig},
};
pub(crate) use super::wait::WaitConfig;
use crate::http::masked::MaskedTemplates;

/// Configuration of a task, with credentials masked.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Config))]
#[serde(untagged)]
pub(crate) enum ConfigResponse<'a> {
    /// An HTTP call.
    Call(CallConfig<'a>),
    /// A GraphQL operation.
    Graphql(GraphqlConfig<'a>),
    /// A database statement.
    Database(DatabaseConfig<'a>),
    /// A mail.
    Email(EmailConfig<'a>),
    /// A long job at another system.
    Wait(Box<WaitConfig<'a>>),
    /// A script.
    Script(ScriptConfig<'a>),
    /// A call of a function.
    Custom(CustomConfig<'a>),
    /// A simulated task.
    Simulated(SimulatedConfig),
    /// A todo, a reminder, a calendar event or a monitor.
    #[cfg_attr(test, schema(value_type = PersonalResponse))]
    Personal(PersonalConfig<'a>),
}

/// The configuration of a personal task, as its owner wrote it.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum PersonalConfig<'a> {
    Todo(&'a TodoSpec),
    Reminder(&'a ReminderSpec),
    CalendarEvent(&'a CalendarEventSpec),
    Monitor(&'a MonitorSpec),
}

/// An HTTP call, with credentials masked.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct CallConfig<'a> {
    /// The HTTP method.
    #[cfg_attr(test, schema(example = "POST"))]
    method: &'a str,
    /// URL.
    #[cfg_attr(test, schema(example = "https://api.example.com/users"))]
    url: &'a str,
    /// Headers. Values that carry credentials are shown as `********`.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, String>))]
    headers: MaskedTemplates<'a>,
    /// Query parameters.
    query: &'a BTreeMap<String, Value>,
    /// How a space in a parameter is written, if it is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, example = "%20"))]
    query_spaces: Option<QuerySpaces>,
    /// Body; omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Value))]
    pub(super) body: Option<&'a Value>,
    /// Encoding of the body, if one is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, example = "form"))]
    encoding: Option<Encoding>,
    /// What happens on a redirect, if it is set: how many are followed, `error` or `manual`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    redirects: Option<Redirects>,
    /// Authentication; secrets are references.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    auth: Option<&'a Auth>,
    /// Rules for the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    response: Option<&'a ResponseRules>,
    /// How often the call may be made for an attempt, if that is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, example = "at_least_once"))]
    effects: Option<Effects>,
    /// Signing secret of a webhook, as a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<&'a str>,
    /// Signing secrets during a rotation, as references.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schema(required = false))]
    secrets: Vec<&'a str>,
}

/// A GraphQL operation, with credentials masked.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct GraphqlConfig<'a> {
    /// URL.
    #[cfg_attr(test, schema(example = "https://api.example.com/graphql"))]
    endpoint: &'a str,
    /// GraphQL document.
    query: &'a str,
    /// Variables; omitted in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    variables: Option<&'a Map<String, Value>>,
    /// Name of the operation, if the document has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    operation_name: Option<&'a str>,
    /// Headers. Values that carry credentials are shown as `********`.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, String>))]
    headers: MaskedTemplates<'a>,
    /// Authentication; secrets are references.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    auth: Option<&'a Auth>,
    /// Rules for the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<Value>))]
    response: Option<&'a ResponseRules>,
}

/// Duration and failure rate of a simulated task; omitted members have their defaults.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct SimulatedConfig {
    /// Minimum duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = 180_000))]
    min_ms: Option<u64>,
    /// Maximum duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = 300_000))]
    max_ms: Option<u64>,
    /// Share of executions that fail, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = 0.1))]
    failure_rate: Option<f64>,
}

impl<'a> ConfigResponse<'a> {
    pub(crate) fn of(spec: &'a TaskSpec) -> Self {
        match spec {
            TaskSpec::Http(http) | TaskSpec::ApiCall(http) => Self::Call(CallConfig::of(http)),
            TaskSpec::Webhook(webhook) => Self::Call(CallConfig::of_webhook(webhook)),
            TaskSpec::Graphql(graphql) => Self::Graphql(GraphqlConfig::of(graphql)),
            TaskSpec::Database(database) => Self::Database(DatabaseConfig::of(database)),
            TaskSpec::Email(email) => Self::Email(EmailConfig::of(email)),
            TaskSpec::Wait(wait) => Self::Wait(Box::new(WaitConfig::of(wait))),
            TaskSpec::Script(script) => Self::Script(ScriptConfig::of(script)),
            TaskSpec::Custom(custom) => Self::Custom(CustomConfig::of(custom)),
            TaskSpec::Simulated(simulated) => Self::Simulated(SimulatedConfig::of(simulated)),
            TaskSpec::Todo(todo) => Self::Personal(PersonalConfig::Todo(todo)),
            TaskSpec::Reminder(reminder) => Self::Personal(PersonalConfig::Reminder(reminder)),
            TaskSpec::CalendarEvent(event) => Self::Personal(PersonalConfig::CalendarEvent(event)),
            TaskSpec::Monitor(monitor) => Self::Personal(PersonalConfig::Monitor(monitor)),
        }
    }

    pub(crate) fn without_body(spec: &'a TaskSpec) -> Self {
        match Self::of(spec) {
            Self::Call(call) => Self::Call(CallConfig { body: None, ..call }),
            Self::Graphql(graphql) => Self::Graphql(GraphqlConfig { variables: None, ..graphql }),
            Self::Database(database) => Self::Database(database.without_params()),
            Self::Email(email) => Self::Email(email.without_text()),
            Self::Wait(wait) => Self::Wait(Box::new(wait.without_body())),
            Self::Script(script) => Self::Script(script),
            Self::Custom(custom) => Self::Custom(custom.without_params()),
            Self::Simulated(simulated) => Self::Simulated(simulated),
            Self::Personal(personal) => Self::Personal(personal),
        }
    }
}

impl<'a> CallConfig<'a> {
    pub(super) fn of(http: &'a HttpSpec) -> Self {
        let HttpSpec {
            method,
            url,
            headers,
            query,
            query_spaces,
            body,
            encoding,
            redirects,
            auth,
            response,
            effects,
        } = http;
        Self {
            method,
            url: url.as_str(),
            headers: MaskedTemplates(headers),
            query,
            body: body.as_ref(),
            query_spaces: *query_spaces,
            encoding: *encoding,
            redirects: *redirects,
            auth: auth.as_deref(),
            response: response.as_deref(),
            effects: *effects,
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

impl SimulatedConfig {
    fn of(simulated: &SimulatedSpec) -> Self {
        let SimulatedSpec { min, max, failure_rate } = *simulated;
        let milliseconds = |stated: Milliseconds| duration::millis(stated.0);
        Self { min_ms: min.map(milliseconds), max_ms: max.map(milliseconds), failure_rate }
    }
}

/// What a todo, a reminder, an event of a calendar or a monitor says: `notes` and `checklist` of a todo, the `message` of a
/// reminder, `period_ms`, `schedule` and `grace_ms` of a monitor, and the other members of an event.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[schema(as = PersonalConfig, example = json!({"notes": "by Friday", "checklist": [{"text": "call the bank", "done": false}]}))]
#[expect(dead_code, reason = "describes what the domain writes")]
pub(crate) struct PersonalResponse {
    /// What to know about it, at most 10,000 characters.
    #[schema(max_length = 10000)]
    notes: Option<String>,
    /// The steps of a todo, at most 100.
    #[schema(max_items = 100)]
    checklist: Option<Vec<ChecklistItemResponse>>,
    /// What a reminder says, at most 2,000 characters.
    #[schema(max_length = 2000)]
    message: Option<String>,
    /// Where an event takes place, at most 1,000 characters.
    #[schema(max_length = 1000)]
    location: Option<String>,
    /// The mail addresses of those who take part, at most 100.
    #[schema(max_items = 100)]
    attendees: Option<Vec<String>>,
    /// How long an event takes, in milliseconds.
    #[schema(minimum = 1000)]
    duration_ms: Option<u64>,
    /// Whether an event takes whole days, in UTC.
    all_day: Option<bool>,
    /// The longest time between two pings of a monitor, in milliseconds.
    #[schema(minimum = 1000)]
    period_ms: Option<u64>,
    /// The times after each of which a monitor expects a ping.
    #[schema(value_type = Option<Object>)]
    schedule: Option<serde_json::Value>,
    /// How long after it is expected a ping may come, in milliseconds.
    #[schema(minimum = 1000)]
    grace_ms: Option<u64>,
}

/// A step of a todo.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[schema(as = ChecklistItem)]
#[expect(dead_code, reason = "describes what the domain writes")]
pub(crate) struct ChecklistItemResponse {
    /// What to do.
    #[schema(min_length = 1, max_length = 500)]
    text: String,
    /// Whether it is done.
    done: bool,
}
