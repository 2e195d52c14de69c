//! The calendars that a schedule names, as they are now.

use std::{collections::BTreeMap, sync::Arc};

use beadle_schedule::{
    Schedule,
    calendar::{CalendarDays, CalendarName},
};
use beadle_values::{
    id::OwnerId,
    violation::{Path, Violation, Violations},
};

use crate::{
    Error,
    port::{Calendars, StoreError},
};

/// Calendars that were looked up, by owner and name.
pub(super) type Known = BTreeMap<(OwnerId, CalendarName), Option<Arc<CalendarDays>>>;

/// `schedule` of `owner` with the days of its calendars: the owner's own, or else the shared one of a name. One that does
/// not exist excludes no day. Reads each of them, and nothing for a schedule that names none.
///
/// # Errors
/// [`StoreError`].
pub async fn look_up(
    calendars: &dyn Calendars,
    owner: &OwnerId,
    schedule: Schedule,
) -> Result<Schedule, StoreError> {
    look_up_once(calendars, owner, schedule, &mut Known::new()).await
}

/// The same, for a schedule whose calendars may be among those that are `known`.
pub(super) async fn look_up_once(
    calendars: &dyn Calendars,
    owner: &OwnerId,
    schedule: Schedule,
    known: &mut Known,
) -> Result<Schedule, StoreError> {
    let names: Vec<CalendarName> = schedule.calendars().cloned().collect();
    if names.is_empty() {
        return Ok(schedule);
    }
    for name in names {
        let key = (owner.clone(), name);
        if known.contains_key(&key) {
            continue;
        }
        let found = match calendars.get(Some(owner), &key.1).await? {
            Some(own) => Some(own),
            None => calendars.get(None, &key.1).await?,
        };
        known.insert(key, found.map(|calendar| Arc::new(calendar.days)));
    }
    let find = |name: &CalendarName| known.get(&(owner.clone(), name.clone())).cloned().flatten();
    Ok(schedule.with_calendars(&find))
}

/// Refuses `schedule`, whose calendars are looked up, if some do not exist. Those that `before` names too are left alone:
/// they did exist.
///
/// # Errors
/// [`Error::Invalid`] with a violation for each at its place below `path`.
pub(crate) fn exist(schedule: &Schedule, before: Option<&Schedule>, path: &Path) -> Result<(), Error> {
    let mut violations = Violations::new();
    let is_missing = |name: &CalendarName| {
        schedule.unknown_calendars().any(|unknown| unknown == name)
            && !before.is_some_and(|before| before.calendars().any(|known| known == name))
    };
    for (place, name) in schedule.places_of_calendars(path).filter(|(_, name)| is_missing(name)) {
        let violation = Violation::new(place, "no_such_calendar", format!("there is no calendar `{name}`"));
        let hint = format!(
            "write a date such as `2027-01-02`, a day of the week such as `saturday`, or make the calendar with \
            PUT /api/v1/calendars/{name}; GET /api/v1/calendars lists those there are"
        );
        violations.push(violation.hint(hint));
    }
    Ok(violations.into_result(())?)
}
