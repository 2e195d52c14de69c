//! Response about what a script or a function wrote.

use beadle_domain::execution::{OutputLine, OutputStream};
use jiff::Timestamp;
use serde::Serialize;

/// A line that a script or a function wrote.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = OutputLine))]
pub(crate) struct OutputResponse<'a> {
    /// Time at which it was taken.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    timestamp: Timestamp,
    /// Number of the attempt.
    attempt: u32,
    /// `stdout` or `stderr`.
    #[cfg_attr(test, schema(value_type = String, example = "stdout"))]
    stream: OutputStream,
    /// Text.
    text: &'a str,
}

impl<'a> From<&'a OutputLine> for OutputResponse<'a> {
    fn from(line: &'a OutputLine) -> Self {
        Self { timestamp: line.at, attempt: line.attempt, stream: line.stream, text: &line.text }
    }
}
