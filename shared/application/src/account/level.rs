//! An owner's subscription has changed.

use beadle_domain::{
    account::{Account, SubscriptionLevel},
    projection::{AuditEntry, audit::Subject},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    ReleasePorts,
    change::{Change, change},
    release,
};
use crate::{
    Refusal, audit,
    port::AuditTrail,
    task::{self, Fitted, TaskPorts},
};

/// What it takes to change a level and all that follows from it.
#[derive(Clone, Copy)]
pub struct LevelPorts<'a> {
    /// Tasks, the scheduler and accounts.
    pub tasks: TaskPorts<'a>,
    /// The executions that wait.
    pub executions: ReleasePorts<'a>,
    /// Where it is entered who said what.
    pub audit_log: &'a dyn AuditTrail,
}

/// What a change of level led to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LevelChange {
    /// Whether the level was changed; `false` when something later was said before.
    pub changed: bool,
    /// Tasks that were paused, and that go on.
    pub tasks: Fitted,
    /// Executions that waited and go on.
    pub released: usize,
}

/// Gives `owner` the level `level` as of `as_of`, as `actor` says: pauses the tasks that no longer fit, newest first, lets
/// those go on that were paused for a limit and fit again, and releases the executions that waited for a limit or for
/// credits. What was said as of a later time stays. A repeat goes on where the one before stopped.
///
/// # Errors
/// [`Refusal::Store`], [`Refusal::Scheduler`], [`Refusal::Contended`]: ask again.
pub async fn change_level(
    ports: LevelPorts<'_>,
    actor: &OwnerId,
    owner: &OwnerId,
    level: SubscriptionLevel,
    as_of: Timestamp,
    now: Timestamp,
) -> Result<LevelChange, Refusal> {
    let changed = change(ports.tasks.accounts.accounts, owner, now, |account| {
        if account.level_since.is_some_and(|since| since > as_of) {
            return Change::Keep(None);
        }
        let next = Account { level: Some(level), level_since: Some(as_of), ..account.clone() };
        let limits = next.limits();
        let both = (account.clone(), next.clone());
        if next == *account {
            Change::Keep(Some((limits, both)))
        } else {
            Change::Write(next, Some((limits, both)))
        }
    })
    .await?;
    let Some((limits, (before, after))) = changed else { return Ok(LevelChange::default()) };
    let stated = (&before.audited(), &after.audited());
    if let Some(entry) = AuditEntry::of_edit(Subject::Account, actor, Some(owner), owner, stated, now) {
        audit::note(ports.audit_log, &entry).await;
    }
    let tasks = task::fit(ports.tasks, owner, &limits, now).await?;
    let released = release(ports.executions, owner, now).await?;
    Ok(LevelChange { changed: true, tasks, released })
}
