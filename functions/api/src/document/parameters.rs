//! Parameters and headers.

use beadle_domain::{execution::Status, spec::TaskType, task::TaskStatus};
use utoipa::IntoParams;

use super::PriorityText;

/// Headers of a route that starts an execution.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what the extractors read")]
pub(crate) struct StartHeaders {
    /// A name for this request, 1 to 255 visible ASCII characters: repeating it has no second effect, and the answer
    /// says `Idempotency-Replayed: true`. The same name for another body is a 422.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
    /// `wait=N` waits up to N seconds (at most 25) for the end; `respond-async` does not wait (RFC 7240).
    #[param(rename = "Prefer", example = "wait=10")]
    prefer: Option<String>,
}

/// Headers of a route that creates something.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what the extractors read")]
pub(crate) struct CreateHeaders {
    /// A name for this request, 1 to 255 visible ASCII characters: repeating it has no second effect, and the answer
    /// says `Idempotency-Replayed: true`. The same name for another body is a 422.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
}

/// Headers of a route that changes what is saved.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what the extractors read")]
pub(crate) struct ChangeHeaders {
    /// The `ETag` of what is changed, as it was read; a 412 says that it was changed since.
    #[param(rename = "If-Match", example = "\"1\"")]
    if_match: Option<String>,
}

/// Where a page starts and how long it is.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct PageParameters {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Which tasks to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct TaskFilters {
    /// Only those with this status.
    #[param(inline)]
    status: Option<TaskStatus>,
    /// Only those of this type.
    #[param(inline)]
    r#type: Option<TaskType>,
    /// Only those of this priority.
    #[param(inline)]
    priority: Option<PriorityText>,
    /// Only those with this tag.
    tag: Option<String>,
    /// Only those assigned to this user; `me` is the caller.
    #[param(example = "me")]
    assigned: Option<String>,
    /// Only those with this text in their name, their description or a tag, whatever the case of its letters.
    #[param(min_length = 1, max_length = 200)]
    q: Option<String>,
    /// Only those due before this time.
    #[param(format = DateTime)]
    due_before: Option<String>,
    /// Only those due at this time or later.
    #[param(format = DateTime)]
    due_after: Option<String>,
    /// Whether those that were deleted and can be restored are listed in place of the others.
    deleted: Option<bool>,
    /// The order: `created_at`, `updated_at`, `name`, `due_date`, `priority` or `next_run_time`, with a `-` before it for
    /// descending. `-created_at`, the default, has no bound; any other sorts a list of at most 2,000 tasks.
    #[param(
        default = "-created_at",
        example = "due_date",
        pattern = "^-?(created_at|updated_at|name|due_date|priority|next_run_time)$"
    )]
    sort: Option<String>,
    /// The list of another user: for operators and admins.
    #[param(min_length = 1, max_length = 255)]
    user_id: Option<String>,
}

/// Which configs to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct ConfigFilters {
    /// Those of another user, with the shared ones: for operators and admins.
    #[param(min_length = 1, max_length = 255)]
    user_id: Option<String>,
}

/// How to delete a config.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct DeleteConfigParameters {
    /// Whether to delete it though tasks name it.
    force: Option<bool>,
}

/// How to run a task.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct RunParameters {
    /// Whether to run it though tasks that it runs after have not completed.
    force: Option<bool>,
}

/// Which executions to list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct ExecutionFilters {
    /// Only those with this status.
    #[param(inline)]
    status: Option<Status>,
    /// Only those of this type.
    #[param(inline)]
    r#type: Option<TaskType>,
    /// Only those created at this time or later.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Only those created before this time.
    #[param(format = DateTime)]
    to: Option<String>,
}

/// What a calendar shows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct CalendarParameters {
    /// How many next runs of each task.
    #[param(minimum = 1, maximum = 100, default = 10)]
    runs: Option<usize>,
}

/// How far to look ahead.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct UpcomingParameters {
    /// How many runs to list.
    #[param(minimum = 1, maximum = 100, default = 10)]
    count: Option<usize>,
}
