//! The account of an owner as it affects one execution.

use beadle_domain::{
    account::{Account, Limits, Month, SubscriptionLevel},
    execution::{Execution, explain::AccountView},
};
use jiff::Timestamp;

use super::check::day_of;
use crate::port::{Accounts, StoreError};

/// The account of the owner of `execution` at `now`, as the executor sees it.
///
/// # Errors
/// [`StoreError`].
pub(crate) async fn snapshot(
    accounts: &dyn Accounts,
    execution: &Execution,
    now: Timestamp,
) -> Result<AccountView, StoreError> {
    let owner = &execution.request.owner;
    let account = accounts.read(owner).await?.account;
    let unlimited = Limits::of(SubscriptionLevel::UNSTATED);
    let limits = account.as_ref().map_or(unlimited, Account::limits);
    let ledger = account.map(|account| account.ledger).unwrap_or_default();
    let (month, (day, day_ends)) = (Month::of(now), day_of(now));
    Ok(AccountView {
        cost: execution.request.credits,
        available: ledger.available(month, limits.monthly_credits),
        monthly_credits: limits.monthly_credits,
        month_ends: month.end(),
        crowded: ledger.is_full(),
        executions_per_day: limits.executions_per_day,
        executions_today: accounts.count_executions(owner, day, now).await?.ran,
        day_ends,
    })
}
