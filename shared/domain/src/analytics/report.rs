//! The report over an owner's last days, in a time zone.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan, civil::Date, civil::Weekday, tz::TimeZone};

use crate::projection::{Counter, Hour, RollupCounters};

/// The period of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The time zone of days and hours.
    pub zone: TimeZone,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// The start.
    pub from: Timestamp,
    /// The first UTC hour that starts in the period. If days of the time zone do not start at a full UTC
    /// hour, the hour in which a day starts counts for the previous day.
    pub from_hour: Hour,
    /// The hour after the last one.
    pub to_hour: Hour,
}

impl Window {
    /// The last `days` days in `zone`, ending with the day of `now`.
    pub fn of(days: u16, zone: TimeZone, now: Timestamp) -> Self {
        let last = zone.to_datetime(now).date();
        let first = last.saturating_sub((i32::from(days) - 1).days());
        let from = first.to_zoned(zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp());
        let whole = Hour::of(from);
        let from_hour = if whole.start() < from { Hour(whole.0 + 1) } else { whole };
        Self { zone, first, last, from, from_hour, to_hour: Hour(Hour::of(now).0 + 1) }
    }
}

impl Window {
    /// The hours that start from `from` on and before `to`, in `zone`.
    pub fn between(from: Timestamp, to: Timestamp, zone: TimeZone) -> Self {
        let within = |time: Timestamp| {
            let whole = Hour::of(time);
            if whole.start() < time { Hour(whole.0.saturating_add(1)) } else { whole }
        };
        let before_the_end = to.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(to);
        let day = |time: Timestamp| zone.to_datetime(time).date();
        let (first, last) = (day(from), day(before_the_end));
        Self { first, last, from, from_hour: within(from), to_hour: within(to), zone }
    }

    /// Whether `hour` is one of its hours.
    pub fn contains(&self, hour: Hour) -> bool {
        (self.from_hour..self.to_hour).contains(&hour)
    }
}

/// The counters of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// The counters.
    pub counters: RollupCounters,
}

/// The report over an owner's executions.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The totals.
    pub total: RollupCounters,
    /// The days in order, including those without executions.
    pub days: Vec<Day>,
    /// Executions started in each hour of the day, 0 to 23.
    pub by_hour: [u64; 24],
    /// Executions started on each day of the week, Monday first.
    pub by_weekday: [u64; 7],
}

impl Report {
    /// The report over those of `hours` that are in `window`.
    pub fn of(window: &Window, hours: &[(Hour, RollupCounters)]) -> Self {
        let mut days: BTreeMap<Date, RollupCounters> = window
            .first
            .series(1.day())
            .take_while(|date| *date <= window.last)
            .map(|date| (date, RollupCounters::default()))
            .collect();
        let mut report =
            Self { total: RollupCounters::default(), days: Vec::new(), by_hour: [0; 24], by_weekday: [0; 7] };
        for (hour, counters) in hours {
            let local = window.zone.to_datetime(hour.start());
            let Some(day) = days.get_mut(&local.date()) else { continue };
            day.merge(counters);
            report.total.merge(counters);
            let started = counters.get(Counter::Started);
            if let Some(of_day) =
                usize::try_from(local.hour()).ok().and_then(|hour| report.by_hour.get_mut(hour))
            {
                *of_day += started;
            }
            if let Some(of_week) = report.by_weekday.get_mut(place(local.weekday())) {
                *of_week += started;
            }
        }
        report.days = days.into_iter().map(|(date, counters)| Day { date, counters }).collect();
        report
    }

    /// The fraction of completed executions among those that completed or failed, 0 to 1.
    pub fn success_rate(&self) -> Option<f64> {
        let [completed, failed] =
            [Counter::Completed, Counter::Failed].map(|counter| self.total.get(counter));
        #[expect(clippy::cast_precision_loss, reason = "a ratio needs no more precision")]
        (completed + failed > 0).then(|| completed as f64 / (completed + failed) as f64)
    }
}

