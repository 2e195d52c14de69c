//! Versioned writes.

use anyhow::ensure;
use beadle_application::port::{Replaced, TokenRow};
use jiff::SignedDuration;

use super::{Fixture, fresh_key, row};
use crate::conformance::{Verdict, specimen::T0};

pub async fn an_unknown_token_is_none(Fixture { store, .. }: Fixture) -> Verdict {
    let found = store.read(&fresh_key()).await?;
    ensure!(found.is_none(), "{found:?}");
    Ok(())
}

pub async fn every_field_round_trips(Fixture { store, .. }: Fixture) -> Verdict {
    let key = fresh_key();
    let leased = TokenRow {
        version: 1,
        sealed: None,
        leased_until: Some(T0 + SignedDuration::from_millis(10_001)),
        keep_until: T0 + SignedDuration::from_millis(10_001),
    };
    let all_bytes = TokenRow { sealed: Some((0..=255).collect()), ..row(2, 0) };
    let leased_again = TokenRow { leased_until: leased.leased_until, version: 3, ..all_bytes.clone() };
    for written in [leased, all_bytes, leased_again] {
        let replaced = store.write(&key, &written).await?;
        ensure!(replaced == Replaced::Done, "{written:?} was answered with {replaced:?}");
        let found = store.read(&key).await?;
        ensure!(found.as_ref() == Some(&written), "{found:?} is not {written:?}");
    }
    Ok(())
}

pub async fn keys_are_isolated(Fixture { store, .. }: Fixture) -> Verdict {
    let (one, other) = (fresh_key(), fresh_key());
    ensure!(store.write(&one, &row(1, 1)).await? == Replaced::Done);
    ensure!(store.write(&other, &row(1, 2)).await? == Replaced::Done);
    ensure!(store.write(&one, &row(2, 3)).await? == Replaced::Done);
    ensure!(store.read(&other).await? == Some(row(1, 2)));
    Ok(())
}
