//! List destinations.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::ConfigQuery;
use beadle_domain::config::Config;
use beadle_values::page::Page;
use http::Uri;
use serde::Serialize;

use super::response::DestinationResponse;

use crate::{
    http::{Caller, Problem, Query, page},
    state::Api,
};

/// A page of configs, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ConfigList))]
pub(crate) struct DestinationList<'a> {
    /// The configs.
    configs: Vec<DestinationResponse<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// Which configs to list.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct ConfigFilters {
    /// Those of another user, with the shared ones: for operators and admins.
    #[param(min_length = 1, max_length = 255)]
    user_id: Option<String>,
}

/// List configs, newest first
///
/// The caller's own configs and those shared with everyone.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/configs",
    operation_id = "list_configs",
    tag = "configs",
    params(ConfigFilters, crate::http::parameters::PageParameters),
    responses(
        (status = 200, description = "A page of configs", body = DestinationList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let owner = query.owner(&by);
    let uri = query.finish()?;
    let page = api.configs.list(&by, &ConfigQuery { owner, limit, cursor }).await?;
    Ok(DestinationList::respond(&page, &uri))
}

impl DestinationList<'_> {
    pub(crate) fn respond(page: &Page<Config>, uri: &Uri) -> Response {
        let configs = page.items.iter().map(DestinationResponse::of).collect();
        page::respond(&DestinationList { configs, next_cursor: page::cursor(page) }, uri, page.next.as_ref())
    }
}
