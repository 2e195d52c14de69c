//! Calendars in a schedule: which ones it names, the same schedule with their days, and one that is due whatever days they have.

use std::{borrow::Cow, sync::Arc};

use beadle_values::violation::Path;

use super::{
    DayRules, DaySet, Expression, Schedule,
    aws_cron::{AwsCron, days::Days, field::DAYS_OF_MONTH},
    calendar::{CalendarDays, CalendarName, Named},
};

impl Schedule {
    /// The names of the calendars in its rules about days.
    pub fn calendars(&self) -> impl Iterator<Item = &CalendarName> {
        self.days.calendars().map(Named::name)
    }

    /// The places that name calendars in a schedule at `path`.
    pub fn places_of_calendars(&self, path: &Path) -> impl Iterator<Item = (Path, &CalendarName)> {
        places(&self.days.exclude, path.key("exclude")).chain(places(&self.days.only, path.key("only")))
    }

    /// The names of calendars that were looked up and do not exist, or were not looked up. They exclude no day.
    pub fn unknown_calendars(&self) -> impl Iterator<Item = &CalendarName> {
        self.days.calendars().filter(|calendar| !calendar.is_known()).map(Named::name)
    }

    /// The same schedule, in which each calendar has the days that `find` knows of. It equals this one, and is written alike.
    #[must_use]
    pub fn with_calendars(self, find: &dyn Fn(&CalendarName) -> Option<Arc<CalendarDays>>) -> Self {
        Self { days: self.days.looked_up(find), ..self }
    }

    /// The same schedule with the days of the calendars of `known`, which names the same ones.
    #[must_use]
    pub fn with_calendars_of(self, known: &Self) -> Self {
        let find =
            |name: &CalendarName| known.days.calendars().find(|calendar| calendar.name() == name)?.days();
        self.with_calendars(&find)
    }

    /// A schedule that is due whenever this one may be, whatever days its calendars have: when to ask.
    pub fn covering(&self) -> Cow<'_, Self> {
        if self.calendars().next().is_none() {
            return Cow::Borrowed(self);
        }
        let mut covering = self.clone();
        match &self.expression {
            Expression::Cron(crons) if self.days.move_runs() => {
                let all = crons.covered();
                let every_day = Days::OfMonth(DAYS_OF_MONTH.all());
                let every_day = AwsCron::every_year(all.minutes, all.hours, every_day);
                covering.expression = Expression::of_cron(every_day);
                covering.days = DayRules::default();
            }
            _ => covering.days = self.days.without_calendars(),
        }
        Cow::Owned(covering)
    }
}

/// The elements of `days`, which are at `place`, that name calendars.
fn places(days: &DaySet, place: Path) -> impl Iterator<Item = (Path, &CalendarName)> {
    let named = days.elements().iter().enumerate();
    named.filter_map(move |(index, days)| Some((place.index(index), days.calendar()?.name())))
}
