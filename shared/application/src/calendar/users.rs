//! Which tasks of an owner name a calendar in their schedules.

use beadle_domain::day_calendar;
use beadle_schedule::calendar::CalendarName;
use beadle_values::{id::TaskId, violation::Path};

use super::CalendarService;
use crate::{Call, Error, port::TaskQuery};

/// The most users that are listed.
const MAX_USERS: usize = 100;

/// The size of a page, which is the largest.
const PAGE: usize = 100;

/// A task that names a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarUser {
    /// The task.
    pub task: TaskId,
    /// Its name.
    pub name: String,
    /// The place that names the calendar.
    pub place: Path,
}

impl CalendarService {
    /// Refuses to delete the calendar while tasks on the caller's list name it: they would run on its days. Reads this list
    /// and nothing else, so a task of another user that names a shared calendar is not noticed.
    ///
    /// # Errors
    /// [`Error::CalendarInUse`] with the first of them, [`Error::Store`].
    pub(super) async fn ensure_unused(&self, call: Call<'_>, name: &CalendarName) -> Result<(), Error> {
        let mut users = Vec::new();
        let mut tasks = TaskQuery::newest(call.by.owner.clone(), PAGE, call.now);
        loop {
            let page = self.tasks.list(&tasks).await?;
            let own =
                page.items.into_iter().map(|saved| saved.task).filter(|task| task.owner == call.by.owner);
            for task in own {
                if let Some(place) = day_calendar::places(&task, name).into_iter().next() {
                    users.push(CalendarUser { task: task.id, name: task.name, place });
                }
            }
            tasks.cursor = page.next;
            if tasks.cursor.is_none() || users.len() > MAX_USERS {
                break;
            }
        }
        let more = users.len() > MAX_USERS;
        users.truncate(MAX_USERS);
        if users.is_empty() { Ok(()) } else { Err(Error::CalendarInUse { users, more }) }
    }
}
