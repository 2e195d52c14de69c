//! Whether an execution may begin, as far as its owner's account says.

use std::time::Duration;

use beadle_domain::{
    account::{Account, Month, SetAside},
    execution::{Execution, Hold, HoldKind},
};
use beadle_values::duration;
use jiff::{SignedDuration, Timestamp};

use super::{
    AccountPorts,
    change::{Change, change_from},
    check::day_of,
};
use crate::port::{StoreError, StoredAccount};

/// How long an execution waits before it asks again, at first; twice as long each time, up to [`LONGEST_WAIT`]. A top-up
/// or another level lets it ask at once; one that comes just while it begins to wait is found by the first of these.
const WAIT: Duration = Duration::from_secs(30);
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// Over how long the executions of an owner are spread that wait for the same end of a day or a month.
const SPREAD: Duration = Duration::from_secs(60);

/// Whether an execution may begin.
#[derive(Debug, Clone, PartialEq)]
pub enum Admit {
    /// It may.
    Go,
    /// It is kept, and asks again then.
    Defer {
        /// When.
        due: Timestamp,
        /// What keeps it back.
        hold: Hold,
    },
}

/// Sets aside what `execution` costs, if anything, and looks whether it is one too many of its day, if `by_day`. `stored` is
/// its owner's account as it was just read, `times` how often the execution was put off, `fraction` a random fraction in
/// `0.0..1.0`.
///
/// An execution without credits of an owner whose day is not asked about touches nothing.
///
/// # Errors
/// [`StoreError`] when it can't be told.
pub async fn admit(
    ports: AccountPorts<'_>,
    stored: StoredAccount,
    execution: &Execution,
    by_day: bool,
    times: u32,
    fraction: f64,
    now: Timestamp,
) -> Result<Admit, StoreError> {
    let wait = Wait { times, fraction, now };
    let per_day = stored.account.as_ref().and_then(|account| account.limits().executions_per_day);
    if let Some(most) = per_day.filter(|_| by_day) {
        let (from, end) = day_of(now);
        let ran = ports.usage.count_executions(&execution.request.owner, from, now).await?.ran;
        if ran >= u64::from(most) {
            let reason = format!("the {most} executions that its owner's level has for a day are used up");
            return Ok(wait.until(end, Hold::new(HoldKind::Limit, reason)));
        }
    }
    let credits = execution.request.credits;
    if credits.is_zero() {
        return Ok(Admit::Go);
    }
    let month = Month::of(now);
    let set_aside = change_from(ports.accounts, stored, &execution.request.owner, now, |account| {
        let budget = account.limits().monthly_credits;
        match account.ledger.set_aside(execution.id(), credits, month, budget) {
            SetAside::Done(ledger) => Change::Write(Account { ledger, ..account.clone() }, None),
            other => Change::Keep(Some(other)),
        }
    })
    .await?;
    Ok(match set_aside {
        None | Some(SetAside::Already | SetAside::Done(_)) => Admit::Go,
        Some(SetAside::NotEnough { available }) => {
            let reason = format!(
                "it costs {credits} credits and {available} are left this month; a top-up lets it go on"
            );
            wait.until(month.end(), Hold::new(HoldKind::Credits, reason))
        }
        Some(SetAside::TooMany) => {
            let reason = "too many executions of its owner that cost credits are under way";
            wait.until(month.end(), Hold::new(HoldKind::Limit, reason))
        }
    })
}

/// How an execution waits.
struct Wait {
    times: u32,
    fraction: f64,
    now: Timestamp,
}

impl Wait {
    fn until(&self, end: Timestamp, hold: Hold) -> Admit {
        let wait = WAIT.saturating_mul(2_u32.saturating_pow(self.times.min(16))).min(LONGEST_WAIT);
        let end =
            end.saturating_add(SignedDuration::try_from(SPREAD.mul_f64(self.fraction)).unwrap_or_default());
        Admit::Defer { due: duration::after(self.now, wait).min(end.unwrap_or(Timestamp::MAX)), hold }
    }
}
