//! What a schedule comes to, as it is answered.

use beadle_schedule::{Preview, PreviewedRun, Schedule, SkippedRuns};
use beadle_values::id::TaskId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::document::ScheduleObject;

/// The next runs of a schedule.
#[derive(Serialize, ToSchema)]
#[schema(as = SchedulePreview)]
pub(crate) struct PreviewResponse {
    /// The normal form; null for no schedule.
    #[schema(value_type = Option<ScheduleObject>)]
    schedule: Option<Schedule>,
    /// `EventBridge` Scheduler's expression.
    #[schema(example = "cron(0 9 ? * MON-FRI *)")]
    expression: Option<String>,
    /// The zone of the local times.
    #[schema(example = "Europe/Berlin")]
    timezone: Option<String>,
    /// The next runs, earliest first; fewer than asked for when the schedule ends.
    #[schema(value_type = Vec<Run>)]
    runs: Vec<PreviewedRun>,
    /// Runs that are left out because clocks go forward over them.
    #[schema(value_type = Vec<Skipped>)]
    skipped: Vec<SkippedRuns>,
}

/// The next runs of a task.
#[derive(Serialize, ToSchema)]
#[schema(as = Upcoming)]
pub(crate) struct UpcomingResponse {
    /// The task.
    #[schema(value_type = String)]
    task_id: TaskId,
    /// Whether its schedule is suspended; then there are no runs.
    paused: bool,
    /// The runs.
    #[serde(flatten)]
    preview: PreviewResponse,
}

/// One run to come.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain serializes")]
pub(crate) struct Run {
    /// The time.
    #[schema(format = DateTime, example = "2027-03-29T07:00:00Z")]
    at: String,
    /// The local time with its offset.
    #[schema(example = "2027-03-29T09:00:00+02:00")]
    local: String,
    /// What a change of the clocks means for this run.
    note: Option<String>,
}

/// Runs of one day whose local time does not exist.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the domain serializes")]
pub(crate) struct Skipped {
    /// The day on which clocks go forward.
    #[schema(format = Date, example = "2027-03-28")]
    date: String,
    /// The first local time that is left out.
    #[schema(example = "2027-03-28T02:30:00")]
    first: String,
    /// The last local time that is left out.
    #[schema(example = "2027-03-28T02:30:00")]
    last: String,
    /// How many are.
    count: usize,
    /// The same in a sentence.
    note: String,
}

impl PreviewResponse {
    /// No schedule, no runs.
    pub(crate) fn none() -> Self {
        Self { schedule: None, expression: None, timezone: None, runs: Vec::new(), skipped: Vec::new() }
    }
}

impl From<Preview> for PreviewResponse {
    fn from(preview: Preview) -> Self {
        let Preview { schedule, expression, timezone, runs, skipped } = preview;
        Self {
            schedule: Some(schedule),
            expression: Some(expression),
            timezone: Some(timezone),
            runs,
            skipped,
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
