//! Selecting many executions, one page of a list per call.

use beadle_domain::{access::Principal, execution::Execution, selection::Selection};
use beadle_values::{id::OwnerId, page::Cursor};

use super::ExecutionService;
use crate::{
    Error, Operation, batch,
    many::{COUNTED_AT_ONCE, Total, total},
    port::{ExecutionQuery, ExecutionScope},
    task,
};

/// A page of selected executions.
#[derive(Debug)]
pub(super) struct Selected {
    /// The selected executions of all pages; `None` for a page that is not the first.
    pub(super) total: Option<Total>,
    /// The selected executions.
    pub(super) found: Vec<Execution>,
    /// The start of the next page.
    pub(super) next: Option<Cursor>,
    /// Their owner.
    pub(super) owner: OwnerId,
}

impl ExecutionService {
    /// The page at `cursor` of the executions that `selection` names and `selects`, if `by` may do `operation` to them.
    pub(super) async fn select(
        &self,
        (by, operation): (&Principal, Operation),
        selection: &Selection,
        (limit, cursor): (usize, Option<Cursor>),
        selects: impl Fn(&Execution) -> bool + Send + Sync,
    ) -> Result<Selected, Error> {
        let (scope, owner) = self.scope_of(by, selection, operation).await?;
        let is_first = cursor.is_none();
        let query = ExecutionQuery {
            status: selection.status,
            task_type: selection.task_type,
            from: selection.from,
            to: selection.to,
            cursor,
            ..ExecutionQuery::newest(scope, limit)
        };
        let selects = |execution: &Execution| selection.matches(execution) && selects(execution);
        let page = self.executions.list(&query).await?;
        let found: Vec<_> = page.items.into_iter().filter(&selects).collect();
        let total = match is_first {
            true => {
                let rest = |cursor| {
                    let query =
                        ExecutionQuery { cursor: Some(cursor), limit: COUNTED_AT_ONCE, ..query.clone() };
                    async move { self.executions.list(&query).await }
                };
                Some(total(found.len(), page.next.clone(), rest, &selects).await?)
            }
            false => None,
        };
        Ok(Selected { total, found, next: page.next, owner })
    }

    /// The list that has the executions of `selection`, and their owner.
    async fn scope_of(
        &self,
        by: &Principal,
        selection: &Selection,
        operation: Operation,
    ) -> Result<(ExecutionScope, OwnerId), Error> {
        if let Some(id) = selection.batch {
            let counted = batch::find(&*self.batches, by, id, operation).await?;
            return Ok((ExecutionScope::Batch(id), counted.batch.owner));
        }
        if let Some(id) = selection.task {
            let saved = task::find(&*self.tasks, by, id, operation).await?;
            return Ok((ExecutionScope::Task(id), saved.task.owner));
        }
        let owner = selection.user.clone().unwrap_or_else(|| by.owner.clone());
        operation.check(by, &owner, Error::Denied(operation))?;
        Ok((ExecutionScope::Owner(owner.clone()), owner))
    }
}
