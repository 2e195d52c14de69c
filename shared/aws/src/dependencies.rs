//! Dependencies in the table: links, last ends and releases.

use std::collections::BTreeMap;

use async_trait::async_trait;
use beadle_application::port::{Dependencies, Followers, Replaced, StoreError};
use beadle_domain::{dependency::Release, task::LastEnd};
use beadle_values::id::TaskId;
use futures_util::future::try_join_all;
use serde::de::DeserializeOwned;

use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::{self, Key},
    row::{
        dependency::{DependentRow, FollowersRow, ReleaseRow},
        stats::StatsRow,
    },
    table::{Item, Table, key_of},
};

/// How many partitions are read concurrently.
const AT_ONCE: usize = 16;

/// The ports of dependencies over the table.
pub struct DependencyStore {
    table: Table,
}

impl DependencyStore {
    /// Dependencies in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    async fn dependents(&self, upstream: TaskId) -> Result<Vec<TaskId>, StoreError> {
        let items = self.table.partition(keys::followers_pk(upstream), keys::DEPENDENTS).await?;
        let mut dependents = Vec::with_capacity(items.len());
        for item in items {
            let key = key_of(&item)?;
            let link = read::<DependentRow>(item, "a link").and_then(|row| row.task());
            dependents.extend(self.table.or_skip("dependents", &key, link)?);
        }
        Ok(dependents)
    }
}

#[async_trait]
impl Dependencies for DependencyStore {
    /// Reads one small item per task, and links only of tasks that have some.
    async fn followers(&self, ended: &[TaskId]) -> Result<Followers, StoreError> {
        let keys: Vec<Key> = ended.iter().map(|task| Key::followers(*task)).collect();
        let mut items = self.table.get_all(&keys, true).await?;
        let mut followers = Followers::default();
        let mut upstream = Vec::new();
        for (task, key) in ended.iter().zip(&keys) {
            let Some(item) = items.remove(key) else { continue };
            let row = read::<FollowersRow>(item, "the followers of a task");
            let Some(row) = self.table.or_skip("followers", key, row)? else { continue };
            if row.dependents {
                upstream.push(*task);
            }
            if row.notifies {
                followers.notifying.insert(*task);
            }
        }
        for some in upstream.chunks(AT_ONCE) {
            let found = try_join_all(some.iter().map(|task| self.dependents(*task))).await?;
            followers.dependents.extend(found.into_iter().flatten());
        }
        Ok(followers)
    }

    async fn ends(&self, tasks: &[TaskId]) -> Result<BTreeMap<TaskId, LastEnd>, StoreError> {
        let keys: Vec<Key> = tasks.iter().map(|task| Key::stats(*task)).collect();
        let mut items = self.table.get_all(&keys, true).await?;
        let mut ends = BTreeMap::new();
        for (task, key) in tasks.iter().zip(&keys) {
            let Some(item) = items.remove(key) else { continue };
            let row = read::<StatsRow>(item, "the counters of a task");
            let end = self.table.or_skip("task_stats", key, row)?.and_then(|row| row.last_end());
            ends.extend(end.map(|end| (*task, end)));
        }
        Ok(ends)
    }

    async fn last_release(&self, task: TaskId) -> Result<Option<Release>, StoreError> {
        let Some(item) = self.table.get(&Key::release(task)).await? else { return Ok(None) };
        Ok(Some(read::<ReleaseRow>(item, "a release")?.release()?))
    }

    async fn put_release(&self, release: &Release) -> Result<Replaced, StoreError> {
        let new = ReleaseRow::new(release)?;
        let put = self.table.put_over(&new, release.version.saturating_sub(1))?;
        match conditional("write a release", put.send().await)? {
            Conditional::Done(_) => Ok(Replaced::Done),
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item))
                if read::<ReleaseRow>(item.clone(), "a release")?.release == new.release =>
            {
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }
}

fn read<T: DeserializeOwned>(item: Item, what: &str) -> Result<T, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable(what, error))
}
