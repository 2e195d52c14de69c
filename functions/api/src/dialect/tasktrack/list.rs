//! List the tasks that have numbers.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::spec::TaskType;

use super::response::TasktrackItem;
use crate::{
    document::NumberedPageParameters,
    http::{Caller, Problem, Query},
    state::Api,
};

/// How many tasks are answered where no limit is asked for, and at most.
const MOST: usize = 1_000;

/// List all tasks
///
/// Those of the caller, by their numbers; where there are more than are answered at once, `Link` leads to the older ones.
#[utoipa::path(
    get,
    path = "/api/task",
    operation_id = "list_numbered_tasks",
    tag = "numbered tasks",
    params(NumberedPageParameters),
    responses(
        (status = 200, description = "The tasks", body = Vec<TasktrackItem<'_>>),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let limit = query.number("limit", MOST, MOST);
    let cursor = query.text("cursor").map(beadle_values::page::Cursor);
    let uri = query.finish()?;
    let asked = TaskQuery {
        task_type: Some(TaskType::Simulated),
        cursor,
        ..TaskQuery::newest(by.owner.clone(), limit, api.clock.now())
    };
    let page = api.numbered_tasks.list(&by, asked, limit).await?;
    Ok(TasktrackItem::respond(&page, &uri))
}
