//! Tasks in the table, each with its counters beside it.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::{Inserted, Replaced, StoreError, TaskQuery, Tasks};
use beadle_domain::{
    resource_key::ResourceKey,
    task::{
        SavedTask, Task, TaskStats,
        order::{self, MAX_SORTED, SortedPlace},
    },
};
use beadle_values::{
    id::{ListParts, OwnerId, TaskId},
    page::Page,
};
use futures_util::future::try_join_all;

use crate::{
    cursor::Cursors,
    errors::{self, Conditional, unreadable},
    keys::{self, Key},
    listing::{Entry, Listing, PageBuilder, Range},
    resource_keys::{Holder, Keyed},
    row::{
        config::ConfigUserRow,
        dependency::{DependentRow, HAS_DEPENDENTS, NOTIFIES},
        stats::StatsRow,
        task::{AssignmentRow, TaskRow},
    },
    table::{Item, Table, text},
};

/// How many links are written concurrently.
const LINKS_AT_ONCE: usize = 16;

/// How many entries of a list that is to be sorted are read at once.
const ENTRIES_PER_READ: usize = 500;

/// The ports of tasks over the table.
pub struct TaskStore {
    pub(crate) table: Table,
    cursors: Cursors,
}

impl TaskStore {
    /// Tasks in `table`.
    pub fn new(table: Table) -> Self {
        let cursors = Cursors::new(table.clone());
        Self { table, cursors }
    }

    /// Links the task to its config and its assignee before the task is written, so that a list of a config's
    /// tasks or an assignee's tasks is never missing one. Links that no longer hold remain, and are checked
    /// when they are read.
    async fn link(&self, task: &Task) -> Result<(), StoreError> {
        self.link_dependencies(task).await?;
        if let Some(assignment) = AssignmentRow::of(task) {
            let put = self.table.put(&assignment)?.send().await;
            put.map_err(|error| errors::store("link a task to its assignee", error))?;
        }
        let Some(config) = task.config_id.filter(|_| task.deleted_at.is_none()) else { return Ok(()) };
        let put = self.table.put(&ConfigUserRow::new(config, task.id))?.send().await;
        put.map(drop).map_err(|error| errors::store("link a config to a task", error))
    }

    /// Links the task to the tasks it runs after, and marks it if it sends a notification when it ends. Skips
    /// what the stored row already contains, since its links were written before it.
    async fn link_dependencies(&self, task: &Task) -> Result<(), StoreError> {
        if task.deleted_at.is_some() || task.dependencies.is_empty() && task.notify.is_none() {
            return Ok(());
        }
        let stored = match task.version {
            1 => None,
            _ => self
                .table
                .get(&Key::task(task.id))
                .await?
                .map(row)
                .transpose()?
                .map(|row| row.task())
                .transpose()?
                // A deleted task has no links.
                .filter(|stored| stored.deleted_at.is_none()),
        };
        let known = stored.as_ref().map_or(&[][..], |stored| &stored.dependencies);
        let new: Vec<TaskId> = task.dependencies.iter().filter(|id| !known.contains(id)).copied().collect();
        for some in new.chunks(LINKS_AT_ONCE) {
            try_join_all(some.iter().map(|upstream| self.link_dependent(*upstream, task.id))).await?;
        }
        let notified = stored.is_some_and(|stored| stored.notify.is_some());
        if task.notify.is_some() && !notified {
            self.mark(task.id, NOTIFIES).await?;
        }
        Ok(())
    }

    async fn link_dependent(&self, upstream: TaskId, dependent: TaskId) -> Result<(), StoreError> {
        let put = self.table.put(&DependentRow::new(upstream, dependent))?.send().await;
        put.map_err(|error| errors::store("link a task to its dependent", error))?;
        self.mark(upstream, HAS_DEPENDENTS).await
    }

    async fn mark(&self, task: TaskId, what: &str) -> Result<(), StoreError> {
        let update = self.table.update(&Key::followers(task)).update_expression("SET #what = :true");
        let update = update
            .expression_attribute_names("#what", what)
            .expression_attribute_values(":true", AttributeValue::Bool(true));
        update.send().await.map(drop).map_err(|error| errors::store("mark a task as followed", error))
    }

    /// The tasks of `entries`; `None` for each that does not exist or does not match the query.
    async fn found(
        &self,
        entries: &[Entry],
        query: &TaskQuery,
    ) -> Result<Vec<Option<SavedTask>>, StoreError> {
        // An entry may be an assignee's link, which is in the partition of its task.
        let beside = |key: &Key, sk: &str| Key { pk: key.pk.clone(), sk: sk.to_owned() };
        let task_key = |key: &Key| beside(key, keys::TASK_SK);
        let stats_key = |key: &Key| beside(key, keys::STATS_SK);
        let keys: Vec<Key> =
            entries.iter().flat_map(|entry| [task_key(&entry.key), stats_key(&entry.key)]).collect();
        let mut items = self.table.get_all(&keys, false).await?;
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let (task_key, stats_key) = (task_key(&entry.key), stats_key(&entry.key));
            let stats = stats(items.remove(&stats_key));
            let stats = self.table.or_skip("task_stats", &stats_key, stats)?.unwrap_or_default();
            let task = items.remove(&task_key).map(|item| row(item)?.task()).transpose();
            let task = self.table.or_skip("tasks", &task_key, task)?.flatten();
            let saved = task.map(|task| SavedTask { task, stats });
            found.push(saved.filter(|saved| query.matches(saved)));
        }
        Ok(found)
    }
}

