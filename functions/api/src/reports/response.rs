//! What an owner's tasks and executions came to, as it is answered.

pub(super) mod audit;

use std::collections::BTreeMap;

use beadle_domain::{
    account::Credits,
    analytics::{Day, Report, Window, sketch},
    execution::TriggerKind,
    projection::{Counter, RollupCounters, TaskCensus, TaskCounter},
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use beadle_values::id::OwnerId;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use crate::executions::response::cost::dollars;

/// The days of a week, Monday first.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Counts by name.
type Counts = BTreeMap<&'static str, u64>;

/// What an owner's executions came to in some days.
#[derive(Serialize, ToSchema)]
#[schema(as = Analytics)]
pub(crate) struct AnalyticsResponse<'a> {
    /// Whose.
    user_id: &'a str,
    /// How many days, today included.
    days: usize,
    /// The time zone of days and hours.
    #[schema(example = "Europe/Berlin")]
    timezone: &'a str,
    /// When the first day began.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// All days together.
    #[serde(flatten)]
    total: TotalsResponse,
    /// Executions started, by type.
    by_type: Counts,
    /// Executions started, by what started them.
    by_trigger: Counts,
    /// Executions started, by priority.
    by_priority: Counts,
    /// Executions that ended, by how.
    by_status: Counts,
    /// The share that completed among those that completed or failed; null where there are none.
    #[schema(example = 0.98)]
    success_rate: Option<f64>,
    /// How long executions took, from the first attempt to the end.
    duration_ms: DurationsResponse,
    /// Executions started in each hour of the day, the busiest first; hours without any are left out.
    busiest_hours: Vec<HourResponse>,
    /// Executions started on each day of the week, the busiest first; days without any are left out.
    busiest_days: Vec<WeekdayResponse>,
    /// Day by day, first one first.
    daily: Vec<DayResponse>,
}

/// What executions came to. Each counts as started when it was asked for, and with everything else when it ended.
#[derive(Serialize, ToSchema)]
#[schema(as = Totals)]
pub(crate) struct TotalsResponse {
    /// Executions started.
    started: u64,
    /// Executions that completed.
    completed: u64,
    /// Executions that failed.
    failed: u64,
    /// Executions that were cancelled.
    cancelled: u64,
    /// Attempts, each a call of the destination.
    api_calls_made: u64,
    /// Credits.
    credits_consumed: f64,
    /// Tokens.
    tokens_used: u64,
    /// US dollars.
    #[schema(example = 0.0123)]
    cost_usd: f64,
}

/// Percentiles of durations in milliseconds; null where nothing ended.
#[derive(Serialize, ToSchema)]
#[schema(as = Durations)]
pub(crate) struct DurationsResponse {
    /// How many they are of.
    count: u64,
    /// Half took no longer.
    p50: Option<u64>,
    /// 90 % took no longer.
    p90: Option<u64>,
    /// 95 % took no longer.
    p95: Option<u64>,
    /// 99 % took no longer.
    p99: Option<u64>,
    /// The mean, exact.
    mean: Option<u64>,
    /// How wrong a percentile may be, as a share of itself.
    #[schema(example = 0.015_625)]
    relative_error: f64,
}

/// An hour of the day.
#[derive(Serialize, ToSchema)]
#[schema(as = BusyHour)]
pub(crate) struct HourResponse {
    /// 0 to 23 o'clock.
    #[schema(minimum = 0, maximum = 23)]
    hour: usize,
    /// Executions started.
    executions: u64,
}

/// A day of the week.
#[derive(Serialize, ToSchema)]
#[schema(as = BusyDay)]
pub(crate) struct WeekdayResponse {
    /// Its name.
    #[schema(example = "monday")]
    weekday: &'static str,
    /// Executions started.
    executions: u64,
}

/// A day.
#[derive(Serialize, ToSchema)]
#[schema(as = Day)]
pub(crate) struct DayResponse {
    /// The day.
    #[schema(value_type = String, format = Date)]
    date: Date,
    /// What happened.
    #[serde(flatten)]
    total: TotalsResponse,
}

/// How many tasks an owner has.
#[derive(Serialize, ToSchema)]
#[schema(as = Stats)]
pub(crate) struct StatsResponse<'a> {
    /// Whose.
    user_id: &'a str,
    /// Tasks.
    total: u64,
    /// Tasks by status.
    by_status: Counts,
    /// Tasks by type.
    by_type: Counts,
    /// Tasks by priority.
    by_priority: Counts,
    /// Tasks of which an execution is under way.
    running: u64,
    /// Tasks that their schedule will run.
    scheduled: u64,
}

