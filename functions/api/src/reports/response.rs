//! Responses of reports.

pub(super) mod audit;

use std::collections::BTreeMap;

use beadle_domain::{
    account::Credits,
    analytics::{Day, Report, Window, sketch},
    execution::{Status, TriggerKind},
    projection::{Counter, RollupCounters, TaskCensus, TaskCounter},
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use beadle_values::{id::OwnerId, page::Cursor};
use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::executions::response::cost::dollars;

/// Names of the weekdays, Monday first.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Counts by name.
type Counts = BTreeMap<&'static str, u64>;

/// Analytics of a user's executions over some days.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Analytics))]
pub(crate) struct AnalyticsResponse<'a> {
    /// Id of the user.
    user_id: &'a str,
    /// Number of days, including today, or those that the span touches.
    days: usize,
    /// Time zone of days and hours.
    #[cfg_attr(test, schema(example = "Europe/Berlin"))]
    timezone: &'a str,
    /// Start of the first day, or of the span.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    from: Timestamp,
    /// End of the last hour.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    to: Timestamp,
    /// The `cursor` of a call about what this one did not count: add up the counts. Null if all are counted, as always
    /// without `task_id` and `config_id`.
    next_cursor: Option<&'a str>,
    /// Totals of all days.
    #[serde(flatten)]
    total: TotalsResponse,
    /// Executions started, by task type.
    by_type: Counts,
    /// Executions started, by trigger.
    by_trigger: Counts,
    /// Executions started, by priority.
    by_priority: Counts,
    /// Executions that ended, by status.
    by_status: Counts,
    /// Completed executions divided by completed and failed executions; null if there are none.
    #[cfg_attr(test, schema(example = 0.98))]
    success_rate: Option<f64>,
    /// Durations of executions, from the first attempt to the end.
    duration_ms: DurationsResponse,
    /// Executions started by hour of the day, busiest first. Hours without executions are omitted.
    busiest_hours: Vec<HourResponse>,
    /// Executions started by day of the week, busiest first. Days without executions are omitted.
    busiest_days: Vec<WeekdayResponse>,
    /// Totals by day, oldest first.
    daily: Vec<DayResponse>,
}

/// Totals of executions. An execution counts as started at the time of its request, and in all other figures
/// at its end.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Totals))]
pub(crate) struct TotalsResponse {
    /// Executions started.
    started: u64,
    /// Executions that completed.
    completed: u64,
    /// Executions that failed.
    failed: u64,
    /// Notifications among them that could not be delivered.
    undelivered_notices: u64,
    /// Executions that were cancelled.
    cancelled: u64,
    /// Attempts; each is a call to the destination.
    api_calls_made: u64,
    /// Credits consumed.
    credits_consumed: f64,
    /// Tokens used.
    tokens_used: u64,
    /// Cost in US dollars.
    #[cfg_attr(test, schema(example = 0.0123))]
    cost_usd: f64,
}

/// Percentiles of durations in milliseconds; null if no execution ended.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Durations))]
pub(crate) struct DurationsResponse {
    /// Number of executions.
    count: u64,
    /// 50th percentile.
    p50: Option<u64>,
    /// 90th percentile.
    p90: Option<u64>,
    /// 95th percentile.
    p95: Option<u64>,
    /// 99th percentile.
    p99: Option<u64>,
    /// Exact mean.
    mean: Option<u64>,
    /// Maximum relative error of the percentiles.
    #[cfg_attr(test, schema(example = 0.015_625))]
    relative_error: f64,
}

/// An hour of the day.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = BusyHour))]
pub(crate) struct HourResponse {
    /// Hour, 0 to 23.
    #[cfg_attr(test, schema(minimum = 0, maximum = 23))]
    hour: usize,
    /// Executions started.
    executions: u64,
}

/// A day of the week.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = BusyDay))]
pub(crate) struct WeekdayResponse {
    /// Name of the day.
    #[cfg_attr(test, schema(example = "monday"))]
    weekday: &'static str,
    /// Executions started.
    executions: u64,
}

/// A day.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Day))]
pub(crate) struct DayResponse {
    /// Date.
    #[cfg_attr(test, schema(value_type = String, format = Date))]
    date: Date,
    /// Totals of the day.
    #[serde(flatten)]
    total: TotalsResponse,
}

/// Task counts of a user.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Stats))]
pub(crate) struct StatsResponse<'a> {
    /// Id of the user.
    user_id: &'a str,
    /// Number of tasks.
    total: u64,
    /// Number of tasks by status.
    by_status: Counts,
    /// Number of tasks by type.
    by_type: Counts,
    /// Number of tasks by priority.
    by_priority: Counts,
    /// Number of tasks with a running execution.
    running: u64,
    /// Number of tasks with an upcoming scheduled run.
    scheduled: u64,
}

impl<'a> AnalyticsResponse<'a> {
    pub(crate) fn of(
        owner: &'a OwnerId,
        timezone: &'a str,
        window: &Window,
        report: &Report,
        next: Option<&'a Cursor>,
    ) -> Self {
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
            to: window.to_hour.start(),
            next_cursor: next.map(|cursor| cursor.0.as_str()),
            total: TotalsResponse::of(total),
            by_type: by(TaskType::ALL.iter().map(|kind| (kind.as_str(), Counter::Type(*kind))).collect()),
            by_trigger: by(TriggerKind::ALL.map(|kind| (kind.as_str(), Counter::Trigger(kind))).into()),
            by_priority: by(Priority::ALL.map(|one| (one.as_str(), Counter::Priority(one))).into()),
            by_status: by([Status::Completed, Status::Failed, Status::Cancelled]
                .map(Status::as_str)
                .into_iter()
                .zip(ended)
                .collect()),
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

/// Returns the indices of non-zero counts, highest count first.
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
            undelivered_notices: counters.get(Counter::Undelivered),
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
