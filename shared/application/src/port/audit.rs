//! The audit trail.

use async_trait::async_trait;
use beadle_domain::projection::audit::{AuditAction, AuditEntry};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::{Cursor, Page},
};
use jiff::Timestamp;

use super::StoreError;

/// Appends what no change of a row tells: deeds that leave none behind, and refusals.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// Appends `entry`, unless one with its id is there already.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError>;
}

/// What to list, newest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditQuery {
    /// Only what belongs to this user or was done by it.
    pub user: Option<OwnerId>,
    /// Only this.
    pub action: Option<AuditAction>,
    /// Only what is about this task.
    pub task_id: Option<TaskId>,
    /// Only from here on.
    pub from: Option<Timestamp>,
    /// Only before here.
    pub to: Option<Timestamp>,
    /// How many at most, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

impl AuditQuery {
    /// Whether `entry` is among what is asked for, its time aside.
    pub fn matches(&self, entry: &AuditEntry) -> bool {
        let concerns =
            |user: &OwnerId| entry.owner.as_ref() == Some(user) || entry.actor.as_ref() == Some(user);
        self.user.as_ref().is_none_or(concerns)
            && self.action.is_none_or(|action| action == entry.action)
            && self.task_id.is_none_or(|task| entry.task_id == Some(task))
    }
}

/// Reads the audit trail.
#[async_trait]
pub trait ReadAudit: Send + Sync {
    /// A page of entries, newest first (by time, then id). A page that is shorter than asked may still have another.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another's making.
    async fn list(&self, query: &AuditQuery) -> Result<Page<AuditEntry>, StoreError>;
}
