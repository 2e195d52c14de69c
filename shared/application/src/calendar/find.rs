//! Finding and listing calendars.

use beadle_domain::{access::Principal, day_calendar::Calendar};
use beadle_schedule::{Schedule, calendar::CalendarName};
use beadle_values::violation::Path;

use super::{CalendarService, exist, look_up};
use crate::{Error, Operation};

impl CalendarService {
    /// The caller's calendars and the shared ones, each ordered by name. A shared one is also
    /// listed where one of the caller's has its name.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn list(&self, by: &Principal) -> Result<Vec<Calendar>, Error> {
        Operation::ReadCalendar.check_own(by)?;
        let mut calendars = self.calendars.all(Some(&by.owner)).await?;
        calendars.extend(self.calendars.all(None).await?);
        Ok(calendars)
    }

    /// `schedule` of the caller, with the days of its calendars as they are now.
    ///
    /// # Errors
    /// [`Error::Invalid`] with a violation at each place below `path` that names no calendar, [`Error::Store`].
    pub async fn in_schedule(
        &self,
        by: &Principal,
        schedule: Schedule,
        path: &Path,
    ) -> Result<Schedule, Error> {
        let schedule = look_up(&*self.calendars, &by.owner, schedule).await?;
        exist(&schedule, None, path)?;
        Ok(schedule)
    }

    /// The calendar that the name means in the caller's schedules: their own, or else the shared one, which `shared` asks for.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::CalendarNotFound`], [`Error::Store`].
    pub async fn get(&self, by: &Principal, name: &CalendarName, shared: bool) -> Result<Calendar, Error> {
        Operation::ReadCalendar.check_own(by)?;
        let own = match shared {
            true => None,
            false => self.calendars.get(Some(&by.owner), name).await?,
        };
        let found = match own {
            Some(own) => Some(own),
            None => self.calendars.get(None, name).await?,
        };
        found.ok_or_else(|| Error::CalendarNotFound(name.to_string()))
    }
}
