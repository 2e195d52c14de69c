//! Removals, which race with changes.

use std::sync::Arc;

use anyhow::ensure;
use uuid::Uuid;

use super::{Removable, Written};
use crate::conformance::{Verdict, race::race};

pub async fn a_removal_and_a_change_on_one_version_exclude_each_other<S: Removable>(store: S) -> Verdict {
    let store = Arc::new(store);
    for remover in [0, 5, 10, 15] {
        let key = Uuid::now_v7();
        ensure!(store.create(key, &S::row(key, 1, 0)).await? == Written::Done);
        let written = race(|rival| {
            let store = Arc::clone(&store);
            async move {
                if rival == remover {
                    return Ok((store.remove(key, 1).await?, None));
                }
                let row = S::row(key, 2, rival as u32);
                anyhow::Ok((store.replace(key, 1, &row).await?, Some(row)))
            }
        })
        .await?;
        let done = written.into_iter().filter(|(written, _)| *written == Written::Done);
        let mut winners: Vec<_> = done.map(|(_, row)| row).collect();
        ensure!(winners.len() == 1, "{winners:?} succeeded");
        let stored = store.read(key).await?;
        ensure!(stored == winners.pop().flatten().map(|row| (2, row)), "{stored:?} is stored");
    }
    Ok(())
}

pub async fn a_removed_row_is_not_changed<S: Removable>(store: S) -> Verdict {
    let key = Uuid::now_v7();
    ensure!(store.create(key, &S::row(key, 1, 0)).await? == Written::Done);
    ensure!(store.remove(key, 1).await? == Written::Done);
    let written = store.replace(key, 1, &S::row(key, 2, 1)).await?;
    ensure!(written != Written::Done, "a removed row was changed");
    ensure!(store.read(key).await?.is_none());
    Ok(())
}

pub async fn removing_a_wrong_version_changes_nothing<S: Removable>(store: S) -> Verdict {
    let key = Uuid::now_v7();
    let first = S::row(key, 1, 0);
    ensure!(store.create(key, &first).await? == Written::Done);
    for expected in [0, 2, 9] {
        let removed = store.remove(key, expected).await?;
        ensure!(removed != Written::Done, "version {expected} was removed");
        ensure!(store.read(key).await? == Some((1, first.clone())));
    }
    Ok(())
}
