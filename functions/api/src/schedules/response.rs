//! Responses about schedules.

use beadle_schedule::{Preview, PreviewedRun, Schedule, SkippedRuns};
use beadle_values::id::TaskId;
use serde::Serialize;

/// The next runs of a schedule.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = SchedulePreview))]
pub(crate) struct PreviewResponse {
    /// Normal form of the schedule; null without a schedule.
    #[cfg_attr(test, schema(value_type = Option<Schedule>))]
    schedule: Option<Schedule>,
    /// Expression for `EventBridge` Scheduler.
    #[cfg_attr(test, schema(example = "cron(0 9 ? * MON-FRI *)"))]
    expression: Option<String>,
    /// Time zone of the local times.
    #[cfg_attr(test, schema(example = "Europe/Berlin"))]
    timezone: Option<String>,
    /// Next runs, earliest first; fewer than requested if the schedule ends.
    #[cfg_attr(test, schema(value_type = Vec<Run>))]
    runs: Vec<PreviewedRun>,
    /// Runs that are skipped because clocks go forward, or skipped or moved because their day is excluded.
    #[cfg_attr(test, schema(value_type = Vec<Skipped>))]
    skipped: Vec<SkippedRuns>,
    /// What else to know about the schedule, such as that some months have no 31st.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        test,
        schema(
            example = "no run on day 31 in FEB,APR,JUN,SEP,NOV, which may be shorter; `L` is the last day of a month"
        )
    )]
    note: Option<String>,
}

/// The next runs of a task.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Upcoming))]
pub(crate) struct UpcomingResponse {
    /// Id of the task.
    #[cfg_attr(test, schema(value_type = String))]
    task_id: TaskId,
    /// Whether the schedule is paused; then there are no runs.
    paused: bool,
    /// The next runs.
    #[serde(flatten)]
    preview: PreviewResponse,
}

/// An upcoming run.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the domain serializes")]
pub(crate) struct Run {
    /// Time of the run.
    #[schema(format = DateTime, example = "2027-03-29T07:00:00Z")]
    at: String,
    /// Local time with its offset.
    #[schema(example = "2027-03-29T09:00:00+02:00")]
    local: String,
    /// Effect of daylight saving time on this run.
    note: Option<String>,
}

/// Runs of a day that are skipped because their local time does not exist, or skipped or moved because the day is excluded.
#[cfg(test)]
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what the domain serializes")]
pub(crate) struct Skipped {
    /// Day.
    #[schema(format = Date, example = "2027-03-28")]
    date: String,
    /// First skipped local time.
    #[schema(example = "2027-03-28T02:30:00")]
    first: String,
    /// Last skipped local time.
    #[schema(example = "2027-03-28T02:30:00")]
    last: String,
    /// Number of skipped runs.
    count: usize,
    /// Calendar that excludes the day.
    #[schema(example = "de-holidays")]
    calendar: Option<String>,
    /// What the day is, if that calendar says so.
    #[schema(example = "Christmas Day")]
    title: Option<String>,
    /// Day to which the runs are moved.
    #[schema(format = Date, example = "2027-12-27")]
    moved_to: Option<String>,
    /// Explanation in one sentence.
    note: String,
}

impl PreviewResponse {
    /// The preview without a schedule.
    pub(crate) fn none() -> Self {
        Self {
            schedule: None,
            expression: None,
            timezone: None,
            runs: Vec::new(),
            skipped: Vec::new(),
            note: None,
        }
    }
}

impl From<Preview> for PreviewResponse {
    fn from(preview: Preview) -> Self {
        let Preview { schedule, expression, timezone, runs, skipped, note } = preview;
        Self {
            schedule: Some(schedule),
            expression: Some(expression),
            timezone: Some(timezone),
            runs,
            skipped,
            note,
        }
    }
}

impl UpcomingResponse {
    pub(crate) fn of(task_id: TaskId, paused: bool, preview: PreviewResponse) -> Self {
        let preview = if paused {
            PreviewResponse { runs: Vec::new(), skipped: Vec::new(), ..preview }
        } else {
            preview
        };
        Self { task_id, paused, preview }
    }
}
