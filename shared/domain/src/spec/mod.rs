//! What a task does: one variant of [`TaskSpec`] a type, one file a spec.
//!
//! A new type is a file here (its config, read and checked), a row of [`TaskType`], and a runner in the adapters.

pub mod address;
pub mod body;
pub mod calendar_event;
mod connection;
pub mod custom;
pub mod database;
pub mod email;
pub mod encoding;
pub mod graphql;
pub mod headers;
pub mod http;
pub mod json_path;
pub mod monitor;
pub mod origin;
pub mod query;
pub mod redirects;
pub mod reminder;
pub mod response;
pub mod script;
pub mod simulated;
mod text;
pub mod todo;
pub mod wait;
pub mod webhook;

use beadle_values::{
    body::{Variant, variant},
    names,
    violation::{Path, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{
    calendar_event::CalendarEventSpec,
    custom::CustomSpec,
    database::DatabaseSpec,
    email::EmailSpec,
    encoding::Encoding,
    graphql::GraphqlSpec,
    http::{Effects, HttpSpec},
    json_path::JsonPath,
    monitor::MonitorSpec,
    redirects::Redirects,
    reminder::ReminderSpec,
    response::ResponseRules,
    script::ScriptSpec,
    simulated::{SimulatedDefaults, SimulatedSpec},
    todo::{ChecklistItem, TodoSpec},
    wait::WaitSpec,
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
        /// A mail.
        Email = "email",
        /// A command of the operator's list of commands (seed 002).
        Script = "script",
        /// A function that an operator uploaded (seed 002).
        Custom = "custom",
        /// A wait without a call (seed 004).
        Simulated = "simulated",
        /// A long job at another system, which answers later.
        Wait = "wait",
        /// Something a person does (seed 003).
        Todo = "todo",
        /// A notification at a given time (seed 003).
        Reminder = "reminder",
        /// A calendar event (seed 003).
        CalendarEvent = "calendar_event",
        /// The pings of somebody else's job, which are missed when they do not come.
        Monitor = "monitor",
    }
}

impl TaskType {
    /// The table that its config is read by.
    pub(crate) fn table(self) -> Variant<TaskSpec> {
        let name = self.as_str();
        match self {
            Self::Http => variant(name, TaskSpec::Http),
            Self::ApiCall => variant(name, TaskSpec::ApiCall),
            Self::Webhook => variant(name, TaskSpec::Webhook),
            Self::Graphql => variant(name, TaskSpec::Graphql),
            Self::Database => variant(name, TaskSpec::Database),
            Self::Email => variant(name, TaskSpec::Email),
            Self::Script => variant(name, TaskSpec::Script),
            Self::Custom => variant(name, TaskSpec::Custom),
            Self::Simulated => variant(name, TaskSpec::Simulated),
            Self::Wait => variant(name, |wait| TaskSpec::Wait(Box::new(wait))),
            Self::Todo => variant(name, TaskSpec::Todo),
            Self::Reminder => variant(name, TaskSpec::Reminder),
            Self::CalendarEvent => variant(name, TaskSpec::CalendarEvent),
            Self::Monitor => variant(name, |monitor| TaskSpec::Monitor(Box::new(monitor))),
        }
    }

    /// What the schemas of its bodies begin with; types with the same members share them.
    pub fn schema_prefix(self) -> &'static str {
        match self {
            Self::Http | Self::ApiCall => "Http",
            Self::Webhook => "Webhook",
            Self::Graphql => "Graphql",
            Self::Database => "Database",
            Self::Email => "Email",
            Self::Script => "Script",
            Self::Custom => "Custom",
            Self::Simulated => "Simulated",
            Self::Wait => "Wait",
            Self::Todo => "Todo",
            Self::Reminder => "Reminder",
            Self::CalendarEvent => "CalendarEvent",
            Self::Monitor => "Monitor",
        }
    }

    /// The member of its config that says where to, and that a config may complete or give.
    pub(crate) fn target(self) -> Option<&'static str> {
        match self {
            Self::Http | Self::ApiCall | Self::Webhook => Some("url"),
            Self::Graphql => Some("endpoint"),
            Self::Database => Some("connection"),
            Self::Email
            | Self::Script
            | Self::Custom
            | Self::Wait
            | Self::Simulated
            | Self::Todo
            | Self::Reminder
            | Self::CalendarEvent
            | Self::Monitor => None,
        }
    }

    /// Whether it calls nobody by itself, so that its runs are reminders: it is about people's time, or about a job that runs
    /// elsewhere.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Todo | Self::Reminder | Self::CalendarEvent | Self::Monitor)
    }

    /// Whether it starts a job that answers later.
    pub fn has_job(self) -> bool {
        self == Self::Wait
    }

    /// Whether a person can complete it.
    pub fn can_be_completed(self) -> bool {
        matches!(self, Self::Todo | Self::CalendarEvent)
    }

    /// Whether its runs call a destination, a database or a mail server.
    pub fn calls_out(self) -> bool {
        !self.is_personal() && self != Self::Simulated
    }

    /// Whether its runs are code of users, in a sandbox.
    pub fn runs_code(self) -> bool {
        matches!(self, Self::Script | Self::Custom)
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
    /// See [`TaskType::Email`].
    Email(EmailSpec),
    /// See [`TaskType::Script`].
    Script(ScriptSpec),
    /// See [`TaskType::Custom`].
    Custom(CustomSpec),
    /// See [`TaskType::Simulated`].
    Simulated(SimulatedSpec),
    /// See [`TaskType::Wait`].
    Wait(Box<WaitSpec>),
    /// See [`TaskType::Todo`].
    Todo(TodoSpec),
    /// See [`TaskType::Reminder`].
    Reminder(ReminderSpec),
    /// See [`TaskType::CalendarEvent`].
    CalendarEvent(CalendarEventSpec),
    /// See [`TaskType::Monitor`].
    Monitor(Box<MonitorSpec>),
}

