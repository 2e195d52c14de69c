//! Parameters and headers that several routes take, as the document shows them.

use beadle_domain::{execution::Status, spec::TaskType, task::Priority};
use beadle_values::openapi::Written;

/// A priority as a request writes it: `normal` is another word for `medium`.
pub(crate) type PriorityText = Written<Priority>;

/// Headers of a route that starts an execution.
#[derive(utoipa::IntoParams)]
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
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what the extractors read")]
pub(crate) struct CreateHeaders {
    /// A name for this request, 1 to 255 visible ASCII characters: repeating it has no second effect, and the answer
    /// says `Idempotency-Replayed: true`. The same name for another body is a 422.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 255, pattern = "^[!-~]+$")]
    idempotency_key: Option<String>,
}

/// Headers of a route that changes what is saved.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what the extractors read")]
pub(crate) struct ChangeHeaders {
    /// The `ETag` of what is changed, as it was read; a 412 says that it was changed since.
    #[param(rename = "If-Match", example = "\"1\"")]
    if_match: Option<String>,
}

/// Where a page starts and how long it is.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct PageParameters {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<usize>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Which executions to list.
#[derive(utoipa::IntoParams)]
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
