//! What the account of its owner says about an execution: its credits are set aside before it begins, what its task's schedule
//! or other tasks started counts against the executions of a day, and so many calls may be made at once.
//!
//! An ordinary execution without credits that a person started reads the account once a minute for each owner and process. One
//! that a schedule or other tasks started reads it before its first attempt (half a read unit of DynamoDB), and the hours of
//! the day where its owner's level has a limit. One with credits reads it before each attempt and writes it before the first.

use beadle_application::{
    account::{self, AccountPorts, Admit},
    port::StoreError,
};
use beadle_domain::{
    account::Account,
    execution::TriggerKind,
    spec::{TaskSpec, TaskType},
};

use super::{Admission, Job};
use crate::Ports;

/// Asks the account, and notes in `job` how many calls its owner may make at once.
pub(super) async fn admit(ports: &Ports, job: &mut Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let owner = &execution.request.owner;
    let by_itself = matches!(execution.request.trigger.kind, TriggerKind::Schedule | TriggerKind::Dependency);
    let by_day = by_itself && job.attempt() == 1;
    if !by_day && execution.request.credits.is_zero() {
        if !calls_someone(&execution.request.spec) {
            return Ok(Admission::Go);
        }
        if let Some(known) = ports.gates.owners_concurrency(owner) {
            job.owners_concurrency = known;
            return Ok(Admission::Go);
        }
    }
    let stored = ports.accounts.read(owner).await?;
    let concurrency = stored.account.as_ref().map(Account::limits).and_then(|limits| limits.concurrency);
    ports.gates.note_owners_concurrency(owner, concurrency);
    job.owners_concurrency = concurrency;
    let accounts = AccountPorts { accounts: &*ports.accounts, usage: &*ports.usage };
    let (fraction, now) = (ports.jitter.fraction(), ports.clock.now());
    let times = execution.progress.holds.last().map_or(0, |held| held.times);
    Ok(match account::admit(accounts, stored, execution, by_day, times, fraction, now).await? {
        Admit::Go => Admission::Go,
        Admit::Defer { due, hold } => Admission::Defer { due, hold },
    })
}

fn calls_someone(spec: &TaskSpec) -> bool {
    let task_type = spec.task_type();
    !task_type.is_personal() && task_type != TaskType::Simulated
}
