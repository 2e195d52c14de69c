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
use beadle_application::port::{
    CancelRequest, ExecutionQuery, Executions, LineHead, Noted, Saved, StoreError,
};
use beadle_domain::{
    execution::{Cancellation, Execution, Note},
    order::OrderLine,
};
use beadle_values::{
    id::{ExecutionId, OwnerId},
    page::{Cursor, Page},
};

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

    async fn first_in_line(&self, line: &OrderLine) -> Result<Option<ExecutionId>, StoreError> {
        self.first_in(line).await
    }

    async fn leave_line(&self, line: &OrderLine, id: ExecutionId) -> Result<Option<ExecutionId>, StoreError> {
        self.leave(line, id).await
    }

    async fn order_lines(
        &self,
        owner: &OwnerId,
        limit: usize,
        cursor: Option<&Cursor>,
    ) -> Result<Page<LineHead>, StoreError> {
        self.heads(owner, limit, cursor).await
    }
}
