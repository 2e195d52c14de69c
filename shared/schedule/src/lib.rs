//! When a task runs: one value, [`Schedule`], read once from every accepted form and printed back in its
//! normal form.
//!
//! The forms are English (`phrase`), cron of five fields (`classic_cron`), EventBridge Scheduler's `cron(…)`
//! (`aws_cron`), `rate(…)` (`rate`) and `at(…)` or an ISO time (`one_off`); `expression` tells them apart and
//! `object` adds zone, bounds and policies. `occurrence` computes the times, `preview` explains them,
//! `eventbridge` renders for AWS. Semantics are EventBridge Scheduler's throughout.

mod aws_cron;
mod catch_up;
mod classic_cron;
mod clock_time;
mod english;
mod eventbridge;
mod expression;
mod fault;
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

use std::{fmt, time::Duration};

use beadle_values::violation::{Path, Violations};
use jiff::Timestamp;
use serde_json::Value;

pub use self::{
    aws_cron::AwsCron,
    catch_up::{CatchUp, CatchUpName, MOST_CAUGHT_UP},
    expression::Expression,
    object::schedule,
    occurrence::{Occurrence, Occurrences},
    overlap::{Overlap, OverlapDecision},
    preview::{MOST_PREVIEWED, Preview, PreviewedRun, SkippedRuns},
    rate::Rate,
    timezone::Zone,
};

/// When a task runs. Displays as its expression (`rate(5 minutes)`, `every 30 seconds`, `cron(0 9 * * ? *)`,
/// `at(2027-01-01T09:00:00)`), which [`from_phrase`](Self::from_phrase) reads back; serializes as the normal
/// object form, which [`parse`](Self::parse) reads back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    expression: Expression,
    zone: Zone,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    jitter: Option<Duration>,
    overlap: Overlap,
    catch_up: CatchUp,
}

impl Schedule {
    /// Reads a schedule in any accepted form; null and `"manual"` are none.
    ///
    /// # Errors
    /// Every fault, each at its path and with a hint.
    pub fn parse(value: &Value, path: &Path) -> Result<Option<Self>, Violations> {
        object::parse(value, path)
    }

    /// Reads a schedule from its text alone, in UTC and with the default policies.
    ///
    /// # Errors
    /// Every fault, each with a hint.
    pub fn from_phrase(text: &str) -> Result<Option<Self>, Violations> {
        object::parse(&Value::String(text.to_owned()), &Path::of("schedule"))
    }

    /// A schedule that is due once, at `time` to the second; it runs late rather than never, whatever else goes on.
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
        }
    }

    /// When it is due.
    pub fn when(&self) -> &Expression {
        &self.expression
    }

    /// The zone of its local times.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether it is due once only.
    pub fn is_one_off(&self) -> bool {
        matches!(self.expression, Expression::At(_))
    }

    /// How far a run may be moved after its time, to spread load.
    pub fn jitter(&self) -> Option<Duration> {
        self.jitter
    }

    /// What happens to a run that is due while the last one goes on.
    pub fn overlap(&self) -> Overlap {
        self.overlap
    }

    /// What happens to missed runs.
    pub fn catch_up(&self) -> CatchUp {
        self.catch_up
    }

    /// The same schedule with another overlap policy.
    #[must_use]
    pub fn with_overlap(self, overlap: Overlap) -> Self {
        Self { overlap, ..self }
    }

    /// The same schedule with another catch-up policy.
    #[must_use]
    pub fn with_catch_up(self, catch_up: CatchUp) -> Self {
        Self { catch_up, ..self }
    }

    /// The least time between two runs, clock changes aside; none for a single run. For calendar times it is
    /// a lower bound that takes the days to be adjacent.
    pub fn shortest_interval(&self) -> Option<Duration> {
        match &self.expression {
            Expression::Rate(rate) => Some(Duration::from_secs(rate.seconds())),
            Expression::Cron(cron) => {
                Some(Duration::from_secs(u64::from(cron.shortest_interval_minutes()) * 60))
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
