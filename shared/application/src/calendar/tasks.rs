//! Tasks whose schedules know the days of their calendars.

use std::sync::Arc;

use async_trait::async_trait;
use beadle_domain::{
    resource_key::ResourceKey,
    task::{SavedTask, Task},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
};

use super::known::{Known, look_up_once};
use crate::port::{Calendars, Inserted, Replaced, StoreError, TaskQuery, Tasks};

/// A store of tasks that looks up the calendars of what it reads, so that whoever reads a task (a tick, the executor, the
/// API) decides by the calendars as they are then. What is written has their names alone.
#[derive(Clone)]
pub struct TasksWithCalendars {
    tasks: Arc<dyn Tasks>,
    calendars: Arc<dyn Calendars>,
}

impl TasksWithCalendars {
    /// `tasks` with `calendars`.
    pub fn over(tasks: Arc<dyn Tasks>, calendars: Arc<dyn Calendars>) -> Arc<dyn Tasks> {
        Arc::new(Self { tasks, calendars })
    }

    async fn known(&self, mut task: Task, known: &mut Known) -> Result<Task, StoreError> {
        if let Some(schedule) = task.schedule.take() {
            task.schedule = Some(look_up_once(&*self.calendars, &task.owner, schedule, known).await?);
        }
        Ok(task)
    }
}

#[async_trait]
impl Tasks for TasksWithCalendars {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        let Some(SavedTask { task, stats }) = self.tasks.get(id).await? else { return Ok(None) };
        let task = self.known(task, &mut Known::new()).await?;
        Ok(Some(SavedTask { task, stats }))
    }

    async fn list(&self, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        let Page { items, next } = self.tasks.list(query).await?;
        let (mut listed, mut known) = (Vec::with_capacity(items.len()), Known::new());
        for SavedTask { task, stats } in items {
            listed.push(SavedTask { task: self.known(task, &mut known).await?, stats });
        }
        Ok(Page { items: listed, next })
    }

    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<TaskId>, StoreError> {
        self.tasks.by_key(owner, key).await
    }

    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError> {
        Ok(match self.tasks.insert(task).await? {
            Inserted::Created => Inserted::Created,
            Inserted::Existing(existing) => {
                Inserted::Existing(Box::new(self.known(*existing, &mut Known::new()).await?))
            }
        })
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        self.tasks.replace(task, expected).await
    }

    async fn assign_number(&self, task: TaskId) -> Result<u64, StoreError> {
        self.tasks.assign_number(task).await
    }

    async fn by_number(&self, number: u64) -> Result<Option<TaskId>, StoreError> {
        self.tasks.by_number(number).await
    }
}
