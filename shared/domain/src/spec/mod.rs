//! What a task does: one variant of [`TaskSpec`] a type, one file a spec.
//!
//! A new type is a file here (its config, read and checked), a row of [`TaskType`], and a runner in the adapters.

pub mod address;
pub mod calendar_event;
pub mod database;
pub mod encoding;
pub mod graphql;
pub mod headers;
pub mod http;
pub mod json_path;
pub mod query;
pub mod reminder;
pub mod response;
pub mod simulated;
mod text;
pub mod todo;
pub mod webhook;

use beadle_values::{
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{
    calendar_event::CalendarEventSpec,
    database::DatabaseSpec,
    encoding::Encoding,
    graphql::GraphqlSpec,
    http::HttpSpec,
    json_path::JsonPath,
    reminder::ReminderSpec,
    response::ResponseRules,
    simulated::{SimulatedDefaults, SimulatedSpec},
    todo::{ChecklistItem, TodoSpec},
    webhook::WebhookSpec,
};
use crate::{destination::Auth, interpolation::Template, policy::RunDefaults};

names! {
    /// What a task or a request does.
    pub enum TaskType, noun "task type" {
        /// An HTTP call (seed 001).
        Http = "http",
        /// An HTTP call (the name of seed 002).
        ApiCall = "api_call",
        /// An HTTP call that notifies: a `POST` by default.
        Webhook = "webhook",
        /// A GraphQL operation.
        Graphql = "graphql",
        /// A database statement.
        Database = "database",
        /// A wait without a call (seed 004).
        Simulated = "simulated",
        /// Something a person does (seed 003).
        Todo = "todo",
        /// A notification at a given time (seed 003).
        Reminder = "reminder",
        /// A calendar event (seed 003).
        CalendarEvent = "calendar_event",
    }
}

impl TaskType {
    /// Whether it is about people's time: it calls nobody by itself, and its runs are reminders.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Todo | Self::Reminder | Self::CalendarEvent)
    }

    /// Whether its runs call a destination or a database.
    pub fn calls_out(self) -> bool {
        !self.is_personal() && self != Self::Simulated
    }

    /// Whether status 410 from its destination ends its schedule: a receiver of webhooks answers so when it wants no more
    /// of them (Standard Webhooks, "Responding to webhook requests").
    pub fn stops_when_gone(self) -> bool {
        self == Self::Webhook
    }
}

/// What a task does, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "config", rename_all = "snake_case")]
pub enum TaskSpec {
    /// See [`TaskType::Http`].
    Http(HttpSpec),
    /// See [`TaskType::ApiCall`].
    ApiCall(HttpSpec),
    /// See [`TaskType::Webhook`].
    Webhook(WebhookSpec),
    /// See [`TaskType::Graphql`].
    Graphql(GraphqlSpec),
    /// See [`TaskType::Database`].
    Database(DatabaseSpec),
    /// See [`TaskType::Simulated`].
    Simulated(SimulatedSpec),
    /// See [`TaskType::Todo`].
    Todo(TodoSpec),
    /// See [`TaskType::Reminder`].
    Reminder(ReminderSpec),
    /// See [`TaskType::CalendarEvent`].
    CalendarEvent(CalendarEventSpec),
}

impl TaskSpec {
    /// Reads the config of a task of type `task_type`. Members named in `beside` are not the config's own and are left
    /// alone (an ad-hoc body has `type`, `timeout` and the like beside the config's members).
    ///
    /// # Errors
    /// Every fault of the config.
    pub fn parse(
        task_type: TaskType,
        config: &Map<String, Value>,
        beside: &[&str],
        path: &Path,
    ) -> Result<Self, Violations> {
        match task_type {
            TaskType::Http => HttpSpec::parse(config, "GET", beside, path).map(Self::Http),
            TaskType::ApiCall => HttpSpec::parse(config, "GET", beside, path).map(Self::ApiCall),
            TaskType::Webhook => WebhookSpec::parse(config, beside, path).map(Self::Webhook),
            TaskType::Graphql => GraphqlSpec::parse(config, beside, path).map(Self::Graphql),
            TaskType::Database => DatabaseSpec::parse(config, beside, path).map(Self::Database),
            TaskType::Simulated => SimulatedSpec::parse(config, beside, path).map(Self::Simulated),
            TaskType::Todo => TodoSpec::parse(config, beside, path).map(Self::Todo),
            TaskType::Reminder => ReminderSpec::parse(config, beside, path).map(Self::Reminder),
            TaskType::CalendarEvent => {
                CalendarEventSpec::parse(config, beside, path).map(Self::CalendarEvent)
            }
        }
    }

