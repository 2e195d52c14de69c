//! The audit trail: who changed what, and its values before and after.
//!
//! Most entries are derived from changes of rows ([`RecordChange`]). An action that changes no row, such as a
//! rejected request, is appended by whoever decides on it (the port `AuditTrail`). To audit a new kind of
//! record, implement [`Audited`].

pub mod action;
pub mod diff;
pub mod record;

use beadle_values::id::{EventId, OwnerId, TaskId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{
    action::{AuditAction, Subject, Verb},
    diff::FieldChange,
    record::{Audited, RecordChange, summary},
};
use super::change::{ChangeRecord, ExecutionFacts};

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Deterministic, so that a retry of the same change gives the same entry.
    pub id: EventId,
    /// When it was done.
    pub at: Timestamp,
    /// What was done.
    pub action: AuditAction,
    /// The owner of the subject; `None` if it must not be revealed, as for a rejected request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerId>,
    /// Who did it; `None` for an unauthenticated caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<OwnerId>,
    /// The id of the subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The task that was changed, or whose execution was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// The changed members, with secrets masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// The rejected request, for `request.denied`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

/// A rejected request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The HTTP method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The status of the response.
    pub status: u16,
    /// The error code of the response.
    pub code: String,
}

impl AuditEntry {
    /// The entry for a change of a row.
    pub(super) fn of(record: &ChangeRecord, change: RecordChange) -> Self {
        let RecordChange { action, owner, actor, subject, task_id, changes } = change;
        Self {
            id: EventId::for_change(&record.shard, record.sequence.as_str(), "audit"),
            at: record.at,
            action,
            owner: Some(owner),
            actor: Some(actor),
            subject: Some(subject),
            task_id,
            changes,
            refused: None,
        }
    }

    /// The entry for an action of `actor` at `at` on `subject`, which belongs to `owner` if that is known,
    /// where no row changes. Repeating the action in the same millisecond gives the same entry.
    pub fn new(
        action: AuditAction,
        actor: &OwnerId,
        owner: Option<&OwnerId>,
        subject: impl ToString,
        task_id: Option<TaskId>,
        at: Timestamp,
    ) -> Self {
        let subject = subject.to_string();
        let parts = [&action.to_string(), actor.as_str(), &subject, &at.as_millisecond().to_string()];
        Self {
            id: EventId::for_audit(&parts),
            at,
            action,
            owner: owner.cloned(),
            actor: Some(actor.clone()),
            subject: Some(subject),
            task_id,
            changes: Vec::new(),
            refused: None,
        }
    }

    /// The entry for a change that `actor` made at `at` to the members of `subject`, where no row changes.
    /// The subject was created if `before` is empty, and deleted if `after` is empty. `None` if nothing
    /// changed.
    pub fn of_edit(
        kind: Subject,
        actor: &OwnerId,
        owner: Option<&OwnerId>,
        subject: impl ToString,
        (before, after): (&Map<String, Value>, &Map<String, Value>),
        at: Timestamp,
    ) -> Option<Self> {
        let changes = diff::changes(before, after);
        let verb = match (before.is_empty(), after.is_empty()) {
            (true, true) => return None,
            (true, false) => Verb::Created,
            (false, true) => Verb::Deleted,
            (false, false) if changes.is_empty() => return None,
            (false, false) => Verb::Updated,
        };
        let action = Self::new(AuditAction { subject: kind, verb }, actor, owner, subject, None, at);
        // A different change in the same millisecond is a different entry.
        #[expect(clippy::expect_used, reason = "names and JSON values always serialize")]
        let changed = serde_json::to_string(&changes).expect("changes are JSON");
        let id = EventId::for_audit(&[&action.id.to_string(), &changed]);
        Some(Self { id, changes, ..action })
    }

    /// The entry for an execution that was cancelled because its owner's account was closed, derived from the
    /// change of its row.
    pub(super) fn of_closing(record: &ChangeRecord, execution: &ExecutionFacts) -> Self {
        let change = RecordChange {
            action: AuditAction { subject: Subject::Execution, verb: Verb::Cancelled },
            owner: execution.owner.clone(),
            actor: OwnerId::user_deleted(),
            subject: execution.id.to_string(),
            task_id: execution.task_id,
            changes: Vec::new(),
        };
        Self::of(record, change)
    }

    /// The entry for a request of `actor` that was rejected at `at`. There is one per caller, method, route
    /// and code in a minute, so that a flood of rejected requests does not cause a flood of writes. `route`
    /// is the path with its placeholders.
    pub fn of_refusal(refused: Refused, route: &str, actor: Option<&OwnerId>, at: Timestamp) -> Self {
        let minute = at.as_second().div_euclid(60).to_string();
        let actor_name = actor.map_or("", OwnerId::as_str);
        Self {
            id: EventId::for_audit(&[
                "refused",
                actor_name,
                refused.method.as_str(),
                route,
                &refused.code,
                &minute,
            ]),
            at,
            action: AuditAction { subject: Subject::Request, verb: Verb::Denied },
            owner: None,
            actor: actor.cloned(),
            subject: None,
            task_id: None,
            changes: Vec::new(),
            refused: Some(refused),
        }
    }
}
