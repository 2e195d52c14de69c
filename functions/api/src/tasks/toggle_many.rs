//! Pause or resume tasks that match a filter.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{
    Call, Expected,
    task::{Toggle, TogglePlan},
};
use beadle_domain::{access::Principal, task::SelectTasks};
use beadle_values::{id::TaskId, violation::Path};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use crate::{
    http::{Caller, JsonBody, Problem, batch::MAX_CONCURRENT, page::in_body},
    state::Api,
};

/// Preview of a page of tasks to pause or to resume.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct TogglePreview<'a> {
    /// Always true.
    #[cfg_attr(test, schema(example = true))]
    dry_run: bool,
    /// Number of tasks that the filter selects and that would change, on all pages. Null on a page that is not the first.
    total: Option<usize>,
    /// Whether these are all: at most 10,000 are counted. Null without a total.
    total_is_exact: Option<bool>,
    /// Number of tasks on this page that would change.
    count: usize,
    /// Ids of the tasks that would change.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    task_ids: &'a [TaskId],
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Result of a page of tasks to pause or to resume.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ToggleResult))]
pub(crate) struct ToggleResults<'a> {
    /// Always false.
    #[cfg_attr(test, schema(example = false))]
    dry_run: bool,
    /// Number of tasks that the filter selects and that change, on all pages. Null on a page that is not the first.
    total: Option<usize>,
    /// Whether these are all: at most 10,000 are counted. Null without a total.
    total_is_exact: Option<bool>,
    /// Number of tasks changed.
    succeeded: usize,
    /// Number of tasks refused.
    failed: usize,
    /// Results of the tasks that match the filter.
    results: Vec<ToggleItem>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Result for one task.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ToggleItem {
    /// Index in the page, counted from 0.
    index: usize,
    /// Id of the task.
    #[cfg_attr(test, schema(value_type = String, example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    task_id: TaskId,
    /// 200 if it is changed, otherwise the status of the problem.
    #[cfg_attr(test, schema(example = 200))]
    status: u16,
    /// The problem, if the item was refused: as in other responses, without `instance` and `request_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = Object))]
    problem: Option<Value>,
}

/// Pause the schedules of tasks by a filter
///
/// Pauses each of the caller's tasks that matches the filter, one page per request. `dry_run` only lists what would be
/// paused. To continue, send the same request with `next_cursor` as `cursor`; to repeat it does no harm.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/pause",
    operation_id = "pause_tasks",
    tag = "tasks",
    request_body = SelectTasks,
    responses(
        (status = 200, description = "What would be paused, for a dry run", body = TogglePreview<'_>),
        (status = 207, description = "The result of each item", body = ToggleResults<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn pause(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    toggle_selected(&api, &by, &body.value, Toggle::Pause).await
}

/// Resume the schedules of tasks by a filter
///
/// The counterpart of `/api/v1/tasks/pause`.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/tasks/resume",
    operation_id = "resume_tasks",
    tag = "tasks",
    request_body = SelectTasks,
    responses(
        (status = 200, description = "What would be resumed, for a dry run", body = TogglePreview<'_>),
        (status = 207, description = "The result of each item", body = ToggleResults<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn resume(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    toggle_selected(&api, &by, &body.value, Toggle::Resume).await
}

async fn toggle_selected(
    api: &Api,
    by: &Principal,
    body: &Value,
    toggle: Toggle,
) -> Result<Response, Problem> {
    let asked = SelectTasks::parse(body, &Path::body())?;
    let call = api.call(by);
    let plan = api.services.tasks.plan_toggle(call, &asked, toggle).await.map_err(in_body)?;
    let TogglePlan { total, tasks, next } = &plan;
    let (count, exact) = (total.map(|total| total.count), total.map(|total| total.exact));
    let next_cursor = next.as_ref().map(|next| next.0.as_str());
    if asked.dry_run {
        let preview = TogglePreview {
            dry_run: true,
            total: count,
            total_is_exact: exact,
            count: tasks.len(),
            task_ids: tasks,
            next_cursor,
        };
        return Ok(Json(preview).into_response());
    }
    let toggling: Vec<_> =
        tasks.iter().enumerate().map(|(index, id)| toggle_one(api, call, toggle, index, *id)).collect();
    let results: Vec<_> = stream::iter(toggling).buffered(MAX_CONCURRENT).collect().await;
    let failed = results.iter().filter(|item| item.problem.is_some()).count();
    let results = ToggleResults {
        dry_run: false,
        total: count,
        total_is_exact: exact,
        succeeded: results.len() - failed,
        failed,
        results,
        next_cursor,
    };
    Ok((StatusCode::MULTI_STATUS, Json(results)).into_response())
}

async fn toggle_one(api: &Api, call: Call<'_>, toggle: Toggle, index: usize, task_id: TaskId) -> ToggleItem {
    let done = api.services.tasks.toggle(call, task_id, toggle, &Expected::Any).await;
    let problem = done.err().map(Problem::from);
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status).as_u16();
    ToggleItem { index, task_id, status, problem: problem.map(|problem| problem.as_item()) }
}