impl<'a> AnalyticsResponse<'a> {
    pub(crate) fn of(owner: &'a OwnerId, timezone: &'a str, window: &Window, report: &Report) -> Self {
        let total = &report.total;
        let by = |counters: Vec<(&'static str, Counter)>| {
            let counts = counters.into_iter().map(|(name, counter)| (name, total.get(counter)));
            counts.filter(|(_, count)| *count > 0).collect::<Counts>()
        };
        let ended = [Counter::Completed, Counter::Failed, Counter::Cancelled];
        Self {
            user_id: owner.as_str(),
            days: report.days.len(),
            timezone,
            from: window.from,
            total: TotalsResponse::of(total),
            by_type: by(TaskType::ALL.iter().map(|kind| (kind.as_str(), Counter::Type(*kind))).collect()),
            by_trigger: by(TriggerKind::ALL.map(|kind| (kind.as_str(), Counter::Trigger(kind))).into()),
            by_priority: by(Priority::ALL.map(|one| (one.as_str(), Counter::Priority(one))).into()),
            by_status: by(["completed", "failed", "cancelled"].into_iter().zip(ended).collect()),
            success_rate: report.success_rate(),
            duration_ms: DurationsResponse::of(total),
            busiest_hours: busiest(&report.by_hour)
                .map(|(hour, executions)| HourResponse { hour, executions })
                .collect(),
            busiest_days: busiest(&report.by_weekday)
                .filter_map(|(day, executions)| {
                    WEEKDAYS.get(day).map(|weekday| WeekdayResponse { weekday, executions })
                })
                .collect(),
            daily: report.days.iter().map(DayResponse::of).collect(),
        }
    }
}

/// The places of `counts` that are not zero, the greatest count first.
fn busiest(counts: &[u64]) -> impl Iterator<Item = (usize, u64)> {
    let mut places: Vec<(usize, u64)> =
        counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
    places.sort_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
    places.into_iter()
}

impl TotalsResponse {
    fn of(counters: &RollupCounters) -> Self {
        Self {
            started: counters.get(Counter::Started),
            completed: counters.get(Counter::Completed),
            failed: counters.get(Counter::Failed),
            cancelled: counters.get(Counter::Cancelled),
            api_calls_made: counters.get(Counter::Attempts),
            credits_consumed: Credits::from_thousandths(counters.get(Counter::Credits)).as_number(),
            tokens_used: counters.get(Counter::Tokens),
            cost_usd: dollars(counters.get(Counter::NanoUsd)),
        }
    }
}

impl DurationsResponse {
    fn of(counters: &RollupCounters) -> Self {
        let durations = counters.durations();
        let count = durations.count();
        Self {
            count,
            p50: durations.percentile(50),
            p90: durations.percentile(90),
            p95: durations.percentile(95),
            p99: durations.percentile(99),
            mean: counters.get(Counter::DurationMs).checked_div(count),
            relative_error: sketch::RELATIVE_ERROR,
        }
    }
}

impl DayResponse {
    fn of(day: &Day) -> Self {
        Self { date: day.date, total: TotalsResponse::of(&day.counters) }
    }
}

impl<'a> StatsResponse<'a> {
    pub(crate) fn of(owner: &'a OwnerId, census: &TaskCensus) -> Self {
        let by = |counters: Vec<(&'static str, TaskCounter)>| {
            let counts = counters.into_iter().map(|(name, counter)| (name, census.get(counter)));
            counts.filter(|(_, count)| *count > 0).collect::<Counts>()
        };
        Self {
            user_id: owner.as_str(),
            total: census.get(TaskCounter::Tasks),
            by_status: by(TaskStatus::ALL
                .map(|status| (status.as_str(), TaskCounter::Status(status)))
                .into()),
            by_type: by(TaskType::ALL.iter().map(|kind| (kind.as_str(), TaskCounter::Type(*kind))).collect()),
            by_priority: by(Priority::ALL.map(|one| (one.as_str(), TaskCounter::Priority(one))).into()),
            running: census.get(TaskCounter::Status(TaskStatus::Running)),
            scheduled: census.get(TaskCounter::Status(TaskStatus::Scheduled)),
        }
    }
}