impl TaskSpec {
    /// Reads the config of a task of type `task_type`. Members named in `beside` are not the config's own and are left
    /// alone (an ad-hoc request has `type`, `timeout` and the like beside the config's members).
    ///
    /// # Errors
    /// All faults of the config.
    pub fn parse(
        task_type: TaskType,
        config: &Map<String, Value>,
        beside: &[&str],
        path: &Path,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        match task_type.table().read(config, beside, path, &mut violations) {
            Some(spec) if violations.is_empty() => Ok(spec),
            _ => Err(violations),
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
            Self::Email(_) => TaskType::Email,
            Self::Script(_) => TaskType::Script,
            Self::Custom(_) => TaskType::Custom,
            Self::Simulated(_) => TaskType::Simulated,
            Self::Wait(_) => TaskType::Wait,
            Self::Todo(_) => TaskType::Todo,
            Self::Reminder(_) => TaskType::Reminder,
            Self::CalendarEvent(_) => TaskType::CalendarEvent,
            Self::Monitor(_) => TaskType::Monitor,
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
            Self::Wait(wait) => wait.request.auth.as_deref(),
            Self::Graphql(graphql) => graphql.auth.as_deref(),
            Self::Database(_)
            | Self::Email(_)
            | Self::Script(_)
            | Self::Custom(_)
            | Self::Simulated(_)
            | Self::Todo(_)
            | Self::Reminder(_)
            | Self::CalendarEvent(_)
            | Self::Monitor(_) => None,
        }
    }

    /// Whether its call may be made more than once for an attempt.
    pub fn may_repeat(&self) -> bool {
        match self {
            Self::Http(http) | Self::ApiCall(http) => http.may_repeat(),
            Self::Webhook(webhook) => webhook.http.may_repeat(),
            _ => false,
        }
    }

    /// The URL that it calls, if it makes an HTTP call.
    pub fn url(&self) -> Option<&Template> {
        match self {
            Self::Http(http) | Self::ApiCall(http) => Some(&http.url),
            Self::Webhook(webhook) => Some(&webhook.http.url),
            Self::Wait(wait) => Some(&wait.request.url),
            Self::Graphql(graphql) => Some(&graphql.endpoint),
            Self::Database(_)
            | Self::Email(_)
            | Self::Script(_)
            | Self::Custom(_)
            | Self::Simulated(_)
            | Self::Todo(_)
            | Self::Reminder(_)
            | Self::CalendarEvent(_)
            | Self::Monitor(_) => None,
        }
    }

    /// What it says about the answer.
    pub fn response(&self) -> Option<&ResponseRules> {
        match self {
            Self::Http(http) | Self::ApiCall(http) => http.response.as_deref(),
            Self::Webhook(webhook) => webhook.http.response.as_deref(),
            Self::Wait(wait) => wait.request.response.as_deref(),
            Self::Graphql(graphql) => graphql.response.as_deref(),
            Self::Database(_)
            | Self::Email(_)
            | Self::Script(_)
            | Self::Custom(_)
            | Self::Simulated(_)
            | Self::Todo(_)
            | Self::Reminder(_)
            | Self::CalendarEvent(_)
            | Self::Monitor(_) => None,
        }
    }
}
