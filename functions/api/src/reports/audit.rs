//! The audit trail.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use beadle_application::port::AuditQuery;
use beadle_domain::projection::audit::AuditAction;
use beadle_values::{
    body::{Shape, optional, parsed, time},
    id::{OwnerId, TaskId},
    query,
};
use jiff::Timestamp;
use serde_json::json;

use super::response::audit::AuditList;

use crate::{
    http::{
        Caller, PageParameters, Problem, Query,
        extract::{check_span, task_id, user},
    },
    state::Api,
};

query! {
    /// Which entries to list.
    pub(crate) struct AuditFilters {
        /// Only what belongs to this user, or was done by it.
        user_id: Option<OwnerId> = optional(user()),
        /// Only this action.
        action: Option<AuditAction> = optional(parsed("enum").shown(|| json!({"example": "task.updated"}))),
        /// Only what is about this task.
        task_id: Option<TaskId> = optional(task_id()),
        /// Only from this time on.
        from: Option<Timestamp> = optional(time()),
        /// Only before this time.
        to: Option<Timestamp> = optional(time()),
    }
    check |given, _members, path, violations| {
        check_span(given.from, given.to, path, violations);
    }
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
    params(AuditFilters, PageParameters),
    responses(
        (status = 200, description = "A page of entries", body = AuditList<'_>),
        (status = 403, description = "Only admins may read the audit trail"),
        (status = 422, description = "A parameter is invalid"),
    )
))]
pub(crate) async fn list(
    State(api): State<Arc<Api>>,
    Caller(by): Caller,
    Query { given: (page, filters), uri }: Query<(PageParameters, AuditFilters)>,
) -> Result<Response, Problem> {
    let PageParameters { limit, cursor } = page;
    let AuditFilters { user_id: user, action, task_id, from, to } = filters;
    let filter = AuditQuery { user, action, task_id, from, to, limit, cursor };
    let page = api.services.audit.list(&by, &filter).await?;
    Ok(AuditList::respond(&page, &uri))
}
