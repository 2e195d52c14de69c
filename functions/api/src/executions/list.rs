//! List executions.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{
    execution::{ConfigsInForce, ListOf},
    port::{self, ExecutionOrder, ExecutionQuery},
};
use beadle_domain::{
    access::Principal,
    execution::{Execution, ExecutionFilter, FailureCode, Status, Waits},
    spec::TaskType,
};
use beadle_values::{
    body::{Shape, commas, custom, flag, one_of, optional, otherwise, parsed, time},
    id::{BatchId, ConfigId, OwnerId, TaskId},
    page::Page,
    query,
    violation::{Path, Violation, Violations},
};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use super::response::ExecutionResponse;
use crate::{
    http::{
        Caller, PageParameters, Problem, Query,
        extract::{check_span, config_id, task_id, user},
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
            optional(task_id()),
        /// Only executions of this batch, in an order that does not change and need not be that of time.
        batch_id: Option<BatchId> =
            optional(parsed("batch_id").shown(|| json!({"pattern": "^bat_[0-9a-f]{32}$"}))),
        /// Another user; for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
    check |given, _members, path, violations| {
        if matches!(given.batch_id, Some(Some(_))) {
            let others = [("task_id", matches!(given.task_id, Some(Some(_)))), ("user_id", matches!(given.user_id, Some(Some(_))))];
            for (member, _) in others.into_iter().filter(|(_, is_given)| *is_given) {
                violations.add(path.key(member), "conflict", "goes without `batch_id`: a batch has its own executions");
            }
        }
        if matches!((&given.task_id, &given.user_id), (Some(Some(_)), Some(Some(_)))) {
            violations.add(path.key("user_id"), "conflict", "goes without `task_id`: a task has one owner");
        }
    }
}

query! {
    /// Which executions to list.
    #[derive(Debug, Clone)]
    pub(crate) struct ExecutionFilters {
        /// Only those with one of these statuses, separated by commas; the parameter may also be repeated.
        status: Option<Vec<Status>> = optional(commas()),
        /// Only those of this type.
        "type" => task_type: Option<TaskType> = optional(one_of()),
        /// Only those with this config.
        config_id: Option<ConfigId> =
            optional(config_id()),
        /// Only those that failed for good with this error code.
        error_code: Option<FailureCode> = optional(one_of()),
        /// Only those that wait for this: `gate` (`rate_limit`, `throttled`, `breaker` or `concurrency`), `account` (`credits` or
        /// `limit`), `job` (however its end is told), or a single reason, as explanations name it.
        waiting_for: Option<Waits> = optional(parsed("enum").shown(|| json!({"enum": Waits::names()}))),
        /// Only notifications that could not be delivered; they are among the failed ones.
        undelivered: bool = otherwise(flag(), || false),
        /// Only those created at this time or later.
        pub(crate) from: Option<Timestamp> = optional(time()),
        /// Only those created before this time.
        pub(crate) to: Option<Timestamp> = optional(time()),
    }
    check |given, _members, path, violations| {
        check_span(given.from, given.to, path, violations);
        let other = |statuses: &Vec<Status>| statuses.iter().any(|status| *status != Status::Failed);
        if given.status.iter().flatten().any(other) && given.undelivered == Some(true) {
            violations.add(path.key("status"), "conflict", "what is undelivered has the status `failed`");
        }
    }
}

query! {
    /// In which order to list executions.
    pub(crate) struct ExecutionSort {
        /// `-created_at` for the newest first, `created_at` for the oldest first.
        "sort" => pub(crate) order: ExecutionOrder = otherwise(chosen_order(), ExecutionOrder::default),
    }
}

/// The parameters of a list of executions.
pub(crate) type ListParameters = (PageParameters, (ExecutionFilters, ExecutionSort));

fn chosen_order() -> impl Shape<Value = ExecutionOrder> {
    custom(read_order, |_| json!({"type": "string", "enum": [NEWEST, OLDEST], "default": NEWEST}))
}

const NEWEST: &str = "-created_at";
const OLDEST: &str = "created_at";

fn read_order(value: &Value, path: &Path) -> Result<ExecutionOrder, Violations> {
    match value.as_str() {
        Some(NEWEST) => Ok(ExecutionOrder::NewestFirst),
        Some(OLDEST) => Ok(ExecutionOrder::OldestFirst),
        _ => {
            let message = format!("must be one of {NEWEST}, {OLDEST}");
            Err(Violation::new(path.clone(), "enum", message).into())
        }
    }
}

/// List executions
///
/// The executions of a task, of another user (for operators and admins), or all of the caller's, newest first unless `sort`
/// says otherwise. On AWS the owner or the task, `from`, `to` and `sort` are served by a key; every other filter reads rows and
/// drops those that do not match, at most 1,000 for a page (500 read units of 4 KB). On one machine `status=failed`,
/// `status=cancelled` and `error_code` have an index too, and a page reads at most 10,000 rows.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/executions",
    operation_id = "list_executions",
    tag = "executions",
    params(ExecutionScope, ExecutionFilters, ExecutionSort, PageParameters),
    responses(
        (status = 200, description = "A page of executions", body = ExecutionList<'_>),
        (status = 404, description = "The task does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (scope, given), uri }: Query<(ExecutionScope, ListParameters)>,
) -> Result<Response, Problem> {
    list_of(&api, &by, scope.list(), given, &uri).await
}

/// Responds to the request at `uri` with a page of the executions of `of` that match the filters.
pub(crate) async fn list_of(
    api: &Api,
    by: &Principal,
    of: ListOf,
    (page, (filters, sort)): ListParameters,
    uri: &Uri,
) -> Result<Response, Problem> {
    let PageParameters { limit, cursor } = page;
    let filter = |scope| ExecutionQuery { order: sort.order, cursor, ..filters.query(scope, limit) };
    let page = api.services.executions.list(by, of, filter).await?;
    let configs = api.services.executions.configs_in_force(&page.items).await?;
    Ok(ExecutionList::respond(&page, &configs, uri))
}

impl ExecutionScope {
    /// The executions that it is about.
    pub(crate) fn list(self) -> ListOf {
        match (self.batch_id, self.task_id, self.user_id) {
            (Some(batch), ..) => ListOf::Batch(batch),
            (None, Some(task), _) => ListOf::Task(task),
            (None, None, Some(owner)) => ListOf::Owner(owner),
            (None, None, None) => ListOf::Mine,
        }
    }
}

impl ExecutionFilters {
    /// The query of the first page of `scope`, newest first.
    pub(crate) fn query(self, scope: port::ExecutionScope, limit: usize) -> ExecutionQuery {
        let Self { status, task_type, config_id, error_code, waiting_for, undelivered, from, to } = self;
        let mut statuses = status.unwrap_or_default();
        // A single status may have a key.
        let status = if let [only] = statuses[..] { Some(only) } else { None };
        if status.is_some() {
            statuses.clear();
        }
        let filter = ExecutionFilter { statuses, config_id, error_code, waiting_for };
        ExecutionQuery {
            status,
            task_type,
            undelivered,
            from,
            to,
            filter,
            ..ExecutionQuery::newest(scope, limit)
        }
    }
}

impl ExecutionList<'_> {
    pub(crate) fn respond(page: &Page<Execution>, configs: &ConfigsInForce, uri: &Uri) -> Response {
        let executions =
            page.items.iter().map(|execution| ExecutionResponse::brief(execution, configs)).collect();
        page::respond(&ExecutionList { executions, next_cursor: page::cursor(page) }, uri, page.next.as_ref())
    }
}
