//! Tasks: written, read and listed.

mod read;
mod write;

use async_trait::async_trait;
use beadle_application::port::{Inserted, Replaced, StoreError, TaskQuery, Tasks};
use beadle_domain::{
    resource_key::ResourceKey,
    task::{SavedTask, Task},
};
use beadle_values::{
    id::{OwnerId, TaskId},
    page::Page,
};

use crate::Embedded;

#[async_trait]
impl Tasks for Embedded {
    async fn get(&self, id: TaskId) -> Result<Option<SavedTask>, StoreError> {
        self.task(id).await
    }

    async fn list(&self, query: &TaskQuery) -> Result<Page<SavedTask>, StoreError> {
        self.task_page(query).await
    }

    async fn by_key(&self, owner: &OwnerId, key: &ResourceKey) -> Result<Option<TaskId>, StoreError> {
        self.task_of_key(owner, key).await
    }

    async fn insert(&self, task: &Task) -> Result<Inserted, StoreError> {
        self.insert_task(task).await
    }

    async fn replace(&self, task: &Task, expected: u64) -> Result<Replaced, StoreError> {
        self.replace_task(task, expected).await
    }

    async fn assign_number(&self, task: TaskId) -> Result<u64, StoreError> {
        self.number_task(task).await
    }

    async fn by_number(&self, number: u64) -> Result<Option<TaskId>, StoreError> {
        self.task_of_number(number).await
    }
}
