//! List tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::{
    policy::RunDefaults,
    resource_key::{ResourceKey, resource_key},
    spec::TaskType,
    task::{Priority, SavedTask, TaskOrder, TaskStatus},
};
use beadle_values::{
    body::{Shape, flag, one_of, optional, otherwise, parsed, string, text, utc_time},
    id::OwnerId,
    page::Page,
    query,
    time::UtcTime,
};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::response::TaskResponse;

use crate::{
    http::{Caller, PageParameters, Problem, Query, extract::user, page},
    state::Api,
};

/// A page of tasks, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct TaskList<'a> {
    /// The tasks.
    tasks: Vec<TaskResponse<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Maximum length of a search text, in characters.
const MAX_TEXT: usize = 200;

query! {
    /// Which tasks to list.
    pub(crate) struct TaskFilters {
        /// Whether those that were deleted and can be restored are listed in place of the others.
        deleted: bool = otherwise(flag(), || false),
        /// Only the one with this key.
        key: Option<ResourceKey> = optional(resource_key()),
        /// Only those that this plan keeps.
        plan: Option<ResourceKey> = optional(resource_key()),
        /// Only those with this status.
        status: Option<TaskStatus> = optional(one_of()),
        /// Only those of this type.
        "type" => task_type: Option<TaskType> = optional(one_of()),
        /// Only those of this priority. `normal` is read as `medium`.
        priority: Option<Priority> = optional(one_of().spelled("PriorityText")),
        /// Only those with this tag.
        tag: Option<String> = optional(string()),
        /// Only those assigned to this user; `me` is the caller.
        assigned: Option<OwnerId> = optional(user().shown(|| json!({"example": "me"}))),
        /// Only those with this text in their name, their description or a tag, whatever the case of its letters.
        q: Option<String> = optional(text(1, MAX_TEXT)),
        /// Only those due before this time.
        due_before: Option<UtcTime> = optional(utc_time()),
        /// Only those due at this time or later.
        due_after: Option<UtcTime> = optional(utc_time()),
        /// The order: `created_at`, `updated_at`, `name`, `due_date`, `priority` or `next_run_time`, with a `-` before it for
        /// descending. `-created_at`, the default, has no bound; any other sorts a list of at most 2,000 tasks.
        "sort" => order: TaskOrder = otherwise(order(), TaskOrder::default),
        /// The list of another user: for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
}

fn order() -> impl Shape<Value = TaskOrder> {
    parsed("enum").shown(|| {
        let default = TaskOrder::default().to_string();
        json!({"default": default, "pattern": TaskOrder::pattern(), "example": "due_date"})
    })
}

/// List tasks
///
/// The caller's tasks and the tasks assigned to the caller, newest first unless `sort` is given. Tasks
/// created meanwhile cause neither duplicates nor gaps between pages; a task whose sort key changes may move.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/tasks",
    operation_id = "list_tasks",
    tag = "tasks",
    params(TaskFilters, PageParameters),
    responses(
        (status = 200, description = "A page of tasks", body = TaskList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (page, filters), uri }: Query<(PageParameters, TaskFilters)>,
) -> Result<Response, Problem> {
    let now = api.now();
    let assigned = filters.assigned.map(|user| if user.as_str() == "me" { by.owner.clone() } else { user });
    let filter = TaskQuery {
        owner: filters.user_id.unwrap_or_else(|| by.owner.clone()),
        deleted: filters.deleted,
        key: filters.key,
        plan: filters.plan,
        status: filters.status,
        task_type: filters.task_type,
        priority: filters.priority,
        tag: filters.tag,
        assigned,
        text: filters.q,
        due_before: filters.due_before,
        due_after: filters.due_after,
        order: filters.order,
        now,
        limit: page.limit,
        cursor: page.cursor,
    };
    let page = api.services.tasks.list(&by, &filter).await?;
    Ok(TaskList::respond(&page, &uri, &api.task_defaults, now))
}

impl TaskList<'_> {
    pub(crate) fn respond(
        page: &Page<SavedTask>,
        uri: &Uri,
        defaults: &RunDefaults,
        now: Timestamp,
    ) -> Response {
        let tasks = page.items.iter().map(|saved| TaskResponse::of(saved, defaults, now)).collect();
        page::respond(&TaskList { tasks, next_cursor: page::cursor(page) }, uri, page.next.as_ref())
    }
}
