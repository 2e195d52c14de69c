//! Versioned writes.

use anyhow::ensure;
use beadle_application::port::Replaced;
use uuid::Uuid;

use super::{Fixture, alerts, monitor, runs};
use crate::conformance::Verdict;

pub async fn an_unknown_watch_is_none(Fixture { store, .. }: Fixture) -> Verdict {
    let found = store.read(&runs(Uuid::now_v7(), 1, None).key).await?;
    ensure!(found.is_none(), "{found:?}");
    Ok(())
}

pub async fn every_field_round_trips(Fixture { store, .. }: Fixture) -> Verdict {
    let key = Uuid::now_v7();
    for written in [runs(key, 1, Some(60)), monitor(key, 2), runs(key, 3, None)] {
        let replaced = store.write(&written).await?;
        ensure!(replaced == Replaced::Done, "{written:?} was answered with {replaced:?}");
        let found = store.read(&written.key).await?;
        ensure!(found.as_ref() == Some(&written), "{found:?} is not {written:?}");
    }
    // Owners have names with any characters.
    let owner = format!("a#b:/{key}@c.example");
    for written in [alerts(&owner, 1, None), alerts(&owner, 2, Some(60))] {
        ensure!(store.write(&written).await? == Replaced::Done, "{written:?}");
        let found = store.read(&written.key).await?;
        ensure!(found.as_ref() == Some(&written), "{found:?} is not {written:?}");
    }
    Ok(())
}
