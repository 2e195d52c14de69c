//! The audit trail.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::AuditQuery;

use super::response::audit::AuditList;

use crate::{
    http::{Caller, Problem, Query},
    state::Api,
};

/// Which entries to list.
#[cfg(test)]
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what the route reads")]
pub(crate) struct AuditFilters {
    /// Only what belongs to this user, or was done by it.
    user_id: Option<String>,
    /// Only this action.
    #[param(example = "task.updated")]
    action: Option<String>,
    /// Only what is about this task.
    task_id: Option<String>,
    /// Only from this time on.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Only before this time.
    #[param(format = DateTime)]
    to: Option<String>,
}

/// List audit entries, newest first
///
/// Who changed what, with the values before and after and credentials masked; and denied requests, at most
/// one entry per minute, caller, route and reason. For admins.
#[cfg_attr(test, utoipa::path(
    get,
    path = "/api/v1/audit",
    operation_id = "list_audit",
    tag = "audit",
    params(AuditFilters, crate::http::parameters::PageParameters),
    responses(
        (status = 200, description = "A page of entries", body = AuditList<'_>),
        (status = 403, description = "Only admins may read the audit trail"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
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
    let filter = AuditQuery { user, action, task_id, from, to, limit, cursor };
    let uri = query.finish()?;
    let page = api.audit.list(&by, &filter).await?;
    Ok(AuditList::respond(&page, &uri))
}
