//! Whether the account of its owner lets an execution start.

use std::time::Duration;

use beadle_domain::{
    account::{Account, Month, SetAside},
    execution::{Execution, Hold, HoldKind},
};
use beadle_values::duration;
use jiff::{SignedDuration, Timestamp};

use super::{
    change::{Change, change_from},
    check::day_of,
};
use crate::port::{Accounts, StoreError, StoredAccount};

/// How long an execution waits at first before it asks again; twice as long each time, up to [`MAX_WAIT`]. A
/// top-up or another level makes it ask at once; one that happens just as it starts to wait is noticed at the
/// first of these.
const WAIT: Duration = Duration::from_secs(30);
const MAX_WAIT: Duration = Duration::from_secs(3_600);

/// The period over which the executions of an owner are spread that wait for the same end of a day or a
/// month.
const SPREAD: Duration = Duration::from_secs(60);

/// Whether an execution may start.
#[derive(Debug, Clone, PartialEq)]
pub enum Admit {
    /// It may.
    Go,
    /// It is deferred, and asks again at this time.
    Defer {
        /// When.
        due: Timestamp,
        /// What holds it back.
        hold: Hold,
    },
}

/// The circumstances under which an execution asks to start.
#[derive(Debug, Clone, Copy)]
pub struct Admission {
    /// Whether it counts against the daily limit.
    pub by_day: bool,
    /// How often it was deferred.
    pub deferrals: u32,
    /// A random fraction in `0.0..1.0`, to spread executions that wait for the same time.
    pub fraction: f64,
}

/// Reserves the credits that `execution` costs, if any, and checks the daily limit of its owner. `stored` is
/// the owner's account as it was just read.
///
/// An execution without credits of an owner whose daily limit is not checked touches nothing.
///
/// # Errors
/// [`StoreError`] when it can't be decided.
pub async fn admit(
    accounts: &dyn Accounts,
    stored: StoredAccount,
    execution: &Execution,
    admission: Admission,
    now: Timestamp,
) -> Result<Admit, StoreError> {
    let Admission { by_day, deferrals, fraction } = admission;
    let wait = Wait { deferrals, fraction, now };
    let per_day = stored.account.as_ref().and_then(|account| account.limits().executions_per_day);
    if let Some(most) = per_day.filter(|_| by_day) {
        let (from, end) = day_of(now);
        let ran = accounts.count_executions(&execution.request.owner, from, now).await?.ran;
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
    let set_aside = change_from(accounts, stored, &execution.request.owner, now, |account| {
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

/// How long an execution waits.
struct Wait {
    deferrals: u32,
    fraction: f64,
    now: Timestamp,
}

impl Wait {
    fn until(&self, end: Timestamp, hold: Hold) -> Admit {
        let wait = WAIT.saturating_mul(2_u32.saturating_pow(self.deferrals.min(16))).min(MAX_WAIT);
        let end =
            end.saturating_add(SignedDuration::try_from(SPREAD.mul_f64(self.fraction)).unwrap_or_default());
        Admit::Defer { due: duration::after(self.now, wait).min(end.unwrap_or(Timestamp::MAX)), hold }
    }
}
