//! List the executions of a batch.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{execution::ListOf, port::ExecutionOrder};

use crate::{
    executions::list::{ExecutionFilters, ExecutionSort, list_of},
    http::{BatchPath, Caller, PageParameters, Problem, Query},
    state::Api,
};

/// List the executions of a batch
///
/// In an order that does not change, which need not be that of time.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/batches/{id}/executions",
    operation_id = "list_batch_executions",
    tag = "batches",
    params(("id" = String, Path, description = "The id of the batch"), ExecutionFilters, PageParameters),
    responses(
        (status = 200, description = "A page of executions", body = crate::executions::list::ExecutionList<'_>),
        (status = 404, description = "The batch does not exist"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn executions(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    BatchPath(id): BatchPath,
    Query { given, uri }: Query<(PageParameters, ExecutionFilters)>,
) -> Result<Response, Problem> {
    let (page, filters) = given;
    let order = ExecutionSort { order: ExecutionOrder::default() };
    list_of(&api, &by, ListOf::Batch(id), (page, (filters, order)), &uri).await
}
