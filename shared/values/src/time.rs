//! Times at the precision of stored rows and messages.

use jiff::Timestamp;

/// Truncates `time` to whole milliseconds.
pub fn whole_milliseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}
