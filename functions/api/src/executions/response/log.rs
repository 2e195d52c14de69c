//! Responses with log entries, in the format of seed 002.

use axum::response::Response;
use beadle_domain::execution::{Execution, LogEntry, LogLevel, logs};
use beadle_values::page::Page;
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::http::page;

/// A log entry.
#[derive(Serialize, ToSchema)]
#[schema(as = LogEntry)]
pub(crate) struct LogResponse {
    /// Time of the event.
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
    /// Level.
    #[schema(value_type = String, example = "ERROR", pattern = "^(INFO|WARN|ERROR)$")]
    level: LogLevel,
    /// Message.
    #[schema(example = "Attempt 1 failed: the destination answered 503")]
    message: String,
    /// Machine-readable details, with the `execution_id`.
    data: Map<String, Value>,
}

/// Log entries, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct LogList<'a> {
    /// The entries.
    logs: Vec<LogResponse>,
    /// The `cursor` of the page with earlier executions; null on the last page.
    next_cursor: Option<&'a str>,
}

impl From<LogEntry> for LogResponse {
    fn from(entry: LogEntry) -> Self {
        let LogEntry { timestamp, level, message, data } = entry;
        Self { timestamp, level, message, data }
    }
}

impl<'a> LogList<'a> {
    /// Builds the log of `executions`, which are ordered newest first.
    pub(crate) fn of(executions: &[Execution], next_cursor: Option<&'a str>) -> Self {
        let lines = executions.iter().flat_map(|execution| logs::entries(execution).into_iter().rev());
        Self { logs: lines.map(LogResponse::from).collect(), next_cursor }
    }
}

impl LogList<'_> {
    pub(crate) fn respond(page: &Page<Execution>, uri: &Uri) -> Response {
        page::respond(&LogList::of(&page.items, page::cursor(page)), uri, page.next.as_ref())
    }
}
