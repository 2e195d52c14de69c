//! Calendars: sets of days that schedules name.

pub(crate) mod body;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod response;
pub(crate) mod write;

use beadle_values::{
    body::{flag, otherwise},
    query,
};

query! {
    /// Whose calendar it is.
    pub(crate) struct CalendarScope {
        /// Whether it is the one that is shared with everyone, which admins write.
        shared: bool = otherwise(flag(), || false),
    }
}
