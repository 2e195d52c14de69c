//! Parameters of what is added up and of the audit trail.

use utoipa::IntoParams;

/// Which days to report about.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct AnalyticsParameters {
    /// How many days, today included.
    #[param(minimum = 1, maximum = 366, default = 30)]
    days: Option<usize>,
    /// The time zone of days and hours, by its name in the IANA database.
    #[param(default = "UTC", example = "Europe/Berlin")]
    timezone: Option<String>,
    /// Those of another user: for operators and admins.
    user_id: Option<String>,
}

/// Whose tasks to count.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct StatsParameters {
    /// Those of another user: for operators and admins.
    user_id: Option<String>,
}

/// Which entries to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct AuditFilters {
    /// Only what belongs to this user, or was done by it.
    user_id: Option<String>,
    /// Only this action.
    #[param(example = "task.updated")]
    action: Option<String>,
    /// Only what is about this task.
    task_id: Option<String>,
    /// Only from this time on.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Only before this time.
    #[param(format = DateTime)]
    to: Option<String>,
}
