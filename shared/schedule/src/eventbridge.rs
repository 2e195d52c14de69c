//! A schedule as parameters of EventBridge Scheduler's `CreateSchedule`: when it ticks, and for which runs.
//!
//! Scheduler knows one cron expression, skips local times that do not exist and runs the first of two. A schedule that is due
//! otherwise ticks whenever it may be due, and [`due_at_tick`](Schedule::due_at_tick) says for which runs.

use std::time::Duration;

use beadle_values::duration;
use jiff::Timestamp;

use super::{
    Expression, Schedule,
    aws_cron::{
        AwsCron,
        days::Days,
        field::{DAYS_OF_MONTH, HOURS, MINUTES, MONTHS, YEARS},
    },
    occurrence::{first_of_rate, just_before},
    timezone::Zone,
};

impl Schedule {
    /// `ScheduleExpression`. An interval below a minute ticks every minute, and what is not one cron expression ticks whenever
    /// it may be due; see [`due_at_tick`](Self::due_at_tick).
    pub fn expression(&self) -> String {
        match &self.expression {
            Expression::Rate(rate) => rate.tick().to_string(),
            Expression::Cron(_) => self.ticks().map_or_else(|| self.to_string(), |ticks| ticks.to_string()),
            Expression::At(_) => self.to_string(),
        }
    }

    /// `ScheduleExpressionTimezone`.
    pub fn timezone(&self) -> &str {
        if self.clocks_matter() { Zone::UTC } else { self.zone.name() }
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

    /// The times at which a run is due for the tick at `time`, in ascending order: `time` itself, several for an interval below a
    /// minute, none where Scheduler ticks more often than the schedule is due. `anchor` as for
    /// [`occurrences`](Self::occurrences).
    pub fn due_at_tick(&self, time: Timestamp, anchor: Timestamp) -> Vec<Timestamp> {
        let in_time = |run: &Timestamp| self.end.is_none_or(|end| *run <= end);
        match &self.expression {
            Expression::Rate(rate) => {
                let runs = rate.offsets().map(|offset| duration::after(time, Duration::from_secs(offset)));
                runs.filter(in_time).filter(|run| self.excluded(*run).is_none()).collect()
            }
            Expression::Cron(_) if self.ticks().is_some() || !self.days.is_empty() => {
                let due = self.next_after(just_before(time), anchor) == Some(time);
                due.then_some(time).into_iter().collect()
            }
            Expression::Cron(_) | Expression::At(_) => Some(time).filter(in_time).into_iter().collect(),
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

    /// When Scheduler ticks for calendar times, if not exactly when they are due.
    fn ticks(&self) -> Option<AwsCron> {
        let Expression::Cron(crons) = &self.expression else { return None };
        let moves = self.days.move_runs();
        if crons.only().is_some() && !moves && !self.clocks_matter() {
            return None;
        }
        let mut ticks = crons.covered();
        if moves {
            ticks = AwsCron::every_year(ticks.minutes, ticks.hours, Days::OfMonth(DAYS_OF_MONTH.all()));
        }
        Some(if self.clocks_matter() { self.in_utc(ticks) } else { ticks })
    }

    /// Whether it is due where Scheduler is not when the clocks of its zone change.
    fn clocks_matter(&self) -> bool {
        matches!(self.expression, Expression::Cron(_))
            && !self.on_clock_change.is_default()
            && self.zone.changes_clocks()
    }

    /// The times of day in UTC at which `local` may be due, and those at which the clocks change, every day.
    fn in_utc(&self, local: AwsCron) -> AwsCron {
        const DAY: i64 = 24 * 60;
        let (mut minutes, mut hours) = (MINUTES.none(), HOURS.none());
        let mut add = |minute: i64| {
            let minute = minute.rem_euclid(DAY);
            minutes.insert((minute % 60) as u16);
            hours.insert((minute / 60) as u16);
        };
        for (change, offset) in self.zone.changes() {
            local
                .minutes_of_the_day()
                .for_each(|minute| add(i64::from(minute) - i64::from(offset.seconds() / 60)));
            add(change.as_second().div_euclid(60));
        }
        let days = Days::OfMonth(DAYS_OF_MONTH.all());
        AwsCron { minutes, hours, days, months: MONTHS.all(), years: YEARS.all() }
    }
}
