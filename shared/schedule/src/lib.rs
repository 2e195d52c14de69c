//! When a task runs: one value, [`Schedule`], parsed from every accepted form and formatted in a normal form.
//!
//! The forms are English (`phrase`), five-field cron (`classic_cron`), EventBridge Scheduler's `cron(…)`
//! (`aws_cron`), `rate(…)` (`rate`), and `at(…)` or an ISO 8601 time (`one_off`). `expression` distinguishes
//! them and `object` adds time zone, bounds and policies, among them rules about days (`day_rules`) and about
//! clock changes (`clock_change`). `occurrence` computes the times, `preview` explains them, `eventbridge` says when AWS has to
//! ask for them. Unless a policy says otherwise, semantics are those of EventBridge Scheduler.

mod assembly;
mod aws_cron;
pub mod calendar;
mod catch_up;
mod classic_cron;
mod clock_change;
mod clock_time;
mod covering;
mod crons;
mod day_rules;
mod day_set;
mod english;
mod error;
mod eventbridge;
mod exclusion;
mod expression;
mod object;
mod occurrence;
mod one_off;
pub mod overlap;
mod phrase;
mod preview;
mod rate;
mod span;
mod stored;
mod suggestion;
#[cfg(test)]
mod tests;
mod timezone;
mod walk;
mod written;
mod zone_data;

use std::{fmt, ops::RangeInclusive, time::Duration};

use beadle_values::violation::{Path, Violation, Violations};
use jiff::Timestamp;
use serde_json::Value;

/// The years in which a schedule may run: those of EventBridge Scheduler's cron.
pub const SCHEDULED_YEARS: RangeInclusive<i16> = 1970..=2199;

pub use self::{
    aws_cron::AwsCron,
    catch_up::{CatchUp, CatchUpName, MAX_CAUGHT_UP},
    clock_change::{OnClockChange, RepeatedTimes, SkippedTimes},
    crons::Crons,
    day_rules::{DayRules, OnExcluded},
    day_set::{DaySet, Days},
    exclusion::Exclusion,
    expression::Expression,
    object::schedule,
    occurrence::{Occurrence, Occurrences},
    overlap::{Overlap, OverlapDecision},
    preview::{MAX_PREVIEWED, Preview, PreviewedRun, SkippedRuns},
    rate::Rate,
    timezone::Zone,
    zone_data::{AlreadyInUse, ZoneData},
};

/// When a task runs.
///
/// Displays as its expression (`rate(5 minutes)`, `every 30 seconds`, `cron(0 9 * * ? *)`,
/// `at(2027-01-01T09:00:00)`), which [`from_phrase`](Self::from_phrase) parses. Serializes as the normal
/// object form, which [`parse`](Self::parse) parses. Two schedules are equal if they are due alike, whatever
/// their phrases.
#[derive(Debug, Clone)]
pub struct Schedule {
    expression: Expression,
    zone: Zone,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    jitter: Option<Duration>,
    overlap: Overlap,
    catch_up: CatchUp,
    on_clock_change: OnClockChange,
    days: DayRules,
    /// What was written, if that is not the normal form of the expression.
    phrase: Option<String>,
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        let Self { expression, zone, start, end, jitter, overlap, catch_up, .. } = self;
        (expression, zone, start, end) == (&other.expression, &other.zone, &other.start, &other.end)
            && (jitter, overlap, catch_up) == (&other.jitter, &other.overlap, &other.catch_up)
            && (&self.on_clock_change, &self.days) == (&other.on_clock_change, &other.days)
    }
}

impl Eq for Schedule {}

impl Schedule {
    /// Parses a schedule in any accepted form; null and `"manual"` give `None`.
    ///
    /// # Errors
    /// Every violation, each with its path and a hint.
    pub fn parse(value: &Value, path: &Path) -> Result<Option<Self>, Violations> {
        object::parse(value, path)
    }

    /// Parses a schedule from text alone, in UTC and with the default policies.
    ///
    /// # Errors
    /// Every violation, each with a hint.
    pub fn from_phrase(text: &str) -> Result<Option<Self>, Violations> {
        object::parse(&Value::String(text.to_owned()), &Path::of("schedule"))
    }

    /// A schedule that is due once, at `time` truncated to the second. It runs late rather than never, and
    /// does not wait for other runs.
    pub fn once(time: Timestamp) -> Self {
        let local = Zone::utc().local(time);
        let local = local.with().subsec_nanosecond(0).build().unwrap_or(local);
        Self {
            expression: Expression::At(local),
            zone: Zone::utc(),
            start: None,
            end: None,
            jitter: None,
            overlap: Overlap::Allow,
            catch_up: CatchUp::Latest,
            on_clock_change: OnClockChange::default(),
            days: DayRules::default(),
            phrase: None,
        }
    }

    /// The expression that says when the schedule is due.
    pub fn when(&self) -> &Expression {
        &self.expression
    }

    /// The time zone of its local times.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether the schedule is due only once.
    pub fn is_one_off(&self) -> bool {
        matches!(self.expression, Expression::At(_))
    }

    /// The maximum random delay of a run, to spread load.
    pub fn jitter(&self) -> Option<Duration> {
        self.jitter
    }

    /// What happens to a run that is due while the previous one has not ended.
    pub fn overlap(&self) -> Overlap {
        self.overlap
    }

    /// What happens to missed runs.
    pub fn catch_up(&self) -> CatchUp {
        self.catch_up
    }

    /// What happens to its local times when the clocks change.
    pub fn on_clock_change(&self) -> OnClockChange {
        self.on_clock_change
    }

    /// On which days it is due.
    pub fn days(&self) -> &DayRules {
        &self.days
    }

    /// Refuses a schedule all of whose times have passed at `now`, as the value at `path`; `anchor` as for
    /// [`occurrences`](Self::occurrences).
    ///
    /// # Errors
    /// The violation.
    pub fn is_still_due(&self, now: Timestamp, anchor: Timestamp, path: &Path) -> Result<(), Violation> {
        if self.next_after(now, anchor).is_some() {
            return Ok(());
        }
        let message = format!("`{self}` is not due any more: its time has passed");
        let refused = Violation::new(path.clone(), "schedule", message);
        Err(refused.hint("give a time to come, or null for no schedule"))
    }

    /// Replaces the overlap policy.
    #[must_use]
    pub fn with_overlap(self, overlap: Overlap) -> Self {
        Self { overlap, ..self }
    }

    /// Replaces the catch-up policy.
    #[must_use]
    pub fn with_catch_up(self, catch_up: CatchUp) -> Self {
        Self { catch_up, ..self }
    }

    /// The minimum time between two runs, ignoring clock changes; `None` for a single run. A lower bound for
    /// calendar times, because days are assumed to be adjacent.
    pub fn shortest_interval(&self) -> Option<Duration> {
        match &self.expression {
            Expression::Rate(rate) => Some(Duration::from_secs(rate.seconds())),
            Expression::Cron(crons) => {
                Some(Duration::from_secs(u64::from(crons.shortest_interval_minutes()) * 60))
            }
            Expression::At(_) => None,
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)
    }
}
