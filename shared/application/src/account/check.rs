//! What a caller may save and start: refused at the API when it is too much.

use std::time::Duration;

use beadle_domain::{
    access::{Principal, Role, Scopes},
    account::{Account, Credits, LimitType, Limits, Month, SubscriptionLevel},
};
use beadle_schedule::Schedule;
use beadle_values::{duration, id::OwnerId};
use jiff::Timestamp;

use super::{
    AccountPorts,
    change::{Change, change_from},
};
use crate::Refusal;

/// When the day of `now` begins and ends, in UTC.
pub(super) fn day_of(now: Timestamp) -> (Timestamp, Timestamp) {
    const DAY: i64 = 86_400;
    let start = now.as_second().div_euclid(DAY).saturating_mul(DAY);
    let at = |second: i64| Timestamp::from_second(second).unwrap_or(now);
    (at(start), at(start.saturating_add(DAY)))
}

fn too_much(limit: LimitType, most: impl ToString, help: Option<Duration>) -> Refusal {
    Refusal::Limit { limit, most: most.to_string(), retry_after: help }
}

/// Refuses what `by` would save for `owner`: `more` new tasks when they are too many (0 when the ones there are already), and
/// any of the `schedules` that ticks too often. Admins save what they want.
///
/// # Errors
/// [`Refusal::Limit`], [`Refusal::Store`].
pub async fn may_save(
    ports: AccountPorts<'_>,
    by: &Principal,
    owner: &OwnerId,
    more: Option<u32>,
    schedules: &[&Schedule],
    now: Timestamp,
) -> Result<(), Refusal> {
    if by.role == Role::Admin {
        return Ok(());
    }
    let limits = limits_of(ports, by, owner, now).await?.1;
    slow_enough(&limits, schedules)?;
    let (Some(most), Some(more)) = (limits.tasks, more) else { return Ok(()) };
    let have = ports.usage.count_tasks(owner, most.saturating_add(1)).await?;
    if have.saturating_add(more) > most { Err(too_much(LimitType::Tasks, most, None)) } else { Ok(()) }
}

fn slow_enough(limits: &Limits, schedules: &[&Schedule]) -> Result<(), Refusal> {
    let Some(shortest) = limits.shortest_interval else { return Ok(()) };
    let too_often =
        |schedule: &&&Schedule| schedule.shortest_interval().is_some_and(|every| every < shortest);
    match schedules.iter().find(too_often) {
        Some(_) => Err(too_much(LimitType::ScheduleInterval, format!("{} s", shortest.as_secs()), None)),
        None => Ok(()),
    }
}

/// Refuses to start `more` executions of `owner` that cost `credits` each, when the day has too many already or the month
/// has not enough left. Admins start what they want; what costs credits waits for them all the same.
///
/// # Errors
/// [`Refusal::Limit`], [`Refusal::Store`].
pub async fn may_start(
    ports: AccountPorts<'_>,
    by: &Principal,
    owner: &OwnerId,
    more: u32,
    credits: Credits,
    now: Timestamp,
) -> Result<(), Refusal> {
    let cost = Credits::from_thousandths(credits.thousandths().saturating_mul(u64::from(more)));
    Allowance::of(ports, by, owner, now).await?.take(more, cost)
}

/// What may still be started in an owner's name, read once for many.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    limits: Limits,
    /// How many were started today, where that is limited.
    started: u64,
    /// What may still be spent this month, where that is limited.
    available: Option<Credits>,
    now: Timestamp,
}

impl Allowance {
    /// What `by` may start in the name of `owner` at `now`: for admins, whatever they want.
    ///
    /// # Errors
    /// [`Refusal::Store`].
    pub async fn of(
        ports: AccountPorts<'_>,
        by: &Principal,
        owner: &OwnerId,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if by.role == Role::Admin {
            let limits = Limits::of(SubscriptionLevel::Enterprise);
            return Ok(Self { limits, started: 0, available: None, now });
        }
        let (stored, limits) = limits_of(ports, by, owner, now).await?;
        let started = match limits.executions_per_day {
            Some(_) => ports.usage.count_executions(owner, day_of(now).0, now).await?.started,
            None => 0,
        };
        let ledger = stored.map(|account| account.ledger).unwrap_or_default();
        let available = ledger.available(Month::of(now), limits.monthly_credits);
        Ok(Self { limits, started, available, now })
    }

    /// Takes `more` executions off it that cost `credits` together.
    ///
    /// # Errors
    /// [`Refusal::Limit`] where they are too many or cost too much; then nothing is taken.
    pub fn take(&mut self, more: u32, credits: Credits) -> Result<(), Refusal> {
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

/// Refuses a batch of `items` that is larger than the level of `by` allows. Admins send what everyone may at most.
///
/// One that every level allows reads nothing.
///
/// # Errors
/// [`Refusal::Limit`], [`Refusal::Store`].
pub async fn may_batch(ports: AccountPorts<'_>, by: &Principal, items: usize) -> Result<(), Refusal> {
    let is_small = items <= Limits::of(SubscriptionLevel::default()).batch_size as usize;
    if by.role == Role::Admin || is_small {
        return Ok(());
    }
    let account = ports.accounts.read(&by.owner).await?.account;
    let most = Limits::of(level_for(by, &by.owner, account.as_ref())).batch_size;
    if items <= most as usize { Ok(()) } else { Err(too_much(LimitType::BatchSize, most, None)) }
}

/// The level of `owner` as `by` asks: the one that was set, else what the caller's own credentials say, else what the owner's
/// token last said.
pub(super) fn level_for(by: &Principal, owner: &OwnerId, account: Option<&Account>) -> SubscriptionLevel {
    let known = account.map_or(SubscriptionLevel::UNSTATED, Account::known_level);
    let was_set = account.is_some_and(|account| account.level.is_some());
    if by.owner == *owner && !was_set { by.level } else { known }
}

/// The account of `owner` and what it may use. What the owner's token says of the level is noted where it says something new,
/// so that schedules and retries, which have no token, are held to it too: a write whenever it changes.
async fn limits_of(
    ports: AccountPorts<'_>,
    by: &Principal,
    owner: &OwnerId,
    now: Timestamp,
) -> Result<(Option<Account>, Limits), Refusal> {
    let stored = ports.accounts.read(owner).await?;
    let account = stored.account.clone();
    let limits = Limits::of_account(level_for(by, owner, account.as_ref()), account.as_ref());
    // Keys keep the level that their maker had, which may be an old one.
    if by.owner == *owner && by.scopes == Scopes::IN_PERSON {
        change_from(ports.accounts, stored, owner, now, |account| {
            let token_level = Some(by.level).filter(|level| *level != SubscriptionLevel::UNSTATED);
            if account.level.is_some() || account.token_level == token_level {
                return Change::Keep(());
            }
            Change::Write(Account { token_level, ..account.clone() }, ())
        })
        .await?;
    }
    Ok((account, limits))
}
