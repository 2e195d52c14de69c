//! Writes of rows that have a version.

/// Result of a write that replaces one version of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum VersionedWrite<T> {
    /// It is written.
    Done,
    /// The row has another version by now: this one.
    Conflict(Box<T>),
}
