//! Reading one execution.

use async_trait::async_trait;
use beadle_application::port::{ExecutionQuery, ReadExecutions, StoreError};
use beadle_domain::execution::Execution;
use beadle_values::{id::ExecutionId, page::Page};

use super::list::List;
use crate::{Embedded, row};

#[async_trait]
impl ReadExecutions for Embedded {
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        self.read(move |sql| Ok(row::find(sql, id)?.map(|(execution, ..)| execution))).await
    }

    async fn list(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        let list = List::of(query, &self.shared.cursor_key)?;
        let (items, next) = self.read(move |sql| list.page(sql)).await?;
        let cursors = List::cursors(query, &self.shared.cursor_key);
        Ok(Page { items, next: next.map(|position| cursors.issue(&position)) })
    }
}
