//! The next runs of a schedule, with notes about clock changes.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde::Serialize;

use super::{
    DayRules, Expression, RepeatedTimes, Schedule,
    calendar::CalendarName,
    exclusion::Exclusion,
    occurrence::{Moment, Occurrence},
    timezone::Clocks,
};

/// The maximum number of runs in a preview.
pub const MAX_PREVIEWED: usize = 100;

/// The maximum number of runs that a preview looks at for those on excluded days.
const MAX_EXAMINED: usize = 20_000;

/// A preview of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The schedule in normal form.
    pub schedule: Schedule,
    /// The expression for EventBridge Scheduler.
    pub expression: String,
    /// The time zone of the local times.
    pub timezone: String,
    /// The next runs in ascending order; fewer than requested if the schedule ends.
    pub runs: Vec<PreviewedRun>,
    /// Runs between now and the last listed one that are skipped because the clocks go forward, or that are skipped or moved
    /// because their day is excluded.
    pub skipped: Vec<SkippedRuns>,
    /// What else to know about the schedule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One future run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreviewedRun {
    /// The time.
    pub at: Timestamp,
    /// The local time with its offset, such as `2027-03-28T09:00:00+02:00`.
    pub local: String,
    /// How a clock change affects this run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Runs of one day that are skipped because their local times do not exist, or that are skipped or moved because their day is
/// excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SkippedRuns {
    /// The day.
    pub date: Date,
    /// The first skipped local time.
    pub first: DateTime,
    /// The last skipped local time.
    pub last: DateTime,
    /// The number of skipped runs.
    pub count: usize,
    /// The calendar that excludes the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarName>,
    /// What the day is, if that calendar says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day to which the runs are moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<Date>,
    /// The same as a sentence.
    pub note: String,
}

impl Schedule {
    /// Lists the next `count` runs after `now`, at most [`MAX_PREVIEWED`]; `anchor` as for
    /// [`occurrences`](Self::occurrences).
    pub fn preview(&self, now: Timestamp, anchor: Timestamp, count: usize) -> Preview {
        let count = count.min(MAX_PREVIEWED);
        let mut runs: Vec<PreviewedRun> = Vec::with_capacity(count);
        let mut skipped: Vec<(DateTime, DateTime, usize)> = Vec::new();
        let mut before = now;
        for moment in self.moments(now, anchor) {
            if runs.len() == count {
                break;
            }
            match moment {
                Moment::Due(occurrence) => {
                    runs.push(self.previewed(occurrence, before));
                    before = occurrence.at;
                }
                Moment::Skipped(local) => match skipped.last_mut() {
                    Some((first, last, runs)) if first.date() == local.date() => {
                        (*last, *runs) = (local, *runs + 1)
                    }
                    _ => skipped.push((local, local, 1)),
                },
            }
        }
        let missing =
            skipped.into_iter().map(|(first, last, count)| SkippedRuns::missing(first, last, count));
        let mut skipped: Vec<SkippedRuns> = missing.collect();
        if let Some(last) = runs.last() {
            skipped.extend(self.excluded_runs(now, last.at, anchor));
            skipped.sort_by_key(|runs| runs.first);
        }
        Preview {
            schedule: self.clone(),
            expression: self.expression(),
            timezone: self.timezone().to_owned(),
            runs,
            skipped,
            note: self.note(),
        }
    }

    /// The runs after `now` and up to `last` whose days are excluded, of at most [`MAX_PREVIEWED`] days.
    fn excluded_runs(&self, now: Timestamp, last: Timestamp, anchor: Timestamp) -> Vec<SkippedRuns> {
        if self.days.is_empty() {
            return Vec::new();
        }
        let on_any_day = Self { days: DayRules::default(), ..self.clone() };
        let mut days: Vec<(DateTime, DateTime, usize)> = Vec::new();
        let due = on_any_day.occurrences(now, anchor).take(MAX_EXAMINED).take_while(|due| due.at <= last);
        for local in due.map(|due| self.zone.local(due.at)) {
            if let Some((first, last, count)) = days.last_mut()
                && first.date() == local.date()
            {
                (*last, *count) = (local, *count + 1);
            } else if days.len() == MAX_PREVIEWED {
                break;
            } else if self.days.excludes(local.date()) {
                days.push((local, local, 1));
            }
        }
        days.into_iter().filter_map(|(first, last, count)| self.excluded_on(first, last, count)).collect()
    }

