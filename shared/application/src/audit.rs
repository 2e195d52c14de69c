//! The audit trail, for admins.

use beadle_domain::{access::Principal, projection::AuditEntry};
use beadle_values::page::Page;

use crate::{
    Operation, Refusal,
    port::{AuditQuery, AuditTrail},
};

/// A page of the audit trail.
///
/// # Errors
/// [`Refusal::Denied`] to all but admins, [`Refusal::Store`].
pub async fn list(
    trail: &dyn AuditTrail,
    by: &Principal,
    query: &AuditQuery,
) -> Result<Page<AuditEntry>, Refusal> {
    Operation::AuditTrail.check_own(by)?;
    Ok(trail.list(query).await?)
}

/// Appends `entry` as well as it can: what was done is done, and what was refused is refused, whether or not that can be
/// written down. Where it can't, the log has it.
pub async fn note(log: &dyn AuditTrail, entry: &AuditEntry) {
    if let Err(error) = log.append(entry).await {
        let actor = entry.actor.as_ref().map_or("", |actor| actor.as_str());
        let (action, subject) = (entry.action, entry.subject.as_deref().unwrap_or_default());
        tracing::error!(%error, %action, actor, subject, "an entry of the audit trail is lost");
    }
}
