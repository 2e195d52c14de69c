//! What the account of its owner says about an execution: its credits are set aside before it begins, and what its task's
//! schedule or other tasks started counts against the executions of a day.
//!
//! An ordinary execution without credits that a person started reads nothing. One that a schedule or other tasks started
//! reads the account before its first attempt (half a read unit of DynamoDB), and the hours of the day where its owner's
//! level has a limit. One with credits reads the account before each attempt and writes it before the first.

use beadle_domain::{
    account::Limits,
    execution::TriggerKind,
    port::StoreError,
    usecase::account::{self, AccountPorts, Admit},
};

use super::{Admission, Job};
use crate::Ports;

pub(super) async fn admit(ports: &Ports, job: &Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let by_itself = matches!(execution.request.trigger.kind, TriggerKind::Schedule | TriggerKind::Dependency);
    let mut by_day = None;
    if by_itself && job.attempt() == 1 {
        let account = ports.accounts.read(&execution.request.owner).await?.account;
        let level = account.as_ref().and_then(|account| account.level);
        by_day = level.map(|level| Limits::of_account(level, account.as_ref()));
    }
    if by_day.is_none() && execution.request.credits.is_zero() {
        return Ok(Admission::Go);
    }
    let accounts = AccountPorts { accounts: &*ports.accounts, usage: &*ports.usage };
    let (fraction, now) = (ports.jitter.fraction(), ports.clock.now());
    let times = execution.progress.holds.last().map_or(0, |held| held.times);
    Ok(match account::admit(accounts, execution, by_day.as_ref(), times, fraction, now).await? {
        Admit::Go => Admission::Go,
        Admit::Defer { due, hold } => Admission::Defer { due, hold },
    })
}
