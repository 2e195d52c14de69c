//! The limits of an owner, and its usage.

use beadle_domain::account::{Credits, Limits, Month, SubscriptionLevel};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    AccountService,
    check::{day_of, level_for},
};
use crate::{Call, Error, Operation};

/// The limits of an owner, and its usage.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The owner.
    pub owner: OwnerId,
    /// The level that applies.
    pub level: SubscriptionLevel,
    /// Its limits.
    pub limits: Limits,
    /// Tasks that are not deleted.
    pub tasks: u32,
    /// Executions started today.
    pub executions_today: u64,
    /// When the day ends.
    pub day_ends: Timestamp,
    /// The month of the credits.
    pub month: Month,
    /// Credits spent in it.
    pub spent: Credits,
    /// Credits reserved for executions that have not ended.
    pub reserved: Credits,
    /// Bought credits that are left.
    pub bought: Credits,
    /// Credits that are left this month; `None` without a budget.
    pub available: Option<Credits>,
    /// Credits ever spent.
    pub spent_ever: Credits,
}

impl AccountService {
    /// The overview of `owner`. If the account states no level, a caller who asks about itself has that of
    /// its token.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn overview(&self, call: Call<'_>, owner: &OwnerId) -> Result<Overview, Error> {
        let Call { by, now, .. } = call;
        Operation::ReadAccount.check(by, owner, Error::Denied(Operation::ReadAccount))?;
        let account = self.accounts.read(owner).await?.account;
        let level = level_for(by, owner, account.as_ref());
        let limits = Limits::of_account(level, account.as_ref());
        let (day, month) = (day_of(now), Month::of(now));
        let ledger = account.map(|account| account.ledger).unwrap_or_default();
        let ledger = ledger.in_month(month, limits.monthly_credits);
        Ok(Overview {
            owner: owner.clone(),
            level,
            tasks: self.accounts.count_tasks(owner, u32::MAX).await?,
            executions_today: self.accounts.count_executions(owner, day.0, now).await?.started,
            day_ends: day.1,
            month,
            spent: ledger.spent,
            reserved: ledger.reserved(),
            bought: ledger.bought,
            available: ledger.available(month, limits.monthly_credits),
            spent_ever: ledger.spent_ever,
            limits,
        })
    }
}
