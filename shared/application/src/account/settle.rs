//! Settling the credits of executions that have ended.

use std::collections::BTreeMap;

use beadle_domain::{
    account::{Account, Month},
    execution::Status,
    projection::{Change as Changed, ChangeRecord},
};
use beadle_values::{
    cause::Chain,
    id::{ExecutionId, OwnerId},
};
use jiff::Timestamp;

use super::change::{Change, change};
use crate::port::{Accounts, StoreError};

/// The ended executions of one owner.
struct Ended {
    /// When the last one ended.
    at: Timestamp,
    /// The executions, and whether each completed.
    executions: Vec<(ExecutionId, bool)>,
}

/// Settles the executions that ended in `records` and cost credits. The reservation of a completed one is
/// spent, that of any other is released. A repeated record changes nothing, since its reservation is gone.
///
/// # Errors
/// [`StoreError`]: some may be settled; the records must be processed again.
pub async fn settle(accounts: &dyn Accounts, records: &[ChangeRecord]) -> Result<(), StoreError> {
    let mut ended: BTreeMap<&OwnerId, Ended> = BTreeMap::new();
    for record in records {
        let Changed::Execution { after, .. } = &record.change else { continue };
        if after.credits.is_zero() || !after.status.is_final() || after.is_history {
            continue;
        }
        let ended = ended.entry(&after.owner).or_insert(Ended { at: record.at, executions: Vec::new() });
        ended.at = ended.at.max(record.at);
        ended.executions.push((after.id, after.status == Status::Completed));
    }
    for (owner, Ended { at, executions }) in ended {
        let settled = change(accounts, owner, at, |account| {
            let budget = account.limits().monthly_credits;
            match account.ledger.settle(&executions, Month::of(at), budget) {
                Some(ledger) => Change::Write(Account { ledger, ..account.clone() }, ()),
                None => Change::Keep(()),
            }
        })
        .await;
        match settled {
            Err(error @ StoreError::Corrupt(_)) => {
                tracing::error!(%owner, error = %Chain(&error), "credits of an account that can't be read are not settled");
            }
            settled => settled?,
        }
    }
    Ok(())
}