    /// The runs of an excluded day, with what becomes of them.
    fn excluded_on(&self, first: DateTime, last: DateTime, count: usize) -> Option<SkippedRuns> {
        let date = first.date();
        let exclusion = self.days.exclusion(date)?;
        let moved = match &self.expression {
            Expression::Cron(crons) => self.ruled(crons).moved(first),
            Expression::Rate(_) | Expression::At(_) => None,
        };
        let (runs, are) =
            if count == 1 { ("1 run".to_owned(), "is") } else { (format!("{count} runs"), "are") };
        let fate = match moved {
            Some(to) => format!("{runs} {are} moved to {}", to.date()),
            None => format!("{runs} {are} skipped"),
        };
        let note = format!("{exclusion}: {fate}");
        let calendar = exclusion.calendar().cloned();
        let Exclusion { title, .. } = exclusion;
        let moved_to = moved.map(DateTime::date);
        Some(SkippedRuns { date, first, last, count, calendar, title, moved_to, note })
    }

    /// Says which calendars there are not, and which months have no run, where that depends on their length.
    fn note(&self) -> Option<String> {
        let unknown: Vec<String> = self.unknown_calendars().map(|name| format!("`{name}`")).collect();
        if !unknown.is_empty() {
            return Some(format!("there is no calendar {}: it excludes no day", unknown.join(", ")));
        }
        let Expression::Cron(cron) = &self.expression else { return None };
        let (day, months) = cron.day_that_months_lack()?;
        Some(format!("no run on day {day} in {months}, which may be shorter; `L` is the last day of a month"))
    }

    /// Whether the calendar itself has the local time, whatever the rules about days say.
    fn is_own_day(&self, local: DateTime) -> bool {
        matches!(&self.expression, Expression::Cron(crons) if crons.at_or_after(local) == Some(local))
    }

    fn previewed(&self, occurrence: Occurrence, before: Timestamp) -> PreviewedRun {
        let at = occurrence.at;
        let local = self.zone.local(at);
        // An interval of less is so short that nobody thinks of it as times of day.
        let times_of_day = matches!(&self.expression, Expression::Rate(rate) if rate.seconds() >= 2 * 3_600);
        let is_interval = matches!(self.expression, Expression::Rate(_));
        let note = match self.zone.clocks(local) {
            Some(Clocks::Twice(_)) if !is_interval => {
                let runs = match self.on_clock_change.repeated {
                    RepeatedTimes::Once => "runs once, at the first",
                    RepeatedTimes::Each => "runs each time",
                };
                Some(format!("clocks go back on {}: {} happens twice; {runs}", local.date(), clock(local)))
            }
            _ if occurrence.after_gap => Some(format!(
                "clocks go forward on {}: what was due in the time that does not exist runs at {}",
                local.date(),
                clock(local)
            )),
            _ if self.days.move_runs() && !self.is_own_day(local) => {
                Some("moved here from a day that is excluded".to_owned())
            }
            _ if times_of_day && self.zone.offset(at) != self.zone.offset(before) => Some(format!(
                "clocks have changed: an interval counts hours, so the local time is now {}",
                clock(local)
            )),
            _ => None,
        };
        PreviewedRun { at, local: self.zone.stamp(at), note }
    }
}

impl SkippedRuns {
    fn missing(first: DateTime, last: DateTime, count: usize) -> Self {
        let date = first.date();
        let what = match count {
            1 => format!("{} does not exist and is skipped", clock(first)),
            _ => format!("{} to {} do not exist and {count} runs are skipped", clock(first), clock(last)),
        };
        let note = format!("clocks go forward on {date}: {what}");
        Self { date, first, last, count, calendar: None, title: None, moved_to: None, note }
    }
}

fn clock(local: DateTime) -> impl std::fmt::Display {
    local.strftime("%H:%M")
}
