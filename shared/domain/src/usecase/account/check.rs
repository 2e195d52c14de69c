//! What a caller may save and start: refused at the API when it is too much.

use std::time::Duration;

use jiff::Timestamp;

use super::AccountPorts;
use crate::{
    access::{Principal, Role},
    account::{Account, Credits, LimitType, Limits, Month, SubscriptionLevel},
    duration,
    id::OwnerId,
    schedule::Schedule,
    usecase::Refusal,
};

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
) -> Result<(), Refusal> {
    if by.role == Role::Admin {
        return Ok(());
    }
    let limits = limits_of(ports, by, owner).await?.1;
    slow_enough(&limits, schedules)?;
    let (Some(most), Some(more)) = (limits.tasks, more) else { return Ok(()) };
    let have = ports.usage.tasks(owner, most.saturating_add(1)).await?;
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
    if by.role == Role::Admin {
        return Ok(());
    }
    let (stored, limits) = limits_of(ports, by, owner).await?;
    if let Some(most) = limits.executions_per_day {
        let (from, end) = day_of(now);
        let started = ports.usage.executions(owner, from, now).await?.started;
        if started.saturating_add(u64::from(more)) > u64::from(most) {
            return Err(too_much(LimitType::ExecutionsPerDay, most, Some(duration::between(now, end))));
        }
    }
    let month = Month::of(now);
    let ledger = stored.map(|account| account.ledger).unwrap_or_default();
    let cost = Credits::from_thousandths(credits.thousandths().saturating_mul(u64::from(more)));
    match ledger.available(month, limits.monthly_credits) {
        Some(available) if available < cost => {
            let help = duration::between(now, month.end());
            Err(too_much(LimitType::Credits, limits.monthly_credits.unwrap_or_default(), Some(help)))
        }
        _ => Ok(()),
    }
}

/// The account of `owner` and what it may use; where the account states no level, what the caller's token says holds for
/// the caller.
async fn limits_of(
    ports: AccountPorts<'_>,
    by: &Principal,
    owner: &OwnerId,
) -> Result<(Option<Account>, Limits), Refusal> {
    let account = ports.accounts.read(owner).await?.account;
    let otherwise = if by.owner == *owner { by.level } else { SubscriptionLevel::UNSTATED };
    let level = account.as_ref().and_then(|account| account.level).unwrap_or(otherwise);
    let limits = Limits::of_account(level, account.as_ref());
    Ok((account, limits))
}
