//! List batches.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_values::{body::optional, id::OwnerId, query};
use serde::Serialize;

use super::response::BatchResponse;
use crate::{
    http::{Caller, PageParameters, Problem, Query, extract::user, page},
    state::Api,
};

/// A page of batches, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct BatchList<'a> {
    /// The batches.
    batches: Vec<BatchResponse<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

query! {
    /// Which batches to list.
    pub(crate) struct BatchFilters {
        /// Those of another user: for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
}

/// List batches, newest first
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/batches",
    operation_id = "list_batches",
    tag = "batches",
    params(BatchFilters, PageParameters),
    responses(
        (status = 200, description = "A page of batches", body = BatchList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (page, filters), uri }: Query<(PageParameters, BatchFilters)>,
) -> Result<Response, Problem> {
    let PageParameters { limit, cursor } = page;
    let found = api.services.batches.list(&by, filters.user_id, limit, cursor).await?;
    let now = api.now();
    let batches = found.items.iter().map(|counted| BatchResponse::of(counted, now)).collect();
    let list = BatchList { batches, next_cursor: page::cursor(&found) };
    Ok(page::respond(&list, &uri, found.next.as_ref()))
}
