//! What an owner may use, and what it uses.

use beadle_domain::{
    access::Principal,
    account::{Credits, Limits, Month, SubscriptionLevel},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{
    AccountPorts,
    check::{day_of, level_for},
};
use crate::{Operation, Refusal};

/// What an owner may use, and what it uses.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Whose it is.
    pub owner: OwnerId,
    /// The level that holds.
    pub level: SubscriptionLevel,
    /// What it allows.
    pub limits: Limits,
    /// Tasks that are not deleted.
    pub tasks: u32,
    /// Executions started today.
    pub executions_today: u64,
    /// When the day ends.
    pub day_ends: Timestamp,
    /// The month that the credits are about.
    pub month: Month,
    /// Credits that executions have cost in it.
    pub spent: Credits,
    /// Credits that are set aside for executions under way.
    pub reserved: Credits,
    /// What is left of the credits that were bought beside the budget.
    pub bought: Credits,
    /// What may still be spent this month; `None` without a budget.
    pub available: Option<Credits>,
    /// What executions have ever cost.
    pub spent_ever: Credits,
}

/// The overview of `owner`; the level of one who asks for itself is that of its token where the account states none.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Store`].
pub async fn overview(
    ports: AccountPorts<'_>,
    by: &Principal,
    owner: &OwnerId,
    now: Timestamp,
) -> Result<Overview, Refusal> {
    Operation::ReadAccount.check(by, owner, Refusal::Denied(Operation::ReadAccount))?;
    let account = ports.accounts.read(owner).await?.account;
    let level = level_for(by, owner, account.as_ref());
    let limits = Limits::of_account(level, account.as_ref());
    let (day, month) = (day_of(now), Month::of(now));
    let ledger = account.map(|account| account.ledger).unwrap_or_default();
    let ledger = ledger.in_month(month, limits.monthly_credits);
    Ok(Overview {
        owner: owner.clone(),
        level,
        tasks: ports.usage.count_tasks(owner, u32::MAX).await?,
        executions_today: ports.usage.count_executions(owner, day.0, now).await?.started,
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
