//! Applies the limits of the owner's account: reserves the execution's credits before it begins, counts
//! executions that a schedule, another task or a webhook started against the day's limit, and limits concurrent calls.
//!
//! An execution without credits that a person started reads the account once a minute per owner and process.
//! One that a schedule, another task or a webhook started reads it before its first attempt (half a DynamoDB read
//! unit), and the day's hourly counts if the owner's level has a limit. One with credits reads the account
//! before each attempt and writes it before the first.

use beadle_application::{
    account::{self, Admit},
    port::StoreError,
};
use beadle_domain::{account::Account, execution::TriggerKind};

use super::{Admission, Job};
use crate::Ports;

/// Applies the account's limits, and sets the owner's concurrency in `job`.
pub(super) async fn admit(ports: &Ports, job: &mut Job) -> Result<Admission, StoreError> {
    let execution = &*job.execution;
    let owner = &execution.request.owner;
    let automatic = matches!(
        execution.request.trigger.kind,
        TriggerKind::Schedule | TriggerKind::Dependency | TriggerKind::Webhook
    );
    let counts_today = automatic && job.attempt() == 1;
    if !counts_today && execution.request.credits.is_zero() {
        if !execution.request.spec.task_type().calls_out() {
            return Ok(Admission::Go);
        }
        if let Some(known) = ports.gates.owners_concurrency(owner) {
            job.owners_concurrency = known;
            return Ok(Admission::Go);
        }
    }
    let stored = ports.accounts.read(owner).await?;
    let concurrency = stored.account.as_ref().map(Account::limits).and_then(|limits| limits.concurrency);
    ports.gates.cache_owners_concurrency(owner, concurrency);
    job.owners_concurrency = concurrency;
    let admission = account::Admission {
        by_day: counts_today,
        deferrals: execution.progress.holds.last().map_or(0, |hold| hold.times),
        fraction: ports.jitter.fraction(),
    };
    let now = ports.clock.now();
    Ok(match account::admit(&*ports.accounts, stored, execution, admission, now).await? {
        Admit::Go => Admission::Go,
        Admit::Defer { due, hold } => Admission::Defer { due, hold },
    })
}
