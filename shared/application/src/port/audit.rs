//! The audit trail.

use async_trait::async_trait;
use beadle_domain::projection::audit::{AuditAction, AuditEntry};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::{Cursor, Page},
};
use jiff::Timestamp;

use super::StoreError;

/// A query for a list of audit entries, newest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditQuery {
    /// Only entries about what this user owns or did.
    pub user: Option<OwnerId>,
    /// Only entries of this action.
    pub action: Option<AuditAction>,
    /// Only entries about this task.
    pub task_id: Option<TaskId>,
    /// Only entries at this time or later.
    pub from: Option<Timestamp>,
    /// Only entries before this time.
    pub to: Option<Timestamp>,
    /// The most entries to return, 1 to 100.
    pub limit: usize,
    /// The start of the page; `None` for the first one.
    pub cursor: Option<Cursor>,
}

impl AuditQuery {
    /// Whether `entry` matches the query, apart from its time.
    pub fn matches(&self, entry: &AuditEntry) -> bool {
        let concerns =
            |user: &OwnerId| entry.owner.as_ref() == Some(user) || entry.actor.as_ref() == Some(user);
        self.user.as_ref().is_none_or(concerns)
            && self.action.is_none_or(|action| action == entry.action)
            && self.task_id.is_none_or(|task| entry.task_id == Some(task))
    }
}

/// Appends to the audit trail and lists it.
#[async_trait]
pub trait AuditTrail: Send + Sync {
    /// Appends `entry`, unless one with its id exists. For changes that leave no row, and for refusals; the
    /// projector appends an entry for each change of a row.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn append(&self, entry: &AuditEntry) -> Result<(), StoreError>;

    /// A page of entries, newest first (by time, then id). A page may be short and still have a next one.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another store.
    async fn list(&self, query: &AuditQuery) -> Result<Page<AuditEntry>, StoreError>;
}
