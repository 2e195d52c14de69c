//! A schedule as EventBridge Scheduler's `CreateSchedule` takes it.

use std::time::Duration;

use jiff::Timestamp;

use super::{Expression, Schedule, occurrence::first_of_rate};

impl Schedule {
    /// `ScheduleExpression`. An interval below a minute ticks every minute and fans out: see
    /// [`fan_out`](Self::fan_out).
    pub fn expression(&self) -> String {
        match &self.expression {
            Expression::Rate(rate) => rate.tick().to_string(),
            other => other.to_string(),
        }
    }

    /// `ScheduleExpressionTimezone`.
    pub fn timezone(&self) -> &str {
        self.zone.name()
    }

    /// The time from which on the schedule is due, inclusive.
    pub fn start(&self) -> Option<Timestamp> {
        self.start
    }

    /// The time until which the schedule is due, inclusive; `EndDate`.
    pub fn end(&self) -> Option<Timestamp> {
        self.end
    }

    /// `FlexibleTimeWindow.MaximumWindowInMinutes`: the jitter in whole minutes, rounded up, 1 to 1440.
    pub fn flexible_window_minutes(&self) -> Option<u16> {
        let minutes = self.jitter?.as_secs().div_ceil(60);
        Some(u16::try_from(minutes).unwrap_or(u16::MAX))
    }

    /// How long after each tick a run is due: at once, or several times for an interval below a minute.
    pub fn fan_out(&self) -> Vec<Duration> {
        match &self.expression {
            Expression::Rate(rate) if rate.tick() != *rate => {
                rate.offsets().map(Duration::from_secs).collect()
            }
            _ => vec![Duration::ZERO],
        }
    }

    /// The first tick after `now`: the first run, or for an interval below a minute the first of its minutes.
    pub fn next_tick(&self, now: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        match &self.expression {
            Expression::Rate(rate) => {
                let tick = first_of_rate(rate.tick(), self.base(anchor), now)?;
                self.end.is_none_or(|end| tick <= end).then_some(tick)
            }
            _ => self.next_after(now, anchor),
        }
    }

    /// `StartDate` for a schedule that is created or updated at `now`: for a rate the next tick, so that it
    /// keeps counting from `anchor` and does not fire because it was touched; otherwise the start, while it
    /// lies ahead.
    ///
    /// [AWS](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based) starts a
    /// rate without a start date at once, and refuses one that lies in the past.
    pub fn start_date(&self, now: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        match &self.expression {
            Expression::Rate(_) => self.next_tick(now, anchor),
            _ => self.start.filter(|start| *start > now),
        }
    }
}
