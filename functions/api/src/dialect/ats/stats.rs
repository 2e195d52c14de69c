//! Task counts.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};

use super::response::AtsStats;
use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Get task statistics
///
/// Counts of the caller's own tasks. The counts are exact and may lag by a moment.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/tasks/stats",
    operation_id = "automated_task_stats",
    tag = "automated tasks",
    responses((status = 200, description = "The task counts", body = AtsStats))
))]
pub(crate) async fn stats(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    _: Query<()>,
) -> Result<Response, Problem> {
    let census = api.services.reports.task_census(&by, &by.owner).await?;
    Ok(Json(AtsStats::of(&census)).into_response())
}
