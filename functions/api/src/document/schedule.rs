//! A schedule.

use beadle_schedule::{CatchUpName, Overlap};
use utoipa::ToSchema;

use super::Duration;

/// When a task runs by itself: a text, an object, or null.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(as = Schedule)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum ScheduleDocument {
    /// `every 5 minutes`, `daily at 14:30`, `weekdays at 9:00`, `every monday at 9:00`, `monthly on 1 at 6:00`, five-field
    /// cron, `cron(…)`, `rate(…)`, `at(…)`, an ISO time, or `manual` for none; in UTC.
    Text(String),
    /// The same with options.
    Object(Box<ScheduleObject>),
}

/// A schedule with its options; answers give `expression` and `timezone`.
#[derive(ToSchema)]
#[schema(example = json!({"expression": "daily at 9:00", "timezone": "Europe/Berlin"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct ScheduleObject {
    /// Any of the texts. One of `expression`, `every`, `cron` and `at` is given.
    #[schema(example = "daily at 9:00")]
    expression: Option<String>,
    /// An interval.
    every: Option<Duration>,
    /// Five-field cron, or `cron(…)`.
    cron: Option<String>,
    /// A single time.
    at: Option<String>,
    /// The IANA name of the zone; UTC where none is given.
    #[schema(example = "Europe/Berlin")]
    timezone: Option<String>,
    /// Not before this time.
    #[schema(format = DateTime)]
    start: Option<String>,
    /// Not after this time.
    #[schema(format = DateTime)]
    end: Option<String>,
    /// How far a run may be moved after its time, to spread load.
    jitter: Option<Duration>,
    /// What happens when it is due while it runs: `skip`, `queue`, `allow` or `cancel_running`.
    overlap: Option<Overlap>,
    /// What happens with runs that were missed: `none`, `latest`, `all` or `{"all": "6h"}`.
    catch_up: Option<CatchUpDocument>,
}

/// What happens with runs that were missed.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(as = CatchUp)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum CatchUpDocument {
    /// A policy.
    Named(CatchUpName),
    /// Those of a window before now run.
    Window(CatchUpWindow),
}

/// A window.
#[derive(ToSchema)]
#[schema(example = json!({"all": "6h"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct CatchUpWindow {
    /// How far back, 1 second to 30 days.
    all: Duration,
}

/// A schedule to try out.
#[derive(ToSchema)]
#[schema(example = json!({"schedule": {"expression": "daily at 9:00", "timezone": "Europe/Berlin"}, "count": 5}))]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct PreviewRequest {
    /// The schedule, in any accepted form; null for none.
    #[schema(required = true)]
    schedule: Option<ScheduleDocument>,
    /// How many runs to list, 1 to 100; 10 where none is given.
    #[schema(minimum = 1, maximum = 100)]
    count: Option<usize>,
    /// After which time; now where none is given.
    #[schema(format = DateTime)]
    from: Option<String>,
}
