//! List tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::{
    policy::RunDefaults,
    task::{Priority, SavedTask, TaskStatus},
};
use beadle_values::{id::OwnerId, page::Page};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;

use super::response::TaskResponse;

use crate::{
    http::{Caller, Problem, Query, page},
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

/// Which tasks to list.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct TaskFilters {
    /// Only those with this status.
    #[param(inline)]
    status: Option<TaskStatus>,
    /// Only those of this type.
    #[param(inline)]
    r#type: Option<beadle_domain::spec::TaskType>,
    /// Only those of this priority.
    #[param(inline)]
    priority: Option<crate::http::parameters::PriorityText>,
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
    #[param(inline, example = "due_date")]
    sort: Option<beadle_domain::task::TaskOrder>,
    /// The list of another user: for operators and admins.
    #[param(min_length = 1, max_length = 255)]
    user_id: Option<String>,
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
    params(TaskFilters, crate::http::parameters::PageParameters),
    responses(
        (status = 200, description = "A page of tasks", body = TaskList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let now = api.clock.now();
    let (limit, cursor) = query.page();
    let filter = TaskQuery {
        owner: query.owner(&by),
        deleted: query.parsed("deleted", "type_error").unwrap_or_default(),
        status: query.parsed::<TaskStatus>("status", "enum"),
        task_type: query.parsed("type", "enum"),
        priority: query.value("priority", Priority::parse),
        tag: query.text("tag"),
        assigned: assigned(&mut query, &by.owner),
        text: text(&mut query),
        due_before: query.time("due_before"),
        due_after: query.time("due_after"),
        order: query.parsed("sort", "enum").unwrap_or_default(),
        now,
        limit,
        cursor,
    };
    let uri = query.finish()?;
    let page = api.tasks.list(&by, &filter).await?;
    Ok(TaskList::respond(&page, &uri, &api.task_defaults, now))
}

/// Maximum length of a search text, in characters.
const MAX_TEXT: usize = 200;

fn assigned(query: &mut Query, me: &OwnerId) -> Option<OwnerId> {
    let user = query.parsed::<OwnerId>("assigned", "user_id")?;
    Some(if user.as_str() == "me" { me.clone() } else { user })
}

fn text(query: &mut Query) -> Option<String> {
    let text = query.text("q")?;
    if (1..=MAX_TEXT).contains(&text.chars().count()) {
        return Some(text);
    }
    query.violation("q", "length", format!("must have 1 to {MAX_TEXT} characters"));
    None
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
