//! What the tools take. The comments are what a model reads of them.

use std::collections::BTreeMap;

use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::{Map, Value};

/// An execution.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct OneExecution {
    /// The id of the execution, such as `exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70`, or the beginning of it.
    pub id: String,
}

/// A saved task.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct OneTask {
    /// The name or id of the task.
    pub task: String,
}

/// Which executions.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ExecutionFilter {
    /// Only those with this status: pending, running, waiting, completed, failed or cancelled; several are separated by commas.
    pub status: Option<String>,
    /// Only those of this task, by name or id.
    pub task: Option<String>,
    /// Only those whose request goes through this config, by name or id.
    pub config: Option<String>,
    /// Only those of this batch, by name or id.
    pub batch: Option<String>,
    /// Only those that failed with this error code, such as `http_status` or `timeout`.
    pub error_code: Option<String>,
    /// Only those created since then: how long ago, such as 90m or 2h, a day, or a time of RFC 3339.
    pub since: Option<String>,
    /// How many, newest first: 20 unless it is given, 100 at most.
    pub limit: Option<usize>,
}

/// Which saved tasks.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TaskFilter {
    /// A text in the name.
    pub query: Option<String>,
    /// Only those with this status.
    pub status: Option<String>,
    /// How many: 20 unless it is given, 100 at most.
    pub limit: Option<usize>,
}

/// A schedule.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ScheduleText {
    /// A phrase such as `every monday at 9:00`, or a cron expression.
    pub schedule: String,
    /// The time zone, such as Europe/Berlin; UTC unless it is given.
    pub timezone: Option<String>,
    /// How many runs to show.
    pub count: Option<u32>,
    /// From when on, in place of now: a time of RFC 3339.
    pub from: Option<String>,
}

/// An HTTP request.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Request {
    /// The method; GET unless it is given.
    pub method: Option<String>,
    /// The address, or a path below the base URL of `config`.
    pub url: String,
    /// The headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body, as JSON.
    pub body: Option<Value>,
    /// The config of the destination, by name or id: base URL, credentials, limits.
    pub config: Option<String>,
    /// How often a failed attempt is repeated.
    pub retries: Option<u32>,
    /// When to run it, from now, such as 10m.
    pub delay: Option<String>,
    #[serde(flatten)]
    pub start: Start,
}

/// A run of a saved task.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct TaskRun {
    /// The name or id of the task.
    pub task: String,
    /// The input of this run, for the placeholders of the task.
    pub input: Option<Map<String, Value>>,
    #[serde(flatten)]
    pub start: Start,
}

/// A run that is to be repeated.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Repeat {
    /// The id of the execution that failed or was cancelled, or the beginning of it.
    pub id: String,
    /// Run the task as it is now, in place of the request as it was.
    #[serde(default)]
    pub current: bool,
    #[serde(flatten)]
    pub start: Start,
}

/// How something is started.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Start {
    /// How many seconds to wait for the end, 60 at most; without it the tool returns at once, and `get_execution` shows the end.
    pub wait_seconds: Option<u64>,
    /// The same key starts the same thing once, however often the tool is called with it.
    pub idempotency_key: Option<String>,
}
