//! Concurrent writers.

use std::sync::Arc;

use anyhow::{bail, ensure};
use uuid::Uuid;

use super::{Versioned, Written};
use crate::conformance::{Verdict, race::race};

pub async fn one_of_sixteen_first_writes_succeeds<S: Versioned>(store: S) -> Verdict {
    let (store, key) = (Arc::new(store), Uuid::now_v7());
    let written = race(|rival| {
        let store = Arc::clone(&store);
        async move {
            let row = S::row(key, 1, rival as u32);
            anyhow::Ok((store.create(key, &row).await?, row))
        }
    });
    one_is_written(&*store, key, 1, written.await?).await
}

pub async fn one_of_sixteen_changes_succeeds<S: Versioned>(store: S) -> Verdict {
    let (store, key) = (Arc::new(store), Uuid::now_v7());
    ensure!(store.create(key, &S::row(key, 1, 0)).await? == Written::Done);
    for version in 2..=4 {
        let written = race(|rival| {
            let store = Arc::clone(&store);
            async move {
                let row = S::row(key, version, version as u32 * 100 + rival as u32);
                anyhow::Ok((store.replace(key, version - 1, &row).await?, row))
            }
        });
        one_is_written(&*store, key, version, written.await?).await?;
    }
    Ok(())
}

/// Exactly one of the writes succeeded and is stored as `version`, and the others learned of it.
async fn one_is_written<S: Versioned>(
    store: &S,
    key: Uuid,
    version: u64,
    results: Vec<(Written<S::Row>, S::Row)>,
) -> Verdict {
    let stored = store.read(key).await?;
    let mut done = Vec::new();
    for (written, row) in results {
        match written {
            Written::Done => done.push(row),
            Written::Conflict(None) => {}
            Written::Conflict(Some(current)) => ensure!(current == stored, "{current:?} is not {stored:?}"),
        }
    }
    ensure!(done.len() == 1, "{} writes of version {version} succeeded", done.len());
    ensure!(stored == done.pop().map(|row| (version, row)), "{stored:?} is stored");
    Ok(())
}

pub async fn no_change_of_racing_writers_is_lost<S: Versioned>(store: S) -> Verdict {
    const WRITERS: u32 = 4;
    const EACH: u32 = 10;
    let (store, key) = (Arc::new(store), Uuid::now_v7());
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            let mut versions = Vec::new();
            for round in 0..EACH {
                versions.push(write_once(&*store, key, writer * 100 + round).await?);
            }
            anyhow::Ok(versions)
        });
    }
    let mut versions = Vec::new();
    for written in writers.join_all().await {
        versions.extend(written?);
    }
    versions.sort_by_key(|(version, _)| *version);
    let numbers: Vec<u64> = versions.iter().map(|(version, _)| *version).collect();
    ensure!(numbers == (1..=u64::from(WRITERS * EACH)).collect::<Vec<_>>(), "{numbers:?} were written");
    let stored = store.read(key).await?;
    ensure!(stored == versions.pop(), "{stored:?} is not the last change");
    Ok(())
}

/// Writes a row with this mark on whatever is stored, and returns it with its version.
async fn write_once<S: Versioned>(store: &S, key: Uuid, mark: u32) -> anyhow::Result<(u64, S::Row)> {
    let mut current = store.read(key).await?;
    for _ in 0..10_000 {
        let expected = current.as_ref().map_or(0, |(version, _)| *version);
        let row = S::row(key, expected + 1, mark);
        let written = match expected {
            0 => store.create(key, &row).await?,
            _ => store.replace(key, expected, &row).await?,
        };
        current = match written {
            Written::Done => return Ok((expected + 1, row)),
            Written::Conflict(Some(found)) => found,
            Written::Conflict(None) => store.read(key).await?,
        };
    }
    bail!("no write succeeds");
}
