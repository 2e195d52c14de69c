//! The audit trail: who did what to what, and what it was before and after.
//!
//! Most entries follow from changes of rows ([`RecordChange`]); what leaves no row behind, such as a refusal, whoever
//! decides it appends (the port `AuditTrail`). A new kind of record joins by implementing [`Audited`].

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
    /// Deterministic: a repeat of the same change is the same entry.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: AuditAction,
    /// Whose it is; `None` where that is not to be known, as of something that was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerId>,
    /// Who did it; `None` for a caller that nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<OwnerId>,
    /// The id of what it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The task it was done to, or to whose execution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// The members that changed, secrets masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// What was refused, for a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

/// A request that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// The status that was answered.
    pub status: u16,
    /// The code that was answered.
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

    /// The entry for something that `actor` did at `at` to `subject`, which belongs to `owner` where that is known, and
    /// that no row tells. The
    /// same thing done again in the same millisecond is the same entry.
    pub fn of_deed(
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
            id: EventId::for_deed(&parts),
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

    /// The entry for what `actor` did at `at` to the members of `subject`, where no row tells: it was created where there
    /// were none `before`, deleted where there are none `after`. `None` when nothing changed.
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
        let deed = Self::of_deed(AuditAction { subject: kind, verb }, actor, owner, subject, None, at);
        // Another change in the same millisecond is another entry.
        let changed = serde_json::to_string(&changes).unwrap_or_default();
        let id = EventId::for_deed(&[&deed.id.to_string(), &changed]);
        Some(Self { id, changes, ..deed })
    }

    /// The entry for an execution that a change of its row calls off because its owner's account was closed.
    pub(super) fn of_closing(record: &ChangeRecord, execution: &ExecutionFacts) -> Self {
        let change = RecordChange {
            action: AuditAction { subject: Subject::Execution, verb: Verb::Cancelled },
            owner: execution.owner.clone(),
            actor: OwnerId::closing(),
            subject: execution.id.to_string(),
            task_id: execution.task_id,
            changes: Vec::new(),
        };
        Self::of(record, change)
    }

    /// The entry for a request that was refused to `actor` at `at`: one for each caller, method, route and code in a minute,
    /// so that a flood of refusals does not become a flood of writes. `route` is the path with its placeholders.
    pub fn of_refusal(refused: Refused, route: &str, actor: Option<&OwnerId>, at: Timestamp) -> Self {
        let minute = at.as_second().div_euclid(60).to_string();
        let actor_name = actor.map_or("", OwnerId::as_str);
        Self {
            id: EventId::for_deed(&[
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
