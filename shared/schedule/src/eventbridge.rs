//! A schedule as parameters of EventBridge Scheduler's `CreateSchedule`.

use std::time::Duration;

use jiff::Timestamp;

use super::{Expression, Schedule, occurrence::first_of_rate};

impl Schedule {
    /// `ScheduleExpression`. An interval below a minute ticks every minute and fans out; see
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

    /// The inclusive time from which the schedule is due.
    pub fn start(&self) -> Option<Timestamp> {
        self.start
    }

    /// The inclusive time until which the schedule is due; `EndDate`.
    pub fn end(&self) -> Option<Timestamp> {
        self.end
    }

    /// `FlexibleTimeWindow.MaximumWindowInMinutes`: the jitter in whole minutes, rounded up, 1 to 1440.
    pub fn flexible_window_minutes(&self) -> Option<u16> {
        let minutes = self.jitter?.as_secs().div_ceil(60);
        Some(u16::try_from(minutes).unwrap_or(u16::MAX))
    }

    /// The delays after each tick at which a run is due: zero, or several for an interval below a minute.
    pub fn fan_out(&self) -> Vec<Duration> {
        match &self.expression {
            Expression::Rate(rate) if rate.tick() != *rate => {
                rate.offsets().map(Duration::from_secs).collect()
            }
            _ => vec![Duration::ZERO],
        }
    }

    /// The first tick after `now`: the first run, or for an interval below a minute the first run of that
    /// minute.
    pub fn next_tick(&self, now: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        match &self.expression {
            Expression::Rate(rate) => {
                let tick = first_of_rate(rate.tick(), self.base(anchor), now)?;
                self.end.is_none_or(|end| tick <= end).then_some(tick)
            }
            _ => self.next_after(now, anchor),
        }
    }

    /// `StartDate` for a schedule that is created or updated at `now`. For a rate it is the next tick, so
    /// that the rate keeps counting from `anchor` and an update does not trigger a run; otherwise it is the
    /// start, if that is in the future.
    ///
    /// [AWS](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based) starts a
    /// rate without a start date immediately and rejects a start date in the past.
    pub fn start_date(&self, now: Timestamp, anchor: Timestamp) -> Option<Timestamp> {
        match &self.expression {
            Expression::Rate(_) => self.next_tick(now, anchor),
            _ => self.start.filter(|start| *start > now),
        }
    }
}
