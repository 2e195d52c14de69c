//! Schedules of tasks.

pub(crate) mod preview;
pub(crate) mod response;
