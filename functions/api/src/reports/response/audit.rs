//! Response about the audit trail.

use axum::response::Response;
use beadle_domain::projection::{
    AuditEntry,
    audit::{FieldChange, Refused},
};
use beadle_values::{
    id::{EventId, TaskId},
    page::Page,
};
use http::Uri;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::http::page::respond;

/// A page of the audit trail, newest first.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct AuditList<'a> {
    /// The entries.
    entries: Vec<EntryResponse<'a>>,
    /// The `cursor` of the next page; null on the last page. A page may be short or empty and still have a
    /// next page.
    next_cursor: Option<&'a str>,
}

/// An entry of the audit trail.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = AuditEntry))]
struct EntryResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "evt_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: EventId,
    /// Time of the event.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    time: Timestamp,
    /// Action.
    #[cfg_attr(test, schema(example = "task.updated"))]
    action: String,
    /// User who performed the action; null for an unauthenticated caller.
    actor: Option<&'a str>,
    /// Owner of the subject; null if unknown.
    user_id: Option<&'a str>,
    /// Id of the subject of the action.
    #[cfg_attr(test, schema(example = "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    subject: Option<&'a str>,
    /// Id of the task that is the subject, or whose execution is the subject.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    task_id: Option<TaskId>,
    /// Changed members, with credentials masked.
    changes: Vec<FieldChangeResponse<'a>>,
    /// The denied request, for `request.denied`.
    refused: Option<RefusedRequestResponse<'a>>,
}

/// A member before and after a change.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = FieldChange))]
struct FieldChangeResponse<'a> {
    /// Name of the member.
    field: &'a str,
    /// Value before the change; null if there was none. A long value is replaced by an object with
    /// `omitted_bytes`.
    before: &'a Value,
    /// Value after the change; null if there is none.
    after: &'a Value,
}

/// A denied request.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = RefusedRequest))]
struct RefusedRequestResponse<'a> {
    /// Method.
    #[cfg_attr(test, schema(example = "GET"))]
    method: &'a str,
    /// Path.
    path: &'a str,
    /// Status of the response. A 404 may hide a resource that the caller may not see.
    #[cfg_attr(test, schema(example = 403))]
    status: u16,
    /// Code of the problem.
    #[cfg_attr(test, schema(example = "permission_denied"))]
    code: &'a str,
}

impl AuditList<'_> {
    pub(crate) fn respond(page: &Page<AuditEntry>, uri: &Uri) -> Response {
        let next_cursor = page.next.as_ref().map(|next| next.0.as_str());
        let entries = page.items.iter().map(EntryResponse::of).collect();
        respond(&AuditList { entries, next_cursor }, uri, page.next.as_ref())
    }
}

impl<'a> EntryResponse<'a> {
    fn of(entry: &'a AuditEntry) -> Self {
        Self {
            id: entry.id,
            time: entry.at,
            action: entry.action.to_string(),
            actor: entry.actor.as_ref().map(|actor| actor.as_str()),
            user_id: entry.owner.as_ref().map(|owner| owner.as_str()),
            subject: entry.subject.as_deref(),
            task_id: entry.task_id,
            changes: entry.changes.iter().map(FieldChangeResponse::of).collect(),
            refused: entry.refused.as_ref().map(RefusedRequestResponse::of),
        }
    }
}

impl<'a> FieldChangeResponse<'a> {
    fn of(change: &'a FieldChange) -> Self {
        let FieldChange { field, before, after } = change;
        Self { field, before, after }
    }
}

impl<'a> RefusedRequestResponse<'a> {
    fn of(refused: &'a Refused) -> Self {
        let Refused { method, path, status, code } = refused;
        Self { method, path, status: *status, code }
    }
}
