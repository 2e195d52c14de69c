//! What happened, line by line, as seed 002 tells it.

use beadle_domain::execution::{Execution, LogEntry, LogLevel, logs};
use beadle_values::names::Named;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, schema::Type},
};

/// One line of a log.
#[derive(Serialize, ToSchema)]
#[schema(as = LogEntry)]
pub(crate) struct LogAnswer {
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    timestamp: Timestamp,
    /// How grave it is.
    #[schema(schema_with = level)]
    level: LogLevel,
    /// What happened.
    #[schema(example = "Attempt 1 failed: the destination answered 503")]
    message: String,
    /// The same for programs, with the `execution_id`.
    data: Map<String, Value>,
}

/// What happened, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct LogList<'a> {
    /// The lines.
    logs: Vec<LogAnswer>,
    /// The `cursor` of the page with what happened in earlier executions; null on the last one.
    next_cursor: Option<&'a str>,
}

impl From<LogEntry> for LogAnswer {
    fn from(entry: LogEntry) -> Self {
        let LogEntry { timestamp, level, message, data } = entry;
        Self { timestamp, level, message, data }
    }
}

impl<'a> LogList<'a> {
    /// The lines of `executions`, which come newest first.
    pub(crate) fn of(executions: &[Execution], next_cursor: Option<&'a str>) -> Self {
        let lines = executions.iter().flat_map(|execution| logs::entries(execution).into_iter().rev());
        Self { logs: lines.map(LogAnswer::from).collect(), next_cursor }
    }
}

#[expect(deprecated, reason = "the document says `example` everywhere, as derived schemas do")]
fn level() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("How grave it is."))
        .example(Some(LogLevel::Error.as_str().into()))
        .pattern(Some(format!("^({})$", LogLevel::NAMES.join("|"))))
        .build()
}
