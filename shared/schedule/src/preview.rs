//! The next runs of a schedule, with notes about clock changes.

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use serde::Serialize;

use super::{
    Expression, Schedule,
    occurrence::{Moment, Occurrence},
};

/// The maximum number of runs in a preview.
pub const MAX_PREVIEWED: usize = 100;

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
    /// Runs between now and the last listed one that are skipped because the clocks go forward.
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

/// Runs of one day that are skipped because their local times do not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SkippedRuns {
    /// The day on which the clocks go forward.
    pub date: Date,
    /// The first skipped local time.
    pub first: DateTime,
    /// The last skipped local time.
    pub last: DateTime,
    /// The number of skipped runs.
    pub count: usize,
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
        Preview {
            schedule: self.clone(),
            expression: self.expression(),
            timezone: self.timezone().to_owned(),
            runs,
            skipped: skipped
                .into_iter()
                .map(|(first, last, count)| SkippedRuns::new(first, last, count))
                .collect(),
            note: self.note(),
        }
    }

    /// Says which months have no run, where that depends on their length.
    fn note(&self) -> Option<String> {
        let Expression::Cron(cron) = &self.expression else { return None };
        let (day, months) = cron.day_that_months_lack()?;
        Some(format!("no run on day {day} in {months}, which may be shorter; `L` is the last day of a month"))
    }

    fn previewed(&self, occurrence: Occurrence, before: Timestamp) -> PreviewedRun {
        let at = occurrence.at;
        let local = self.zone.local(at);
        // An interval of less is so short that nobody thinks of it as times of day.
        let times_of_day = matches!(&self.expression, Expression::Rate(rate) if rate.seconds() >= 2 * 3_600);
        let note = match occurrence.repeated {
            true => Some(format!(
                "clocks go back on {}: {} happens twice; runs once, at the first",
                local.date(),
                clock(local)
            )),
            false if times_of_day && self.zone.offset(at) != self.zone.offset(before) => Some(format!(
                "clocks have changed: an interval counts hours, so the local time is now {}",
                clock(local)
            )),
            false => None,
        };
        PreviewedRun { at, local: self.zone.stamp(at), note }
    }
}

impl SkippedRuns {
    fn new(first: DateTime, last: DateTime, count: usize) -> Self {
        let date = first.date();
        let what = match count {
            1 => format!("{} does not exist and is skipped", clock(first)),
            _ => format!("{} to {} do not exist and {count} runs are skipped", clock(first), clock(last)),
        };
        Self { date, first, last, count, note: format!("clocks go forward on {date}: {what}") }
    }
}

fn clock(local: DateTime) -> impl std::fmt::Display {
    local.strftime("%H:%M")
}
