//! Finds the next and the previous local time of a cron expression by walking over months and days, never
//! over minutes.

use jiff::civil::{Date, DateTime, Time};

use super::{AwsCron, values::Values};

impl AwsCron {
    /// The first matching local time at or after `from`; `None` if no year is left.
    pub(crate) fn at_or_after(&self, from: DateTime) -> Option<DateTime> {
        if let Some(time) = self.time_at_or_after(from.time()).filter(|_| self.matches(from.date())) {
            return Some(from.date().to_datetime(time));
        }
        let date = self.date_at_or_after(from.date().tomorrow().ok()?)?;
        Some(date.to_datetime(self.time_at_or_after(Time::midnight())?))
    }

    /// The last matching local time at or before `from`.
    pub(crate) fn at_or_before(&self, from: DateTime) -> Option<DateTime> {
        if let Some(time) = self.time_at_or_before(from.time()).filter(|_| self.matches(from.date())) {
            return Some(from.date().to_datetime(time));
        }
        let date = self.date_at_or_before(from.date().yesterday().ok()?)?;
        Some(date.to_datetime(self.time_at_or_before(Time::constant(23, 59, 0, 0))?))
    }

    fn matches(&self, date: Date) -> bool {
        self.years.contains(year(date))
            && self.months.contains(month(date))
            && self.days_of(date).contains(day(date))
    }

    fn days_of(&self, date: Date) -> Values {
        self.days.in_month(date.first_of_month())
    }

    fn date_at_or_after(&self, from: Date) -> Option<Date> {
        let mut at = from;
        loop {
            let first = first_of_year(self.years.at_or_after(year(at))?)?;
            at = at.max(first);
            let found =
                self.months.iter().filter(|candidate| *candidate >= month(at)).find_map(|candidate| {
                    let first = nth_month(at, candidate)?;
                    let from_day = if first > at { 1 } else { day(at) };
                    on_day(first, self.days_of(first).at_or_after(from_day)?)
                });
            match found {
                Some(date) => return Some(date),
                None => at = at.last_of_year().tomorrow().ok()?,
            }
        }
    }

    fn date_at_or_before(&self, from: Date) -> Option<Date> {
        let mut at = from;
        loop {
            let last = first_of_year(self.years.at_or_before(year(at))?)?.last_of_year();
            at = at.min(last);
            let mut months: Vec<u16> =
                self.months.iter().filter(|candidate| *candidate <= month(at)).collect();
            months.reverse();
            let found = months.into_iter().find_map(|candidate| {
                let first = nth_month(at, candidate)?;
                let from_day = day(first.last_of_month().min(at));
                on_day(first, self.days_of(first).at_or_before(from_day)?)
            });
            match found {
                Some(date) => return Some(date),
                None => at = at.first_of_year().yesterday().ok()?,
            }
        }
    }

    fn time_at_or_after(&self, from: Time) -> Option<Time> {
        let (from_hour, from_minute) = clock(from);
        let in_this_hour = self.minutes.at_or_after(from_minute).filter(|_| self.hours.contains(from_hour));
        match in_this_hour {
            Some(minute) => time(from_hour, minute),
            None => time(self.hours.at_or_after(from_hour + 1)?, self.minutes.first()?),
        }
    }

    fn time_at_or_before(&self, from: Time) -> Option<Time> {
        let (from_hour, from_minute) = clock(from);
        let in_this_hour = self.minutes.at_or_before(from_minute).filter(|_| self.hours.contains(from_hour));
        match in_this_hour {
            Some(minute) => time(from_hour, minute),
            None => time(self.hours.at_or_before(from_hour.checked_sub(1)?)?, self.minutes.last()?),
        }
    }
}

// Years before 1 count as year 0, which is fine because cron's years start at 1970.
fn year(date: Date) -> u16 {
    u16::try_from(date.year()).unwrap_or(0)
}

fn month(date: Date) -> u16 {
    u16::from(date.month().unsigned_abs())
}

fn day(date: Date) -> u16 {
    u16::from(date.day().unsigned_abs())
}

fn clock(time: Time) -> (u16, u16) {
    (u16::from(time.hour().unsigned_abs()), u16::from(time.minute().unsigned_abs()))
}

fn first_of_year(year: u16) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, 1, 1).ok()
}

fn nth_month(within: Date, month: u16) -> Option<Date> {
    Date::new(within.year(), i8::try_from(month).ok()?, 1).ok()
}

fn on_day(first: Date, day: u16) -> Option<Date> {
    Date::new(first.year(), first.month(), i8::try_from(day).ok()?).ok()
}

fn time(hour: u16, minute: u16) -> Option<Time> {
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}
