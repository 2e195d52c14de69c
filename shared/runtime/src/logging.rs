//! Logs: one JSON object per line on Lambda, compact lines on a terminal.

mod json;

use std::io::{self, Write};

use tracing::{Level, Span, Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{
    filter::Targets,
    fmt::{self, MakeWriter, format::JsonFields},
    layer::SubscriberExt,
    registry::LookupSpan,
    util::{SubscriberInitExt, TryInitError},
};

use self::json::JsonLines;

/// The format of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per line: `timestamp`, `level`, `service`, `target`, then the fields of the spans
    /// around the event, outermost first, then those of the event with its `message`. Of fields with the same
    /// name, the innermost is kept.
    Json,
    /// For people.
    Compact,
}

/// Writes the log to standard output (JSON) or standard error (compact) from now on.
///
/// # Errors
/// [`TryInitError`] when the process already has a logger.
pub fn init(service: &'static str, level: Level, format: Format) -> Result<(), TryInitError> {
    match format {
        Format::Json => json_lines(service, level, io::stdout).try_init(),
        Format::Compact => compact(level, io::stderr).try_init(),
    }
}

fn json_lines<W>(service: &'static str, level: Level, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines =
        fmt::layer().fmt_fields(JsonFields::new()).event_format(JsonLines { service }).with_writer(writer);
    tracing_subscriber::registry().with(lines).with(targets(level))
}

fn compact<W>(level: Level, writer: W) -> impl Subscriber + for<'a> LookupSpan<'a> + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = fmt::layer().compact().with_ansi(false).with_target(false).with_writer(writer);
    tracing_subscriber::registry().with(lines).with(targets(level))
}

/// Beadle's own events at `level`; those of libraries only from `warn` on, or at `trace` from `debug` on.
fn targets(level: Level) -> Targets {
    let others = match level {
        Level::TRACE => LevelFilter::DEBUG,
        Level::ERROR => LevelFilter::ERROR,
        _ => LevelFilter::WARN,
    };
    Targets::new().with_target("beadle", level).with_default(others)
}

/// The span of a Lambda invocation. Its fields identify the invocation in every line that is logged within.
pub fn invocation(request_id: &str, trace_id: Option<&str>) -> Span {
    tracing::info_span!("invocation", request_id, trace.id = trace_id)
}

/// Writes a line and ignores errors.
pub(crate) fn write_line(writer: &mut dyn Write, line: &str) {
    // A closed pipe must not end the process.
    let _ = writeln!(writer, "{line}").and_then(|()| writer.flush());
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use tracing::subscriber::with_default;

    use super::*;
    use crate::log_buffer::LogBuffer;

    fn logged(level: Level, events: impl FnOnce()) -> Vec<Value> {
        let buffer = LogBuffer::default();
        let written = buffer.clone();
        with_default(json_lines("executor", level, move || buffer.clone()), events);
        written.lines()
    }

    #[test]
    fn a_line_has_what_lambda_filters_by_and_the_correlation_ids_of_its_spans() {
        let lines = logged(Level::INFO, || {
            let _invocation =
                tracing::info_span!("invocation", request_id = "r-1", trace_id = "t-1").entered();
            let _message = tracing::info_span!("message", execution_id = "exe_1").entered();
            tracing::info!(status = "completed", attempts = 3, "execution \"ended\"\nwell");
        });
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(line["timestamp"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
        let mut rest = line.clone();
        rest.as_object_mut().unwrap().remove("timestamp");
        let expected = serde_json::json!({
            "level": "INFO",
            "service": "executor",
            "target": "beadle_runtime::logging::tests",
            "request_id": "r-1",
            "trace_id": "t-1",
            "execution_id": "exe_1",
            "message": "execution \"ended\"\nwell",
            "status": "completed",
            "attempts": 3,
        });
        assert_eq!(rest, expected);
    }

    #[test]
    fn a_field_recorded_later_is_logged_and_the_innermost_is_kept() {
        let lines = logged(Level::INFO, || {
            let span =
                tracing::info_span!("message", execution_id = tracing::field::Empty, task_id = "outer");
            span.record("execution_id", "exe_2");
            let _entered = span.entered();
            tracing::warn!(task_id = "inner", "late");
        });
        assert_eq!(lines[0]["execution_id"], "exe_2");
        assert_eq!(lines[0]["task_id"], "inner");
        assert_eq!(lines[0]["level"], "WARN");
    }

    #[test]
    fn libraries_log_only_warnings() {
        let lines = logged(Level::DEBUG, || {
            tracing::debug!(target: "beadle_application", "ours");
            tracing::info!(target: "hyper::client", "theirs");
            tracing::warn!(target: "aws_smithy_runtime", "trouble");
            tracing::trace!("too much");
        });
        let messages: Vec<&Value> = lines.iter().map(|line| &line["message"]).collect();
        assert_eq!(messages, ["ours", "trouble"]);
    }

    #[test]
    fn the_compact_format_is_plain_text() {
        let buffer = LogBuffer::default();
        let written = buffer.clone();
        with_default(compact(Level::INFO, move || buffer.clone()), || tracing::info!(port = 8080, "ready"));
        let text = written.text();
        assert!(text.contains("INFO") && text.trim_end().ends_with("ready port=8080"), "{text}");
    }
}
