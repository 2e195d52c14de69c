//! The audit trail.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::AuditQuery;

use super::response::audit::AuditList;
use crate::{
    document::{AuditFilters, PageParameters},
    http::{Caller, Problem, Query},
    state::Api,
};

/// Look at the audit trail, newest first
///
/// Who did what to what, and what it was before and after, credentials masked; and what was refused, one entry a minute for
/// each caller, route and reason. For admins.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    operation_id = "list_audit",
    tag = "audit",
    params(AuditFilters, PageParameters),
    responses(
        (status = 200, description = "A page of entries", body = AuditList<'_>),
        (status = 403, description = "Only admins look at it"),
        (status = 422, description = "A parameter has faults"),
    )
)]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    mut query: Query,
) -> Result<Response, Problem> {
    let (limit, cursor) = query.page();
    let user = query.parsed("user_id", "user_id");
    let action = query.parsed("action", "enum");
    let task_id = query.parsed("task_id", "task_id");
    let (from, to) = query.span();
    let asked = AuditQuery { user, action, task_id, from, to, limit, cursor };
    let uri = query.finish()?;
    let page = api.audit.list(&by, &asked).await?;
    Ok(AuditList::respond(&page, &uri))
}
