//! Writes on versions that are not the current one.

use anyhow::ensure;
use uuid::Uuid;

use super::{Versioned, Written};
use crate::conformance::Verdict;

/// Fails unless `written` is a conflict that, if it shows anything, shows what is stored.
async fn is_refused<S: Versioned>(store: &S, key: Uuid, written: Written<S::Row>) -> Verdict {
    let stored = store.read(key).await?;
    match written {
        Written::Conflict(current) => {
            ensure!(current.as_ref().is_none_or(|current| *current == stored), "{current:?}, not {stored:?}");
        }
        Written::Done => anyhow::bail!("it was written"),
    }
    Ok(())
}

pub async fn a_first_write_of_an_existing_row_is_refused<S: Versioned>(store: S) -> Verdict {
    let key = Uuid::now_v7();
    let first = S::row(key, 1, 1);
    ensure!(store.create(key, &first).await? == Written::Done);
    let written = store.create(key, &S::row(key, 1, 2)).await?;
    is_refused(&store, key, written).await?;
    ensure!(store.read(key).await? == Some((1, first)));
    Ok(())
}

pub async fn a_wrong_version_changes_nothing<S: Versioned>(store: S) -> Verdict {
    let key = Uuid::now_v7();
    let [first, second] = [(1, 1), (2, 2)].map(|(version, mark)| S::row(key, version, mark));
    ensure!(store.create(key, &first).await? == Written::Done);
    ensure!(store.replace(key, 1, &second).await? == Written::Done);
    for expected in [0, 1, 3, 9, u64::from(u32::MAX)] {
        let written = store.replace(key, expected, &S::row(key, expected + 1, 3)).await?;
        is_refused(&store, key, written).await?;
        let stored = store.read(key).await?;
        ensure!(stored == Some((2, second.clone())), "on version {expected}: {stored:?}");
    }
    Ok(())
}

pub async fn a_change_without_a_row_is_refused<S: Versioned>(store: S) -> Verdict {
    for expected in [1, 3] {
        let key = Uuid::now_v7();
        let written = store.replace(key, expected, &S::row(key, expected + 1, 1)).await?;
        is_refused(&store, key, written).await?;
        ensure!(store.read(key).await?.is_none(), "on version {expected}");
    }
    Ok(())
}
