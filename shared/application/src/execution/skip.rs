//! Order keys: which there are, and letting one go on without the execution that blocks it.

use beadle_domain::{
    access::Principal,
    execution::{Execution, Status},
    order::holds_line,
    projection::audit::{Subject, Verb},
};
use beadle_values::{
    id::{ExecutionId, OwnerId},
    page::{Cursor, Page},
};

use super::ExecutionService;
use crate::{
    Call, Error, Operation,
    audit::{Target, audit},
    order,
};

/// An order key with executions in its line.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// The key.
    pub key: String,
    /// The first of its line: the one that runs, or may run next, or blocks the key.
    pub first: Execution,
    /// The number of executions behind it, counted up to [`crate::port::MAX_COUNTED_BEHIND`].
    pub behind: usize,
}

impl OrderKey {
    /// Whether the first of its line failed, and blocks it.
    pub fn is_blocked(&self) -> bool {
        self.first.status() == Status::Failed
    }
}

impl ExecutionService {
    /// Lets the order key of `id` go on without it: it failed, and blocks its key.
    ///
    /// # Errors
    /// [`Error::NotBlocking`], [`Error::ExecutionNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn skip(&self, call: Call<'_>, id: ExecutionId) -> Result<Execution, Error> {
        let execution = self.find(call.by, id, Operation::SkipExecution).await?;
        let line = execution.order_line().filter(|_| execution.status().is_final() && holds_line(&execution));
        let line = line.ok_or(Error::NotBlocking(id))?;
        if self.executions.first_in_line(&line).await? != Some(id) {
            return Err(Error::NotBlocking(id));
        }
        order::leave(&*self.executions, &line, id, call.now).await?;
        let request = &execution.request;
        let target = Target { task: request.task_id, ..Target::new(Some(&request.owner), id) };
        audit(&*self.audit, call, (Subject::Execution, Verb::Skipped), target).await;
        Ok(execution)
    }

    /// A page of the order keys of `owner` that have executions in their lines.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn order_keys(
        &self,
        by: &Principal,
        owner: &OwnerId,
        limit: usize,
        cursor: Option<Cursor>,
    ) -> Result<Page<OrderKey>, Error> {
        const READ: Operation = Operation::ReadExecution;
        READ.check(by, owner, Error::Denied(READ))?;
        let page = self.executions.order_lines(owner, limit, cursor.as_ref()).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for head in page.items {
            let first = self.executions.get(head.first).await?.filter(holds_line);
            items.extend(first.map(|first| OrderKey { key: head.line.key, first, behind: head.behind }));
        }
        Ok(Page { items, next: page.next })
    }
}
