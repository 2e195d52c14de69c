//! Reading one execution.

use beadle_application::port::{ExecutionQuery, StoreError};
use beadle_domain::execution::Execution;
use beadle_values::{id::ExecutionId, page::Page};

use super::list::List;
use crate::{Embedded, row};

impl Embedded {
    pub(super) async fn execution(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        self.read(move |sql| Ok(row::find(sql, id)?.map(|(execution, ..)| execution))).await
    }

    pub(super) async fn execution_page(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        let list = List::of(query, &self.shared.cursor_key)?;
        let aside = self.set_aside();
        let (items, next) = self.read(move |sql| list.page(sql, &aside)).await?;
        let cursors = List::cursors(query, &self.shared.cursor_key);
        Ok(Page { items, next: next.map(|position| cursors.issue(&position)) })
    }
}
