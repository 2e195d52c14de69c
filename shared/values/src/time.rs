//! Times in the precision of rows and messages.

use jiff::Timestamp;

/// `time` without what is finer than a millisecond.
pub fn whole_milliseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}
