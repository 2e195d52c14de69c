//! Cancel executions that match a filter.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use beadle_application::{Call, execution::CancelPlan, execution::Cancelled};
use beadle_domain::{access::Principal, cancel_many::CancelMany};
use beadle_values::{id::ExecutionId, violation::Path};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::response::ExecutionResponse;
use crate::{
    http::{Caller, JsonBody, Problem, batch::MAX_CONCURRENT, page::in_body},
    state::Api,
};

/// Preview of a page of executions to cancel.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct CancelPreview<'a> {
    /// Always true.
    #[cfg_attr(test, schema(example = true))]
    dry_run: bool,
    /// Number of executions that the filter selects, on all pages. Null on a page that is not the first.
    total: Option<usize>,
    /// Whether these are all: at most 10,000 are counted. Null without a total.
    total_is_exact: Option<bool>,
    /// Number of executions on this page that would be cancelled.
    count: usize,
    /// Ids of the executions that would be cancelled.
    #[cfg_attr(test, schema(value_type = Vec<String>))]
    execution_ids: &'a [ExecutionId],
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Result of a page of executions to cancel.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = CancelResult))]
pub(crate) struct CancelResults<'a> {
    /// Always false.
    #[cfg_attr(test, schema(example = false))]
    dry_run: bool,
    /// Number of executions that the filter selects, on all pages. Null on a page that is not the first.
    total: Option<usize>,
    /// Whether these are all: at most 10,000 are counted. Null without a total.
    total_is_exact: Option<bool>,
    /// Number of executions that are cancelled, or will be stopped.
    succeeded: usize,
    /// Number of executions refused, such as those that have ended meanwhile.
    failed: usize,
    /// Results of the executions that match the filter.
    results: Vec<CancelItem<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Result for one execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct CancelItem<'a> {
    /// Index in the page, counted from 0.
    index: usize,
    /// Id of the execution.
    #[cfg_attr(test, schema(value_type = String, example = "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    execution_id: ExecutionId,
    /// 200 if it is cancelled, 202 if it is running and will be stopped, otherwise the status of the problem.
    #[cfg_attr(test, schema(example = 200))]
    status: u16,
    /// The execution.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = ExecutionResponse<'_>))]
    execution: Option<ExecutionResponse<'a>>,
    /// The problem, if the item was refused: as in other responses, without `instance` and `request_id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(required = false, value_type = Object))]
    problem: Option<Value>,
}

/// Cancel executions by a filter
///
/// Cancels each execution that matches the filter and has not ended, one page per request. `dry_run` only lists what would be
/// cancelled. To continue, send the same request with `next_cursor` as `cursor`; to repeat it does no harm.
#[cfg_attr(test, utoipa::path(
    post,
    path = "/api/v1/executions/cancel",
    operation_id = "cancel_executions",
    tag = "executions",
    request_body = CancelMany,
    responses(
        (status = 200, description = "What would be cancelled, for a dry run", body = CancelPreview<'_>),
        (status = 207, description = "The result of each item", body = CancelResults<'_>),
        (status = 403, description = "They belong to another user"),
        (status = 404, description = "The task or the batch does not exist"),
        (status = 422, description = "The request is invalid; all violations are listed"),
    )
))]
pub(crate) async fn cancel(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    body: JsonBody,
) -> Result<Response, Problem> {
    let asked = CancelMany::parse(&body.value, &Path::body())?;
    cancel_selected(&api, &by, &asked).await
}

/// Cancels a page of what was asked for, and responds with the results.
pub(crate) async fn cancel_selected(
    api: &Api,
    by: &Principal,
    asked: &CancelMany,
) -> Result<Response, Problem> {
    let call = api.call(by);
    let plan = api.services.executions.plan_cancel(call, asked).await.map_err(in_body)?;
    let CancelPlan { total, executions, next } = &plan;
    let (count, exact) = (total.map(|total| total.count), total.map(|total| total.exact));
    let next_cursor = next.as_ref().map(|next| next.0.as_str());
    if asked.dry_run {
        let preview = CancelPreview {
            dry_run: true,
            total: count,
            total_is_exact: exact,
            count: executions.len(),
            execution_ids: executions,
            next_cursor,
        };
        return Ok(Json(preview).into_response());
    }
    let cancelling: Vec<_> = executions.iter().map(|id| cancel_one(api, call, *id)).collect();
    let done: Vec<_> = stream::iter(cancelling).buffered(MAX_CONCURRENT).collect().await;
    let cancelled = done.iter().filter_map(|(_, done)| done.as_ref().ok()).filter_map(Cancelled::execution);
    let configs = api.services.executions.configs_in_force(cancelled).await?;
    let results: Vec<_> = done
        .iter()
        .enumerate()
        .map(|(index, (id, done))| {
            let (status, execution, problem) = match done {
                Ok(Cancelled::Now(execution)) => (StatusCode::OK, Some(execution), None),
                Ok(Cancelled::Requested(execution)) => (StatusCode::ACCEPTED, Some(execution), None),
                Ok(Cancelled::BeforeRecord(_)) => (StatusCode::OK, None, None),
                Err(problem) => (problem.status(), None, Some(problem.as_item())),
            };
            let execution = execution.map(|execution| ExecutionResponse::brief(execution, &configs));
            CancelItem { index, execution_id: *id, status: status.as_u16(), execution, problem }
        })
        .collect();
    let failed = results.iter().filter(|item| item.problem.is_some()).count();
    let results = CancelResults {
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

async fn cancel_one(api: &Api, call: Call<'_>, id: ExecutionId) -> (ExecutionId, Result<Cancelled, Problem>) {
    (id, api.services.executions.cancel(call, id).await.map_err(Problem::from))
}
