//! The service of accounts and its ports.

use std::sync::Arc;

use beadle_domain::{
    access::Role,
    account::{Account, LimitType, Limits, SubscriptionLevel},
    projection::{AuditEntry, audit::Subject},
};

use super::check::{level_for, too_much};
use crate::{
    Call, Error,
    audit::{self, Target},
    port::{Accounts, Executions},
    task::TaskService,
};

/// Accounts and the effects of their limits.
#[derive(Clone)]
pub struct AccountService {
    /// The accounts.
    pub accounts: Arc<dyn Accounts>,
    /// The tasks of their owners, which their levels limit.
    pub tasks: TaskService,
    /// The executions that wait for credits or for a limit.
    pub executions: Arc<dyn Executions>,
}

impl AccountService {
    /// Rejects a batch of `items` that is larger than the level of the caller allows. Admins may send as many
    /// as the highest level allows. A batch that every level allows reads nothing.
    ///
    /// # Errors
    /// [`Error::Limit`], [`Error::Store`].
    pub async fn may_batch(&self, call: Call<'_>, items: usize) -> Result<(), Error> {
        let is_small = items <= Limits::of(SubscriptionLevel::default()).batch_size as usize;
        if call.by.role == Role::Admin || is_small {
            return Ok(());
        }
        let account = self.accounts.read(&call.by.owner).await?.account;
        let most = Limits::of(level_for(call.by, &call.by.owner, account.as_ref())).batch_size;
        if items <= most as usize { Ok(()) } else { Err(too_much(LimitType::BatchSize, most, None)) }
    }
}

/// The entry of the audit trail for a change of an account.
pub(super) fn entry_of(call: Call<'_>, before: &Account, after: &Account) -> Option<AuditEntry> {
    let target = Target::new(Some(&after.owner), &after.owner);
    audit::edit(call, Subject::Account, target, (&before.audited(), &after.audited()))
}
