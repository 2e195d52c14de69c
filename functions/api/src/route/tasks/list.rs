//! List tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_domain::{
    id::OwnerId,
    port::TaskQuery,
    task::{Priority, TaskStatus},
    usecase::task,
    violation::Path,
};

use crate::{
    answer::TaskList,
    auth::Caller,
    document::{PageParameters, TaskFilters},
    extract::Query,
    problem::Problem,
    state::Api,
};

/// List tasks, newest first
#[utoipa::path(
    get,
    path = "/api/v1/tasks",
    operation_id = "list_tasks",
    tag = "tasks",
    params(TaskFilters, PageParameters),
    responses(
        (status = 200, description = "A page of tasks", body = TaskList<'_>),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let asked = TaskQuery {
        owner: query.parsed::<OwnerId>("user_id", "user_id").unwrap_or_else(|| by.owner.clone()),
        status: query.parsed::<TaskStatus>("status", "enum"),
        task_type: query.parsed("type", "enum"),
        priority: priority(&mut query),
        tag: query.text("tag"),
        limit,
        cursor,
    };
    let uri = query.finish()?;
    let page = task::list(&*api.tasks, &by, &asked).await?;
    Ok(TaskList::respond(&page, &uri, &api.task_defaults, api.clock.now()))
}

fn priority(query: &mut Query) -> Option<Priority> {
    let text = query.text("priority")?;
    let parsed = Priority::parse(&text.into(), &Path::of("query").key("priority"));
    parsed.map_err(|violation| query.push(violation)).ok()
}
