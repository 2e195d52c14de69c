//! List executions.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{execution::ListOf, port::ExecutionQuery};
use beadle_domain::{
    access::Principal,
    execution::{Execution, Status},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
};
use http::Uri;
use serde::Serialize;

use super::response::ExecutionResponse;
use crate::{
    http::{Caller, Problem, Query, page},
    state::Api,
};

/// A page of executions, newest first, without request and response bodies.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct ExecutionList<'a> {
    /// The executions.
    executions: Vec<ExecutionResponse<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// List executions, newest first
///
/// The executions of a task, of another user (for operators and admins), or all of the caller's.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions",
    operation_id = "list_executions",
    tag = "executions",
    params(
        ("task_id" = Option<String>, Query, description = "Only executions of this task", pattern = "^tsk_[0-9a-f]{32}$"),
        ("user_id" = Option<String>, Query, description = "Another user; for operators and admins"),
        crate::http::parameters::ExecutionFilters,
        crate::http::parameters::PageParameters,
    ),
    responses(
        (status = 200, description = "A page of executions", body = ExecutionList<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let task = query.parsed::<TaskId>("task_id", "task_id");
    let owner = query.parsed::<OwnerId>("user_id", "user_id");
    let of = match (task, owner) {
        (Some(task), None) => ListOf::Task(task),
        (None, Some(owner)) => ListOf::Owner(owner),
        (None, None) => ListOf::Mine,
        (Some(task), Some(_)) => {
            query.violation("user_id", "conflict", "goes without `task_id`: a task has one owner");
            ListOf::Task(task)
        }
    };
    list_of(&api, &by, of, query).await
}

/// Responds with a page of the executions of `of` that match the rest of `query`.
pub(crate) async fn list_of(
    api: &Api,
    by: &Principal,
    of: ListOf,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let status = query.parsed::<Status>("status", "enum");
    let task_type = query.parsed("type", "enum");
    let (from, to) = query.span();
    let uri = query.finish()?;
    let filter = |scope| ExecutionQuery { scope, status, task_type, from, to, limit, cursor };
    let page = api.executions.list(by, of, filter).await?;
    Ok(ExecutionList::respond(&page, &uri))
}

impl ExecutionList<'_> {
    pub(crate) fn respond(page: &Page<Execution>, uri: &Uri) -> Response {
        let executions = page.items.iter().map(ExecutionResponse::brief).collect();
        page::respond(&ExecutionList { executions, next_cursor: page::cursor(page) }, uri, page.next.as_ref())
    }
}
