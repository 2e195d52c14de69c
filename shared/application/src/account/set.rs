//! An admin says what an owner may use.

use beadle_domain::{
    access::Principal,
    account::{Account, Credits, SubscriptionLevel},
    projection::{AuditEntry, audit::Subject},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    LevelPorts,
    change::{Change, change},
    release,
};
use crate::{Operation, Refusal, audit, task};

/// What is said; the rest stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AccountChange {
    /// The level; `Some(None)` leaves it to the token again.
    pub level: Option<Option<SubscriptionLevel>>,
    /// The budget of a month; `Some(None)` is the level's.
    pub monthly_credits: Option<Option<Credits>>,
}

/// Makes `said` hold for `owner`, with all that follows for its tasks and for the executions that wait, and enters it in the
/// audit trail.
///
/// # Errors
/// [`Refusal::Denied`] for all but admins, [`Refusal::Store`], [`Refusal::Scheduler`], [`Refusal::Contended`].
pub async fn set(
    ports: LevelPorts<'_>,
    by: &Principal,
    owner: &OwnerId,
    said: AccountChange,
    now: Timestamp,
) -> Result<Account, Refusal> {
    Operation::ChangeAccount.check_own(by)?;
    let (before, account) = change(ports.tasks.accounts.accounts, owner, now, |account| {
        let level = said.level.unwrap_or(account.level);
        let next = Account {
            level,
            level_since: if said.level.is_some() { Some(now) } else { account.level_since },
            monthly_credits: said.monthly_credits.unwrap_or(account.monthly_credits),
            ..account.clone()
        };
        Change::Write(next.clone(), (account.clone(), next))
    })
    .await?;
    let stated = (&before.audited(), &account.audited());
    if let Some(entry) = AuditEntry::of_edit(Subject::Account, &by.owner, Some(owner), owner, stated, now) {
        audit::note(ports.audit_log, &entry).await;
    }
    if said.level.is_some() {
        task::fit(ports.tasks, owner, &account.limits(), now).await?;
    }
    release(ports.executions, owner, now).await?;
    Ok(account)
}
