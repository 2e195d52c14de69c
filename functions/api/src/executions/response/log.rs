//! Responses with log entries, in the format of seed 002.

use axum::response::Response;
use beadle_domain::execution::{Execution, LogEntry, LogLevel, logs};
use beadle_values::page::Page;
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::http::page;

/// A log entry.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = LogEntry))]
pub(crate) struct LogResponse {
    /// Time of the event.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    timestamp: Timestamp,
    /// Level.
    #[cfg_attr(test, schema(schema_with = level))]
    level: LogLevel,
    /// Message.
    #[cfg_attr(test, schema(example = "Attempt 1 failed: the destination answered 503"))]
    message: String,
    /// Machine-readable details, with the `execution_id`.
    data: Map<String, Value>,
}

/// Log entries, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
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

#[cfg(test)]
#[expect(deprecated, reason = "the document says `example` everywhere, as derived schemas do")]
fn level() -> utoipa::openapi::Object {
    use beadle_values::names::Named;
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .description(Some("Level."))
        .example(Some(LogLevel::Error.as_str().into()))
        .pattern(Some(format!("^({})$", LogLevel::NAMES.join("|"))))
        .build()
}
