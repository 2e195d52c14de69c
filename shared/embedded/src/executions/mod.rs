//! Executions: started, claimed, saved, read and awaited.

mod awaiting;
mod claim;
mod list;
mod note;
mod read;
mod save;
mod start;

use std::time::Duration;

use async_trait::async_trait;
use beadle_application::port::{CancelRequest, ExecutionQuery, Executions, Noted, Saved, StoreError};
use beadle_domain::execution::{Cancellation, Execution, Note};
use beadle_values::{id::ExecutionId, page::Page};

pub(crate) use self::start::insert_waiting;
use crate::Embedded;

#[async_trait]
impl Executions for Embedded {
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        self.execution(id).await
    }

    async fn list(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        self.execution_page(query).await
    }

    async fn ended(&self, id: ExecutionId, patience: Duration) -> Result<Option<Execution>, StoreError> {
        self.ended_execution(id, patience).await
    }

    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError> {
        self.save_execution(execution, expected, hops).await
    }

    async fn request_cancel(
        &self,
        id: ExecutionId,
        cancellation: &Cancellation,
    ) -> Result<CancelRequest, StoreError> {
        self.mark_to_be_cancelled(id, cancellation).await
    }

    async fn note(&self, id: ExecutionId, version: u64, note: &Note) -> Result<Noted, StoreError> {
        self.note_beside(id, version, note).await
    }
}
