//! Reads one execution, and lists.

use beadle_application::port::{ExecutionOrder, ExecutionQuery, ExecutionScope, StoreError};
use beadle_domain::execution::{Execution, Status};
use beadle_values::{id::ExecutionId, page::Page};

use super::{ExecutionStore, row};
use crate::{
    keys::{self, Key},
    listing::{Entry, Listing, Order, PageBuilder, Range},
    row::early_cancel::CANCELLED_EARLY,
};

impl ExecutionStore {
    pub(super) async fn find(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        match self.table.get(&Key::execution(id)).await? {
            Some(item) if !item.contains_key(CANCELLED_EARLY) => self.read(item).await.map(Some),
            _ => Ok(None),
        }
    }

    /// The list of an owner is read with eventual consistency.
    pub(super) async fn page(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        let listing = match &query.scope {
            ExecutionScope::Owner(owner) => Listing::Executions(owner.clone(), self.table.list_parts()),
            ExecutionScope::Task(task) => Listing::Links(keys::links(*task)),
            ExecutionScope::Batch(batch) => Listing::Links(keys::members_of(*batch)),
        };
        let position = match &query.cursor {
            Some(cursor) => Some(self.cursors.open(&listing.name(), cursor).await?),
            None => None,
        };
        // The links of a batch have no time.
        let is_timed = !matches!(query.scope, ExecutionScope::Batch(_));
        let (from, to) = (query.from.filter(|_| is_timed), query.to.filter(|_| is_timed));
        let range = Range { from: from.map(keys::not_before), to: to.map(keys::not_before) };
        let filtered = query.status.is_some()
            || query.task_type.is_some()
            || query.undelivered
            || !query.filter.is_empty()
            || !is_timed && (query.from.is_some() || query.to.is_some());
        let mut page =
            PageBuilder::new(listing, range, query.limit, filtered, position).ordered(match query.order {
                ExecutionOrder::NewestFirst => Order::NewestFirst,
                ExecutionOrder::OldestFirst => Order::OldestFirst,
            });
        while let Some(mut entries) = page.next(&self.table).await? {
            let found = self.found(&mut entries, query).await?;
            page.take(entries, found);
        }
        page.finish(&self.cursors).await
    }

    /// The executions of `entries`, whose items are taken; `None` for each that does not exist or does not match the query.
    async fn found(
        &self,
        entries: &mut [Entry],
        query: &ExecutionQuery,
    ) -> Result<Vec<Option<Execution>>, StoreError> {
        let unread = entries.iter().filter(|entry| entry.item.is_none());
        let keys: Vec<Key> = unread.map(|entry| entry.key.clone()).collect();
        let mut items = self.table.get_all(&keys, false).await?;
        let mut found = Vec::with_capacity(entries.len());
        for Entry { key, item, .. } in entries {
            let key = &*key;
            let is_listed_by_key = item.is_some();
            let item = item.take().or_else(|| items.remove(key));
            let row = item.filter(|item| !item.contains_key(CANCELLED_EARLY)).map(row).transpose();
            let row = self.table.or_skip("executions", key, row)?.flatten();
            // Owners may share a partition, and one that was imported into it may be in the index.
            let row = row.filter(|row| match &query.scope {
                ExecutionScope::Owner(owner) if is_listed_by_key => row.is_listed_by_key(owner),
                _ => true,
            });
            let row = row.filter(|row| !query.undelivered || row.status == Status::Failed);
            let row = row.filter(|row| query.status.is_none_or(|status| status == row.status));
            let row = row.filter(|row| query.filter.takes(row.status));
            let execution = match row {
                Some(row) => self.table.or_skip("executions", key, self.execution(&row).await)?,
                None => None,
            };
            let asked = |execution: &Execution| {
                query.task_type.is_none_or(|kind| kind == execution.request.spec.task_type())
                    && query.from.is_none_or(|from| execution.request.created_at >= from)
                    && query.to.is_none_or(|to| execution.request.created_at < to)
                    && (!query.undelivered || execution.is_undelivered_notice())
                    && query.filter.matches(execution)
            };
            found.push(execution.filter(asked));
        }
        Ok(found)
    }
}
