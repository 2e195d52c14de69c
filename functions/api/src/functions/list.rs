//! List functions.

use std::sync::Arc;

use axum::{Json, extract::State, response::IntoResponse, response::Response};

use super::response::FunctionList;
use crate::{
    http::{Caller, Problem},
    state::Api,
};

/// List functions
///
/// All functions, ordered by name, without their source.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/functions",
    operation_id = "list_functions",
    tag = "functions",
    responses((status = 200, description = "The functions", body = FunctionList<'_>))
))]
pub(crate) async fn list(State(api): State<Arc<Api>>, Caller(by): Caller) -> Result<Response, Problem> {
    let functions = api.services.functions.list(&by).await?;
    Ok(Json(FunctionList::of(&functions)).into_response())
}
