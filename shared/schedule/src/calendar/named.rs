//! A calendar as a schedule names it.

use std::sync::Arc;

use jiff::civil::Date;

use super::{CalendarDays, CalendarName};

/// A calendar by its name, with its days once they are looked up. Two are equal if their names are.
#[derive(Debug, Clone)]
pub struct Named {
    name: CalendarName,
    days: Option<Arc<CalendarDays>>,
}

impl PartialEq for Named {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Named {}

impl From<CalendarName> for Named {
    fn from(name: CalendarName) -> Self {
        Self { name, days: None }
    }
}

impl Named {
    /// The name.
    pub fn name(&self) -> &CalendarName {
        &self.name
    }

    /// The same calendar with these days; `None` where there is no such calendar.
    pub(crate) fn with(&self, days: Option<Arc<CalendarDays>>) -> Self {
        Self { name: self.name.clone(), days }
    }

    /// Its days, if they are known.
    pub(crate) fn days(&self) -> Option<Arc<CalendarDays>> {
        self.days.clone()
    }

    /// Whether its days are known.
    pub(crate) fn is_known(&self) -> bool {
        self.days.is_some()
    }

    /// Whether `date` is one of its days, and what it is. No day is one of a calendar that is not known.
    pub(crate) fn on(&self, date: Date) -> Option<Option<&str>> {
        self.days.as_ref()?.on(date)
    }
}
