//! Cancelling many executions, one page of a list per call. An execution that has ended meanwhile stays as it is, so a call
//! can be repeated.

use beadle_domain::{cancel_many::CancelMany, execution::Execution};
use beadle_values::{id::ExecutionId, page::Cursor};

use super::{ExecutionService, select::Selected};
use crate::{Call, Error, Operation, many::Total};

/// What a request does to a page of executions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelPlan {
    /// The selected executions of all pages; `None` for a page that is not the first.
    pub total: Option<Total>,
    /// The executions to cancel.
    pub executions: Vec<ExecutionId>,
    /// The start of the next page.
    pub next: Option<Cursor>,
}

impl ExecutionService {
    /// Plans what `asked` cancels; nothing is cancelled yet. [`Self::cancel`] carries out each.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::TaskNotFound`], [`Error::BatchNotFound`], [`Error::Store`].
    pub async fn plan_cancel(&self, call: Call<'_>, asked: &CancelMany) -> Result<CancelPlan, Error> {
        let page = (asked.limit, asked.cursor.clone());
        let by = (call.by, Operation::CancelExecution);
        let Selected { total, found, next, .. } =
            self.select(by, &asked.filter.selection(), page, |_| true).await?;
        Ok(CancelPlan { total, executions: found.iter().map(Execution::id).collect(), next })
    }
}
