//! List numbered tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::spec::TaskType;

use super::response::TasktrackItem;

use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Default and maximum page size.
const MAX_LIMIT: usize = 1_000;

/// Where the list starts and how long it is.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct NumberedPageParameters {
    /// About how many: a page of the store is answered whole.
    #[param(minimum = 1, maximum = 1000, default = 1000)]
    limit: Option<usize>,
    /// From the `Link` of the page before.
    cursor: Option<String>,
}

/// List all tasks
///
/// The tasks of the caller, ordered by number. If there are more than fit on a page, `Link` points to the
/// older ones.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/task",
    operation_id = "list_numbered_tasks",
    tag = "numbered tasks",
    params(NumberedPageParameters),
    responses(
        (status = 200, description = "The tasks", body = Vec<TasktrackItem<'_>>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let limit = query.number("limit", MAX_LIMIT, MAX_LIMIT);
    let cursor = query.text("cursor").map(beadle_values::page::Cursor);
    let uri = query.finish()?;
    let filter = TaskQuery {
        task_type: Some(TaskType::Simulated),
        cursor,
        ..TaskQuery::newest(by.owner.clone(), limit, api.clock.now())
    };
    let page = api.numbered_tasks.list(&by, filter, limit).await?;
    Ok(TasktrackItem::respond(&page, &uri))
}
