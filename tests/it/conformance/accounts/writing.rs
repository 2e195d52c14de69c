//! The compare-and-swap of an account.

use std::sync::Arc;

use beadle_application::port::{AccountWritten, StoredAccount};
use beadle_domain::account::{Account, Credits, Month, SetAside, SubscriptionLevel};

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, fresh_execution_id, owner},
};

fn credits(whole: u64) -> Credits {
    Credits::from_thousandths(whole * 1_000)
}

/// An account with a value in every field.
fn used(name: &str) -> Account {
    let mut account = Account::new(owner(name), at(0));
    account.level = Some(SubscriptionLevel::Pro);
    account.level_since = Some(at(1));
    account.monthly_credits = Some(credits(12));
    account.ledger = account.ledger.top_up("first", credits(3)).unwrap_or_default();
    let month = Month::of(at(0));
    for cost in [credits(2), Credits::from_thousandths(1_250)] {
        match account.ledger.set_aside(fresh_execution_id(), cost, month, account.monthly_credits) {
            SetAside::Done(ledger) => account.ledger = ledger,
            other => panic!("{other:?}"),
        }
    }
    account
}

pub async fn an_unwritten_account_has_version_0(accounts: Fixture) -> Verdict {
    assert_eq!(accounts.store.read(&owner("ada")).await?, StoredAccount::default());
    Ok(())
}

pub async fn a_written_account_can_be_read(accounts: Fixture) -> Verdict {
    let awkward: String = AWKWARD_TEXT.chars().filter(|letter| !letter.is_control()).collect();
    for name in ["ada", awkward.as_str()] {
        let account = used(name);
        assert_eq!(accounts.store.write(&account, 0).await?, AccountWritten::Done);
        let stored = accounts.store.read(&account.owner).await?;
        assert_eq!(stored, StoredAccount { version: 1, account: Some(account) });
    }
    Ok(())
}

pub async fn a_write_with_a_wrong_version_returns_the_current_account(accounts: Fixture) -> Verdict {
    let [first, second] = [used("ada"), Account::new(owner("ada"), at(9))];
    assert_eq!(accounts.store.write(&first, 0).await?, AccountWritten::Done);
    let current = StoredAccount { version: 1, account: Some(first) };
    for expected in [0, 2, 7] {
        let written = accounts.store.write(&second, expected).await?;
        assert_eq!(written, AccountWritten::Conflict(Box::new(current.clone())), "on version {expected}");
    }
    let never = Account::new(owner("bob"), at(9));
    assert_eq!(accounts.store.write(&never, 3).await?, AccountWritten::Conflict(Box::default()));
    assert_eq!(accounts.store.read(&owner("ada")).await?, current);
    Ok(())
}

pub async fn every_change_of_racing_writers_counts(accounts: Fixture) -> Verdict {
    const EACH: u64 = 10;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..4_u64 {
        let store = Arc::clone(&accounts.store);
        writers.spawn(async move {
            let mut stored = store.read(&owner("ada")).await?;
            for round in 0..EACH {
                loop {
                    let account = stored.account.clone().unwrap_or_else(|| Account::new(owner("ada"), at(0)));
                    let ledger = account.ledger.top_up(&format!("{writer} {round}"), credits(1));
                    let next = Account { ledger: ledger.unwrap_or_default(), ..account };
                    match store.write(&next, stored.version).await? {
                        AccountWritten::Done => {
                            stored = StoredAccount { version: stored.version + 1, account: Some(next) };
                            break;
                        }
                        AccountWritten::Conflict(current) => stored = *current,
                    }
                }
            }
            anyhow::Ok(())
        });
    }
    while let Some(written) = writers.join_next().await {
        written??;
    }
    let stored = accounts.store.read(&owner("ada")).await?;
    let bought = stored.account.map(|account| account.ledger.bought);
    assert_eq!((stored.version, bought), (4 * EACH, Some(credits(4 * EACH))));
    Ok(())
}
