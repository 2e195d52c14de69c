//! Versioned writes.

use std::sync::Arc;

use anyhow::ensure;
use beadle_application::port::{Replaced, TokenRow};
use futures_util::future::try_join_all;
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

pub async fn a_first_row_conflicts_with_an_existing_one(Fixture { store, .. }: Fixture) -> Verdict {
    let key = fresh_key();
    ensure!(store.write(&key, &row(1, 1)).await? == Replaced::Done);
    ensure!(store.write(&key, &row(1, 2)).await? == Replaced::Conflict);
    ensure!(store.read(&key).await? == Some(row(1, 1)));
    Ok(())
}

pub async fn a_write_on_another_version_conflicts(Fixture { store, .. }: Fixture) -> Verdict {
    let key = fresh_key();
    ensure!(store.write(&key, &row(1, 1)).await? == Replaced::Done);
    ensure!(store.write(&key, &row(2, 2)).await? == Replaced::Done);
    for stale in [row(2, 3), row(4, 3), row(1, 3)] {
        let replaced = store.write(&key, &stale).await?;
        ensure!(replaced == Replaced::Conflict, "{stale:?} was answered with {replaced:?}");
    }
    ensure!(store.read(&key).await? == Some(row(2, 2)));
    Ok(())
}

pub async fn a_later_version_without_a_row_conflicts(Fixture { store, .. }: Fixture) -> Verdict {
    let key = fresh_key();
    ensure!(store.write(&key, &row(2, 1)).await? == Replaced::Conflict);
    ensure!(store.read(&key).await?.is_none());
    Ok(())
}

pub async fn one_of_sixteen_leases_is_written(Fixture { store, .. }: Fixture) -> Verdict {
    let key = fresh_key();
    ensure!(store.write(&key, &row(1, 1)).await? == Replaced::Done);
    let asks = (0..16_u32).map(|number| {
        let (store, key) = (Arc::clone(&store), key.clone());
        tokio::spawn(async move {
            let now = T0 + SignedDuration::from_secs(i64::from(number));
            let found = store.read(&key).await?;
            match TokenRow::leased(found.as_ref(), now) {
                Some(leased) if leased.version == 2 => store.write(&key, &leased).await,
                _ => Ok(Replaced::Conflict),
            }
        })
    });
    let mut done = 0;
    for outcome in try_join_all(asks).await? {
        done += usize::from(outcome? == Replaced::Done);
    }
    ensure!(done == 1, "{done} leases were written");
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
