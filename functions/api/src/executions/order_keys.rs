//! List order keys.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::execution::OrderKey;
use beadle_domain::execution::Status;
use beadle_values::id::ExecutionId;
use serde::Serialize;

use crate::{
    http::{Caller, OwnerParameters, PageParameters, Problem, Query, page},
    state::Api,
};

/// A page of order keys.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct OrderKeyList<'a> {
    /// The order keys with executions that have not ended, or are blocked, in order.
    order_keys: Vec<OrderKeyResponse<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a next page.
    next_cursor: Option<&'a str>,
}

/// An order key.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = OrderKey))]
pub(crate) struct OrderKeyResponse<'a> {
    /// The key.
    #[cfg_attr(test, schema(example = "acme"))]
    order_key: &'a str,
    /// Whether the first execution failed, so that the others wait until it is retried or skipped.
    blocked: bool,
    /// Id of the first execution: the only one of the key that runs.
    #[cfg_attr(test, schema(value_type = String))]
    execution_id: ExecutionId,
    /// Status of the first execution.
    execution_status: Status,
    /// Number of executions behind it, counted up to 1,000.
    behind: usize,
}

/// List order keys
///
/// The keys with executions that have not ended, or that are blocked by one that failed. On AWS a page costs two small queries
/// for each key.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/order-keys",
    operation_id = "list_order_keys",
    tag = "executions",
    params(OwnerParameters, PageParameters),
    responses(
        (status = 200, description = "A page of order keys", body = OrderKeyList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (page, owner), uri }: Query<(PageParameters, OwnerParameters)>,
) -> Result<Response, Problem> {
    let PageParameters { limit, cursor } = page;
    let page = api.services.executions.order_keys(&by, &owner.owner(&by), limit, cursor).await?;
    let order_keys = page.items.iter().map(OrderKeyResponse::from).collect();
    let list = OrderKeyList { order_keys, next_cursor: page::cursor(&page) };
    Ok(page::respond(&list, &uri, page.next.as_ref()))
}

impl<'a> From<&'a OrderKey> for OrderKeyResponse<'a> {
    fn from(key: &'a OrderKey) -> Self {
        Self {
            order_key: &key.key,
            blocked: key.is_blocked(),
            execution_id: key.first.id(),
            execution_status: key.first.status(),
            behind: key.behind,
        }
    }
}
