//! Calendars, and the schedules that name them.

mod find;
mod known;
mod tasks;
mod users;
mod write;

use std::sync::Arc;

pub(crate) use self::known::exist;
pub use self::{known::look_up, tasks::TasksWithCalendars, users::CalendarUser};
use crate::port::{Calendars, Tasks};

/// Calendars.
#[derive(Clone)]
pub struct CalendarService {
    /// The calendars.
    pub calendars: Arc<dyn Calendars>,
    /// The tasks whose schedules may name them.
    pub tasks: Arc<dyn Tasks>,
}
