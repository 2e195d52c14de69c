//! A change of an owner's subscription.

use beadle_domain::account::{Account, SubscriptionLevel};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    AccountService,
    change::{Change, change},
    release,
    service::entry_of,
};
use crate::{Call, Error, task::LimitsEnforced};

/// Effects of a change of level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LevelChange {
    /// Whether the level was set; `false` if a later change was reported before.
    pub changed: bool,
    /// Tasks that were paused or resumed.
    pub tasks: LimitsEnforced,
    /// Waiting executions that were released.
    pub released: usize,
}

impl AccountService {
    /// Sets the level of `owner` as of `as_of`: pauses the tasks that exceed its limits, newest first,
    /// resumes those that were paused for a limit and fit again, and releases the executions that waited for
    /// a limit or for credits. A change as of a later time prevails. A repeat continues where an interrupted
    /// call stopped.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Scheduler`], [`Error::Contended`]: call again.
    pub async fn change_level(
        &self,
        call: Call<'_>,
        owner: &OwnerId,
        level: SubscriptionLevel,
        as_of: Timestamp,
    ) -> Result<LevelChange, Error> {
        let changed = change(&*self.accounts, owner, call.now, |account| {
            if account.level_since.is_some_and(|since| since > as_of) {
                return Change::Keep(None);
            }
            let next = Account { level: Some(level), level_since: Some(as_of), ..account.clone() };
            if next == *account {
                return Change::Keep(Some(next));
            }
            let audit = entry_of(call, account, &next).map(Box::new);
            Change::Audited(next.clone(), Some(next), audit)
        })
        .await?;
        let Some(after) = changed else { return Ok(LevelChange::default()) };
        let tasks = self.tasks.enforce_limits(owner, &after.limits(), call.now).await?;
        let released = release(&*self.executions, owner, call.now).await?;
        Ok(LevelChange { changed: true, tasks, released })
    }
}
