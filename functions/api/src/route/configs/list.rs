//! List configs.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::{config, port::ConfigQuery};

use crate::{
    answer::ConfigList,
    auth::Caller,
    document::{ConfigFilters, PageParameters},
    extract::Query,
    problem::Problem,
    state::Api,
};

/// List configs, newest first
///
/// The caller's own and those that are shared with everyone.
#[utoipa::path(
    get,
    path = "/api/v1/configs",
    operation_id = "list_configs",
    tag = "configs",
    params(ConfigFilters, PageParameters),
    responses(
        (status = 200, description = "A page of configs", body = ConfigList<'_>),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let owner = query.owner(&by);
    let uri = query.finish()?;
    let page = config::list(&*api.configs, &by, &ConfigQuery { owner, limit, cursor }).await?;
    Ok(ConfigList::respond(&page, &uri))
}
