//! The audit trail: its list, for admins, and the entries that services append.
//!
//! The projector appends an entry for each change of an audited row. Where no such change shows who did it, as for a removal or
//! a top-up, a service hands the entry to the port, which writes it with the change. What changes several rows or none, such as a
//! request to cancel or the reset of a gate, has its entry appended. Doing that in the service means that every entry point is
//! audited.

use std::sync::Arc;

use beadle_domain::{
    access::Principal,
    projection::{
        AuditEntry,
        audit::{AuditAction, Subject, Verb},
    },
};
use beadle_values::{
    cause::Chain,
    id::{OwnerId, TaskId},
    page::Page,
};
use serde_json::{Map, Value};

use crate::{
    Call, Error, Operation,
    port::{AuditQuery, AuditTrail},
};

/// The audit trail as callers see it.
#[derive(Clone)]
pub struct AuditService {
    /// The trail.
    pub trail: Arc<dyn AuditTrail>,
}

impl AuditService {
    /// A page of the audit trail.
    ///
    /// # Errors
    /// [`Error::Denied`] for all but admins, [`Error::Store`].
    pub async fn list(&self, by: &Principal, query: &AuditQuery) -> Result<Page<AuditEntry>, Error> {
        Operation::ReadAudit.check_own(by)?;
        Ok(self.trail.list(query).await?)
    }

    /// Appends an entry on a best-effort basis; see [`append`].
    pub async fn append(&self, entry: &AuditEntry) {
        append(&*self.trail, entry).await;
    }
}

/// What an action was done to.
pub(crate) struct Target<'a> {
    /// Its owner, if it has one.
    pub(crate) owner: Option<&'a OwnerId>,
    /// Its id.
    pub(crate) id: String,
    /// The task that it belongs to.
    pub(crate) task: Option<TaskId>,
}

impl<'a> Target<'a> {
    /// Something of `owner` that belongs to no task.
    pub(crate) fn new(owner: Option<&'a OwnerId>, id: impl ToString) -> Self {
        Self { owner, id: id.to_string(), task: None }
    }
}

/// Records that the caller did `verb` to a `subject`, which is `target`.
pub(crate) async fn audit(
    trail: &dyn AuditTrail,
    call: Call<'_>,
    action: (Subject, Verb),
    target: Target<'_>,
) {
    append(trail, &entry(call, action, target)).await;
}

/// The entry for an edit by the caller of the members of `target` from `before` to `after`. An empty `before` means that it is
/// created, an empty `after` that it is removed. None if nothing changes.
pub(crate) fn edit(
    call: Call<'_>,
    subject: Subject,
    target: Target<'_>,
    members: (&Map<String, Value>, &Map<String, Value>),
) -> Option<AuditEntry> {
    let Target { owner, id, .. } = target;
    AuditEntry::of_edit(subject, &call.by.owner, owner, id, members, call.now)
}

/// The entry for a caller that does `verb` to a `subject`, which is `target`.
pub(crate) fn entry(call: Call<'_>, (subject, verb): (Subject, Verb), target: Target<'_>) -> AuditEntry {
    let Target { owner, id, task } = target;
    AuditEntry::new(AuditAction { subject, verb }, &call.by.owner, owner, id, task, call.now)
}

/// Appends `entry` on a best-effort basis: the action has happened whether or not it can be recorded. An
/// entry that can't be appended goes to the log.
pub(crate) async fn append(trail: &dyn AuditTrail, entry: &AuditEntry) {
    if let Err(error) = trail.append(entry).await {
        let actor = entry.actor.as_ref().map_or("", |actor| actor.as_str());
        let (action, subject) = (entry.action, entry.subject.as_deref().unwrap_or_default());
        tracing::error!(error = %Chain(&error), %action, actor, subject, "failed to append an audit entry");
    }
}
