//! The compare-and-swap of an account.

use beadle_application::port::{StoredAccount, VersionedWrite};
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

pub async fn what_this_process_wrote_is_recent(accounts: Fixture) -> Verdict {
    assert_eq!(accounts.store.read_recent(&owner("ada")).await?, StoredAccount::default());
    let written = used("ada");
    assert_eq!(accounts.store.write(&written, 0, None).await?, VersionedWrite::Done);
    let recent = accounts.store.read_recent(&owner("ada")).await?;
    assert_eq!(recent, StoredAccount { version: 1, account: Some(written) });
    Ok(())
}

pub async fn a_written_account_can_be_read(accounts: Fixture) -> Verdict {
    let awkward: String = AWKWARD_TEXT.chars().filter(|letter| !letter.is_control()).collect();
    for name in ["ada", awkward.as_str()] {
        let account = used(name);
        assert_eq!(accounts.store.write(&account, 0, None).await?, VersionedWrite::Done);
        let stored = accounts.store.read(&account.owner).await?;
        assert_eq!(stored, StoredAccount { version: 1, account: Some(account) });
    }
    Ok(())
}
