//! Schedules that are not saved.

pub(crate) mod preview;
pub(crate) mod response;