impl TaskStore {
    /// A page in another order than the index has: all tasks of the list are read and sorted.
    async fn sorted(&self, listing: &Listing, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        let scope = format!("{} by {}", listing.name(), query.order);
        let after: Option<SortedPlace> = match &query.cursor {
            Some(cursor) => {
                let place = self.cursors.open(&scope, cursor).await?;
                Some(serde_json::from_str(&place).map_err(|_| StoreError::InvalidCursor)?)
            }
            None => None,
        };
        let (mut tasks, mut position, mut looked_at) = (Vec::new(), None, 0);
        loop {
            let after = position.as_deref();
            let (entries, more) =
                listing.entries(&self.table, &Range::default(), after, ENTRIES_PER_READ).await?;
            looked_at += entries.len();
            if looked_at > MAX_SORTED {
                return Err(StoreError::TooManyToSort(MAX_SORTED));
            }
            tasks.extend(self.found(&entries, query).await?.into_iter().flatten());
            position = entries.last().map(|entry| entry.position.clone()).filter(|_| more);
            if position.is_none() {
                break;
            }
        }
        let (items, next) = order::page(tasks, query.order, query.limit, after.as_ref(), query.now);
        let next = match next {
            Some(place) => {
                let place = serde_json::to_string(&place).map_err(|error| unreadable("a position", error))?;
                Some(self.cursors.issue(&scope, &place).await?)
            }
            None => None,
        };
        Ok(Page { items, next })
    }
}

#[async_trait]
impl Tasks for TaskStore {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        let (mut task, mut counters) = (None, None);
        for item in self.table.partition(keys::task_pk(id), "").await? {
            match text(&item, keys::SK)? {
                keys::TASK_SK => task = Some(row(item)?.task()?),
                keys::STATS_SK => counters = Some(item),
                _ => {}
            }
        }
        let stats = stats(counters)?;
        Ok(task.map(|task| SavedTask { task, stats }))
    }

    /// Read from the index, which is eventually consistent with the rows.
    async fn list(&self, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        let list = match query.deleted {
            false => keys::tasks_of(&query.owner),
            true => keys::deleted_tasks_of(&query.owner),
        };
        let listing = Listing::Index(list, ListParts::ONE);
        if !query.order.is_newest_first() {
            return self.sorted(&listing, query).await;
        }
        let position = match &query.cursor {
            Some(cursor) => Some(self.cursors.open(&listing.name(), cursor).await?),
            None => None,
        };
        let filtered = query.is_filtered();
        let mut page = PageBuilder::new(listing, Range::default(), query.limit, filtered, position);
        while let Some(entries) = page.next(&self.table).await? {
            let found = self.found(&entries, query).await?;
            page.take(entries, found);
        }
        page.finish(&self.cursors).await
    }

    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<TaskId>, StoreError> {
        let Some(id) = self.table.holder(Keyed::Tasks, owner, key).await? else { return Ok(None) };
        id.parse().map(Some).map_err(|error| unreadable("the holder of a key", error))
    }

    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError> {
        let new = TaskRow::new(task)?;
        self.link(task).await?;
        let held = new.held.as_deref();
        match self.table.insert_holding("write a task", &new, &holder(task), held).await? {
            Conditional::Done(_) => Ok(Inserted::Created),
            Conditional::ConditionFailed(Some(item)) => Ok(Inserted::Existing(Box::new(row(item)?.task()?))),
            Conditional::ConditionFailed(None) => {
                Err(StoreError::Unavailable("a write found a task that a read does not find".into()))
            }
        }
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        let new = TaskRow::new(task)?;
        self.link(task).await?;
        let held = new.held.as_deref();
        let doing = "change a task";
        match self.table.replace_holding(doing, &new, expected, &holder(task), held).await? {
            Conditional::Done(()) => Ok(Replaced::Done),
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item)) if row(item.clone())?.task == new.task => {
                Ok(Replaced::Done)
            }
            Conditional::ConditionFailed(_) => Ok(Replaced::Conflict),
        }
    }

    async fn assign_number(&self, task: TaskId) -> Result<u64, StoreError> {
        self.number_task(task).await
    }

    async fn by_number(&self, number: u64) -> Result<Option<TaskId>, StoreError> {
        self.task_of_number(number).await
    }
}

fn holder(task: &Task) -> Holder<'_> {
    Holder { keyed: Keyed::Tasks, owner: &task.owner, id: task.id.to_string() }
}

fn row(item: Item) -> Result<TaskRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a task", error))
}

fn stats(item: Option<Item>) -> Result<TaskStats, StoreError> {
    let Some(item) = item else { return Ok(TaskStats::default()) };
    let row: StatsRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the counters of a task", error))?;
    Ok(row.stats())
}
