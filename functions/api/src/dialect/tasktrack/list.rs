//! List numbered tasks.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::TaskQuery;
use beadle_domain::spec::TaskType;
use beadle_values::{
    body::{optional, otherwise},
    page::Cursor,
    query,
};
use serde_json::json;

use super::response::TasktrackItem;

use crate::{
    http::{
        Caller, Problem, Query,
        extract::{cursor, up_to},
    },
    state::Api,
};

/// Default and maximum page size.
const MAX_LIMIT: usize = 1_000;

query! {
    /// Where the list starts and how long it is.
    pub(crate) struct NumberedPageParameters {
        /// About how many: a page of the store is answered whole.
        limit: usize = otherwise(up_to(MAX_LIMIT, || json!({"default": MAX_LIMIT})), || MAX_LIMIT),
        /// From the `Link` of the page before.
        cursor: Option<Cursor> = optional(cursor()),
    }
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
    Query { given: NumberedPageParameters { limit, cursor }, uri }: Query<NumberedPageParameters>,
) -> Result<Response, Problem> {
    let filter = TaskQuery {
        task_type: Some(TaskType::Simulated),
        cursor,
        ..TaskQuery::newest(by.owner.clone(), limit, api.now())
    };
    let page = api.services.numbered_tasks.list(&by, filter, limit).await?;
    Ok(TasktrackItem::respond(&page, &uri, api.now()))
}
