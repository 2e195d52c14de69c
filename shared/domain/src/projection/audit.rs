//! The audit trail: who changed what.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::change::ChangeRecord;
use crate::{
    id::{EventId, OwnerId, TaskId},
    task::{Task, TaskDraft},
};

/// What was done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// It was created.
    Created,
    /// It was changed.
    Updated,
    /// Its schedule was suspended.
    Paused,
    /// Its schedule goes on.
    Resumed,
    /// It was deleted.
    Deleted,
}

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Deterministic: a repeat of the same change is the same entry.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// Whose task.
    pub owner: OwnerId,
    /// Who did it.
    pub actor: OwnerId,
    /// The task.
    pub task_id: TaskId,
    /// What was done.
    pub action: AuditAction,
    /// The fields that changed.
    pub fields: Vec<String>,
}

impl AuditEntry {
    /// The entry for a write of a task, `None` when nothing that its owner wrote has changed.
    pub(super) fn of(record: &ChangeRecord, before: Option<&Task>, after: &Task) -> Option<Self> {
        let (action, fields) = summary(before, after)?;
        Some(Self {
            id: EventId::for_change(&record.shard, record.sequence.as_str(), "audit"),
            at: record.at,
            owner: after.owner.clone(),
            actor: after.updated_by.clone(),
            task_id: after.id,
            action,
            fields,
        })
    }
}

/// What a write of a task did, and to which fields.
pub fn summary(before: Option<&Task>, after: &Task) -> Option<(AuditAction, Vec<String>)> {
    let Some(before) = before else { return Some((AuditAction::Created, Vec::new())) };
    if before.deleted_at.is_none() && after.deleted_at.is_some() {
        return Some((AuditAction::Deleted, Vec::new()));
    }
    let old = TaskDraft::document(before);
    let fields: Vec<String> = TaskDraft::document(after)
        .into_iter()
        .filter(|(name, value)| old.get(name) != Some(value))
        .map(|(name, _)| name)
        .collect();
    match (before.paused, after.paused) {
        (false, true) => Some((AuditAction::Paused, fields)),
        (true, false) => Some((AuditAction::Resumed, fields)),
        _ if fields.is_empty() => None,
        _ => Some((AuditAction::Updated, fields)),
    }
}
