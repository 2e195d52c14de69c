//! Sort keys that order a list by time, then id.

use std::fmt;

use beadle_values::id::TaskId;
use jiff::Timestamp;

/// The suffix of the positions of links to assignees.
pub(crate) const ASSIGNED: &str = "#A";

/// A position in a list that is ordered by time, then id.
pub(crate) fn position(time: Timestamp, id: impl fmt::Display) -> String {
    position_at(time.as_millisecond(), id)
}

/// The same at a time in milliseconds since the epoch.
pub(super) fn position_at(milliseconds: i64, id: impl fmt::Display) -> String {
    format!("{}#{id}", sortable(milliseconds))
}

/// The position of an assignee's link in the list of tasks: next to that of the task, and distinct from it.
pub(crate) fn assigned_position(time: Timestamp, id: TaskId) -> String {
    position(time, id) + ASSIGNED
}

/// The time and the id of a position.
pub(crate) fn read_position(position: &str) -> Option<(Timestamp, &str)> {
    let (milliseconds, id) = position.split_once('#')?;
    Some((Timestamp::from_millisecond(milliseconds.parse().ok()?).ok()?, id))
}

/// The lowest position at or after `time`, rounded up to a millisecond.
pub(crate) fn not_before(time: Timestamp) -> String {
    let milliseconds = time.as_millisecond();
    let rounded_down = Timestamp::from_millisecond(milliseconds).is_ok_and(|whole| whole < time);
    sortable(milliseconds.saturating_add(i64::from(rounded_down)))
}

/// A position after all those of `time` and before.
pub(crate) fn until(time: Timestamp) -> String {
    sortable(time.as_millisecond()) + "$"
}

/// Nothing is created before 1970, so earlier times become zero.
fn sortable(milliseconds: i64) -> String {
    format!("{:015}", milliseconds.max(0))
}
