//! List executions.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{
    execution::{ConfigsInForce, ListOf},
    port::ExecutionQuery,
};
use beadle_domain::{
    access::Principal,
    execution::{Execution, Status},
    spec::TaskType,
};
use beadle_values::{
    body::{Shape, flag, one_of, optional, otherwise, parsed, time},
    id::{OwnerId, TaskId},
    page::Page,
    query,
};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::response::ExecutionResponse;
use crate::{
    http::{
        Caller, PageParameters, Problem, Query,
        extract::{check_span, user},
        page,
    },
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

query! {
    /// Whose executions to list.
    pub(crate) struct ExecutionScope {
        /// Only executions of this task.
        task_id: Option<TaskId> =
            optional(parsed("task_id").shown(|| json!({"pattern": "^tsk_[0-9a-f]{32}$"}))),
        /// Another user; for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
    check |given, _members, path, violations| {
        if matches!((&given.task_id, &given.user_id), (Some(Some(_)), Some(Some(_)))) {
            violations.add(path.key("user_id"), "conflict", "goes without `task_id`: a task has one owner");
        }
    }
}

query! {
    /// Which executions to list.
    pub(crate) struct ExecutionFilters {
        /// Only those with this status.
        status: Option<Status> = optional(one_of()),
        /// Only those of this type.
        "type" => task_type: Option<TaskType> = optional(one_of()),
        /// Only notifications that could not be delivered; they are among the failed ones.
        undelivered: bool = otherwise(flag(), || false),
        /// Only those created at this time or later.
        from: Option<Timestamp> = optional(time()),
        /// Only those created before this time.
        to: Option<Timestamp> = optional(time()),
    }
    check |given, _members, path, violations| {
        check_span(given.from, given.to, path, violations);
        let other = matches!(given.status, Some(Some(status)) if status != Status::Failed);
        if other && given.undelivered == Some(true) {
            violations.add(path.key("status"), "conflict", "what is undelivered has the status `failed`");
        }
    }
}

/// List executions, newest first
///
/// The executions of a task, of another user (for operators and admins), or all of the caller's.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions",
    operation_id = "list_executions",
    tag = "executions",
    params(ExecutionScope, ExecutionFilters, PageParameters),
    responses(
        (status = 200, description = "A page of executions", body = ExecutionList<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (scope, given), uri }: Query<(ExecutionScope, (PageParameters, ExecutionFilters))>,
) -> Result<Response, Problem> {
    let of = match (scope.task_id, scope.user_id) {
        (Some(task), _) => ListOf::Task(task),
        (None, Some(owner)) => ListOf::Owner(owner),
        (None, None) => ListOf::Mine,
    };
    list_of(&api, &by, of, given, &uri).await
}

/// Responds to the request at `uri` with a page of the executions of `of` that match the filters.
pub(crate) async fn list_of(
    api: &Api,
    by: &Principal,
    of: ListOf,
    (page, filters): (PageParameters, ExecutionFilters),
    uri: &Uri,
) -> Result<Response, Problem> {
    let PageParameters { limit, cursor } = page;
    let ExecutionFilters { status, task_type, undelivered, from, to } = filters;
    let filter = |scope| ExecutionQuery { scope, status, task_type, undelivered, from, to, limit, cursor };
    let page = api.services.executions.list(by, of, filter).await?;
    let configs = api.services.executions.configs_in_force(&page.items).await?;
    Ok(ExecutionList::respond(&page, &configs, uri))
}

impl ExecutionList<'_> {
    pub(crate) fn respond(page: &Page<Execution>, configs: &ConfigsInForce, uri: &Uri) -> Response {
        let executions =
            page.items.iter().map(|execution| ExecutionResponse::brief(execution, configs)).collect();
        page::respond(&ExecutionList { executions, next_cursor: page::cursor(page) }, uri, page.next.as_ref())
    }
}