fn place(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use beadle_schedule::Zone;
    use rstest::rstest;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn started(times: &[(&str, u64)]) -> Vec<(Hour, RollupCounters)> {
        let hour = |(time, count): &(&str, u64)| {
            let mut counters = RollupCounters::default();
            counters.count(Counter::Started, *count);
            (Hour::of(at(time)), counters)
        };
        times.iter().map(hour).collect()
    }

    #[rstest]
    #[case("UTC", 1, "2027-03-28T10:00:00Z", "2027-03-28T00:00:00Z")]
    #[case("Europe/Berlin", 1, "2027-03-28T10:00:00Z", "2027-03-27T23:00:00Z")]
    #[case("Europe/Berlin", 2, "2027-03-29T10:00:00Z", "2027-03-27T23:00:00Z")]
    #[case("Europe/Berlin", 1, "2027-03-28T22:30:00Z", "2027-03-28T22:00:00Z")]
    #[case("Asia/Kolkata", 1, "2027-03-28T10:00:00Z", "2027-03-27T18:30:00Z")]
    fn a_window_starts_with_a_day_of_its_zone(
        #[case] zone: &str,
        #[case] days: u16,
        #[case] now: &str,
        #[case] from: &str,
    ) {
        let window = Window::of(days, Zone::parse_exact(zone).unwrap().rules().clone(), at(now));
        assert_eq!(window.from, at(from));
        assert_eq!(window.to_hour.start(), Hour(Hour::of(at(now)).0 + 1).start());
    }

    #[test]
    fn a_span_has_the_hours_that_start_in_it() {
        let zone = Zone::parse_exact("Europe/Berlin").unwrap().rules().clone();
        let window = Window::between(at("2027-03-01T22:30:00Z"), at("2027-03-03T23:00:00Z"), zone);
        assert_eq!(
            (window.first.to_string(), window.last.to_string()),
            ("2027-03-01".into(), "2027-03-03".into())
        );
        let contains = |time: &str| window.contains(Hour::of(at(time)));
        let hours =
            ["2027-03-01T22:00:00Z", "2027-03-01T23:00:00Z", "2027-03-03T22:00:00Z", "2027-03-03T23:00:00Z"];
        assert_eq!(hours.map(contains), [false, true, true, false]);
    }

    #[test]
    fn days_and_hours_follow_the_zone_across_a_clock_change() {
        // On 28 March 2027, a Sunday, Berlin's clocks go from 02:00 to 03:00.
        let window = Window::of(
            2,
            Zone::parse_exact("Europe/Berlin").unwrap().rules().clone(),
            at("2027-03-29T12:00:00Z"),
        );
        let hours = started(&[
            ("2027-03-27T22:00:00Z", 64), // 23:00 on Saturday: before the window
            ("2027-03-27T23:00:00Z", 1),  // midnight
            ("2027-03-28T00:00:00Z", 2),  // 1:00
            ("2027-03-28T01:00:00Z", 4),  // 3:00
            ("2027-03-28T21:00:00Z", 8),  // 23:00
            ("2027-03-28T22:00:00Z", 16), // midnight, Monday
        ]);
        let report = Report::of(&window, &hours);
        let days: Vec<_> = report
            .days
            .iter()
            .map(|day| (day.date.to_string(), day.counters.get(Counter::Started)))
            .collect();
        assert_eq!(days, [("2027-03-28".to_owned(), 15), ("2027-03-29".to_owned(), 16)]);
        assert_eq!(report.total.get(Counter::Started), 31);
        assert_eq!([0, 1, 2, 3, 23].map(|hour: usize| report.by_hour[hour]), [17, 2, 0, 4, 8]);
        assert_eq!(report.by_weekday, [16, 0, 0, 0, 0, 0, 15]);
    }

    #[test]
    fn cancelled_executions_do_not_affect_the_success_rate() {
        let window = Window::of(1, TimeZone::UTC, at("2027-03-28T10:00:00Z"));
        let mut counters = RollupCounters::default();
        for (counter, count) in [(Counter::Completed, 3), (Counter::Failed, 1), (Counter::Cancelled, 5)] {
            counters.count(counter, count);
        }
        assert_eq!(Report::of(&window, &[]).success_rate(), None);
        let report = Report::of(&window, &[(Hour::of(at("2027-03-28T09:00:00Z")), counters)]);
        assert_eq!(report.success_rate(), Some(0.75));
    }
}
