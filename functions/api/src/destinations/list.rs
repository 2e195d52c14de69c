//! List destinations.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::ConfigQuery;
use beadle_domain::{
    config::Config,
    resource_key::{ResourceKey, resource_key},
};
use beadle_values::{body::optional, id::OwnerId, page::Page, query};
use http::Uri;
use serde::Serialize;

use super::response::DestinationResponse;

use crate::{
    http::{Caller, PageParameters, Problem, Query, extract::user, page},
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

query! {
    /// Which configs to list.
    pub(crate) struct ConfigFilters {
        /// Only the one with this key, of those that are not another's.
        key: Option<ResourceKey> = optional(resource_key()),
        /// Only those that this plan keeps.
        plan: Option<ResourceKey> = optional(resource_key()),
        /// Those of another user, with the shared ones: for operators and admins.
        user_id: Option<OwnerId> = optional(user()),
    }
}

/// List configs, newest first
///
/// The caller's own configs and those shared with everyone.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/configs",
    operation_id = "list_configs",
    tag = "configs",
    params(ConfigFilters, PageParameters),
    responses(
        (status = 200, description = "A page of configs", body = DestinationList<'_>),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (page, filters), uri }: Query<(PageParameters, ConfigFilters)>,
) -> Result<Response, Problem> {
    let PageParameters { limit, cursor } = page;
    let owner = filters.user_id.clone().unwrap_or_else(|| by.owner.clone());
    let ConfigFilters { key, plan, .. } = filters;
    let query = ConfigQuery { owner, key, plan, limit, cursor };
    let page = api.services.configs.list(&by, &query).await?;
    Ok(DestinationList::respond(&page, &uri))
}

impl DestinationList<'_> {
    pub(crate) fn respond(page: &Page<Config>, uri: &Uri) -> Response {
        let configs = page.items.iter().map(DestinationResponse::of).collect();
        page::respond(&DestinationList { configs, next_cursor: page::cursor(page) }, uri, page.next.as_ref())
    }
}