    /// Its type.
    pub fn task_type(&self) -> TaskType {
        match self {
            Self::Http(_) => TaskType::Http,
            Self::ApiCall(_) => TaskType::ApiCall,
            Self::Webhook(_) => TaskType::Webhook,
            Self::Graphql(_) => TaskType::Graphql,
            Self::Database(_) => TaskType::Database,
            Self::Simulated(_) => TaskType::Simulated,
            Self::Todo(_) => TaskType::Todo,
            Self::Reminder(_) => TaskType::Reminder,
            Self::CalendarEvent(_) => TaskType::CalendarEvent,
        }
    }

    /// The same, with what it leaves out taken from `defaults` where they hold for a whole execution.
    #[must_use]
    pub fn resolved(self, defaults: &RunDefaults) -> Self {
        match self {
            Self::Simulated(simulated) => Self::Simulated(simulated.resolved(&defaults.simulated)),
            other => other,
        }
    }

    /// How its call shows who calls, where it says so itself.
    pub fn auth(&self) -> Option<&Auth> {
        match self {
            Self::Http(http) | Self::ApiCall(http) => http.auth.as_deref(),
            Self::Webhook(webhook) => webhook.http.auth.as_deref(),
            Self::Graphql(graphql) => graphql.auth.as_deref(),
            Self::Database(_)
            | Self::Simulated(_)
            | Self::Todo(_)
            | Self::Reminder(_)
            | Self::CalendarEvent(_) => None,
        }
    }

    /// What it says about the answer.
    pub fn response(&self) -> Option<&ResponseRules> {
        match self {
            Self::Http(http) | Self::ApiCall(http) => http.response.as_deref(),
            Self::Webhook(webhook) => webhook.http.response.as_deref(),
            Self::Graphql(graphql) => graphql.response.as_deref(),
            Self::Database(_)
            | Self::Simulated(_)
            | Self::Todo(_)
            | Self::Reminder(_)
            | Self::CalendarEvent(_) => None,
        }
    }
}

/// What `config` leaves to a config of a task of type `task_type`, although none is named.
///
/// # Errors
/// A violation at a member that is missing or stands for nothing without one.
pub fn without_config(
    task_type: TaskType,
    config: &Map<String, Value>,
    path: &Path,
) -> Result<(), Violation> {
    let given = |name: &str| config.get(name).filter(|value| !value.is_null());
    let name = match task_type {
        TaskType::Http | TaskType::ApiCall | TaskType::Webhook => "url",
        TaskType::Graphql => "endpoint",
        TaskType::Database => "connection",
        TaskType::Simulated | TaskType::Todo | TaskType::Reminder | TaskType::CalendarEvent => return Ok(()),
    };
    let path = path.key(name);
    match given(name) {
        None if task_type == TaskType::Database => {
            Err(Violation::new(path, "missing", "is required").hint("or name a config with a `connection`"))
        }
        Some(Value::String(url))
            if name != "connection" && address::is_relative(&Template::new(url.trim())) =>
        {
            Err(Violation::new(path, "url", "is not an absolute URL")
                .hint("such as https://example.com/path; a config with a `base_url` takes relative ones"))
        }
        _ => Ok(()),
    }
}

/// Adds a violation for each member of `config` that is neither in `members` nor in `beside`.
pub(crate) fn refuse_unknown(
    config: &Map<String, Value>,
    members: &[&str],
    beside: &[&str],
    path: &Path,
    violations: &mut Violations,
) {
    for name in config.keys() {
        if !members.contains(&name.as_str()) && !beside.contains(&name.as_str()) {
            let hint = format!("members: {}", members.join(", "));
            violations.push(Violation::new(path.key(name), "unknown_field", "is not known here").hint(hint));
        }
    }
}
