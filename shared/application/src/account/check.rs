//! What a caller may save and start; the API rejects what exceeds the limits.

use std::time::Duration;

use beadle_domain::{
    access::{Principal, Role, Scopes},
    account::{Account, Credits, LimitType, Limits, Month, SubscriptionLevel},
};
use beadle_schedule::Schedule;
use beadle_values::{duration, id::OwnerId};
use jiff::Timestamp;

use super::change::{Change, change_from};
use crate::{
    Call, Error,
    port::{Accounts, StoreError, StoredAccount},
};

/// The start and the end of the day of `now`, in UTC.
pub(super) fn day_of(now: Timestamp) -> (Timestamp, Timestamp) {
    const DAY: i64 = 86_400;
    let start = now.as_second().div_euclid(DAY).saturating_mul(DAY);
    let at = |second: i64| Timestamp::from_second(second).unwrap_or(now);
    (at(start), at(start.saturating_add(DAY)))
}

pub(super) fn too_much(limit: LimitType, most: impl ToString, help: Option<Duration>) -> Error {
    Error::Limit { limit, most: most.to_string(), retry_after: help }
}

/// Rejects what the caller would save for `owner`: `more` new tasks if that makes too many (0 for existing
/// ones), and any of the `schedules` that ticks too often. Admins are not limited.
///
/// # Errors
/// [`Error::Limit`], [`Error::Store`].
pub async fn may_save(
    accounts: &dyn Accounts,
    call: Call<'_>,
    owner: &OwnerId,
    more: Option<u32>,
    schedules: &[&Schedule],
) -> Result<(), Error> {
    if call.by.role == Role::Admin {
        return Ok(());
    }
    let limits = limits_of(accounts, call, owner, accounts.read(owner).await?).await?;
    slow_enough(&limits, schedules)?;
    let (Some(most), Some(more)) = (limits.tasks, more) else { return Ok(()) };
    let have = accounts.count_tasks(owner, most.saturating_add(1)).await?;
    if have.saturating_add(more) > most { Err(too_much(LimitType::Tasks, most, None)) } else { Ok(()) }
}

fn slow_enough(limits: &Limits, schedules: &[&Schedule]) -> Result<(), Error> {
    let Some(shortest) = limits.shortest_interval else { return Ok(()) };
    let too_often =
        |schedule: &&&Schedule| schedule.shortest_interval().is_some_and(|every| every < shortest);
    match schedules.iter().find(too_often) {
        Some(_) => Err(too_much(LimitType::ScheduleInterval, format!("{} s", shortest.as_secs()), None)),
        None => Ok(()),
    }
}

/// Rejects the start of `more` executions of `owner` that cost `credits` each, if they exceed the daily limit
/// or the credits that are left this month. Admins are not limited, but their executions wait for credits all
/// the same.
///
/// # Errors
/// [`Error::Limit`], [`Error::Store`].
pub async fn may_start(
    accounts: &dyn Accounts,
    call: Call<'_>,
    owner: &OwnerId,
    more: u32,
    credits: Credits,
) -> Result<(), Error> {
    let cost = Credits::from_thousandths(credits.thousandths().saturating_mul(u64::from(more)));
    // What costs no credits is rarely refused, and what an account allowed some seconds ago it nearly always allows still. A
    // refusal is decided by the account as it is.
    if cost.is_zero() {
        let recent = accounts.read_recent(owner);
        if Allowance::by(accounts, call, owner, recent).await?.take(more, cost).is_ok() {
            return Ok(());
        }
    }
    Allowance::of(accounts, call, owner).await?.take(more, cost)
}

/// What may still be started for an owner, read once for many executions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Allowance {
    limits: Limits,
    /// Executions started today, if that is limited.
    started: u64,
    /// Credits that are left this month, if they are limited.
    available: Option<Credits>,
    now: Timestamp,
}

impl Allowance {
    /// What the caller may start for `owner`; admins are not limited.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub(crate) async fn of(accounts: &dyn Accounts, call: Call<'_>, owner: &OwnerId) -> Result<Self, Error> {
        Self::by(accounts, call, owner, accounts.read(owner)).await
    }

    /// The same by the account that `read` gives; nothing is read for admins.
    async fn by(
        accounts: &dyn Accounts,
        call: Call<'_>,
        owner: &OwnerId,
        read: impl Future<Output = Result<StoredAccount, StoreError>>,
    ) -> Result<Self, Error> {
        let now = call.now;
        if call.by.role == Role::Admin {
            let limits = Limits::of(SubscriptionLevel::Enterprise);
            return Ok(Self { limits, started: 0, available: None, now });
        }
        let stored = read.await?;
        let ledger = stored.account.as_ref().map(|account| account.ledger.clone()).unwrap_or_default();
        let limits = limits_of(accounts, call, owner, stored).await?;
        let started = match limits.executions_per_day {
            Some(_) => accounts.count_executions(owner, day_of(now).0, now).await?.started,
            None => 0,
        };
        let available = ledger.available(Month::of(now), limits.monthly_credits);
        Ok(Self { limits, started, available, now })
    }

    /// Takes `more` executions off it that cost `credits` in total.
    ///
    /// # Errors
    /// [`Error::Limit`] if they are too many or cost too much; then nothing is taken.
    pub(crate) fn take(&mut self, more: u32, credits: Credits) -> Result<(), Error> {
        let started = self.started.saturating_add(u64::from(more));
        if let Some(most) = self.limits.executions_per_day.filter(|most| started > u64::from(*most)) {
            let help = duration::between(self.now, day_of(self.now).1);
            return Err(too_much(LimitType::ExecutionsPerDay, most, Some(help)));
        }
        if let Some(available) = self.available {
            let Some(left) = available.thousandths().checked_sub(credits.thousandths()) else {
                let help = duration::between(self.now, Month::of(self.now).end());
                let most = self.limits.monthly_credits.unwrap_or_default();
                return Err(too_much(LimitType::Credits, most, Some(help)));
            };
            self.available = Some(Credits::from_thousandths(left));
        }
        self.started = started;
        Ok(())
    }
}

/// The level of `owner` for the caller `by`: the one that was set, else that of the caller's own credentials,
/// else that of the owner's last token.
pub(super) fn level_for(by: &Principal, owner: &OwnerId, account: Option<&Account>) -> SubscriptionLevel {
    let known = account.map_or(SubscriptionLevel::UNSTATED, Account::known_level);
    let was_set = account.is_some_and(|account| account.level.is_some());
    if by.owner == *owner && !was_set { by.level } else { known }
}

/// The limits of `owner`, whose account is `stored`. The level of the owner's token is written when it changes, so that
/// it also applies to schedules and retries, which have no token.
async fn limits_of(
    accounts: &dyn Accounts,
    call: Call<'_>,
    owner: &OwnerId,
    stored: StoredAccount,
) -> Result<Limits, Error> {
    let Call { by, now, .. } = call;
    let account = stored.account.as_ref();
    let limits = Limits::of_account(level_for(by, owner, account), account);
    // A key keeps the level that its creator had, which may be out of date.
    if by.owner == *owner && by.scopes == Scopes::IN_PERSON {
        change_from(accounts, stored, owner, now, |account| {
            let token_level = Some(by.level).filter(|level| *level != SubscriptionLevel::UNSTATED);
            if account.level.is_some() || account.token_level == token_level {
                return Change::Keep(());
            }
            Change::Write(Account { token_level, ..account.clone() }, ())
        })
        .await?;
    }
    Ok(limits)
}
