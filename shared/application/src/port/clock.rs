//! The clock.

use jiff::Timestamp;

/// The current time.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds: the precision of every row and message.
    fn now(&self) -> Timestamp;
}
