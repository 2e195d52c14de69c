//! Batches: create, fill, close and read them.

mod add;
mod open;

use std::sync::Arc;

use beadle_domain::{
    access::Principal,
    batch::{Batch, CountedBatch},
    projection::audit::{Subject, Verb},
};
use beadle_values::{
    id::{BatchId, OwnerId},
    page::{Cursor, Page},
};

use crate::{
    Call, Error, Operation,
    audit::{Target, entry},
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    execution::ExecutionService,
    port::{BatchQuery, Batches, Replaced, Tasks},
};

/// Batches of executions.
#[derive(Clone)]
pub struct BatchService {
    /// The batches.
    pub batches: Arc<dyn Batches>,
    /// The tasks that run at their ends.
    pub tasks: Arc<dyn Tasks>,
    /// Prepares and starts their executions.
    pub executions: ExecutionService,
}

impl BatchService {
    /// The batch with its counts.
    ///
    /// # Errors
    /// [`Error::BatchNotFound`], [`Error::Denied`], [`Error::Store`].
    pub async fn get(&self, by: &Principal, id: BatchId) -> Result<CountedBatch, Error> {
        find(&*self.batches, by, id, Operation::ReadBatch).await
    }

    /// A page of the batches of `owner`, or of the caller.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn list(
        &self,
        by: &Principal,
        owner: Option<OwnerId>,
        limit: usize,
        cursor: Option<Cursor>,
    ) -> Result<Page<CountedBatch>, Error> {
        let owner = owner.unwrap_or_else(|| by.owner.clone());
        Operation::ReadBatch.check(by, &owner, Error::Denied(Operation::ReadBatch))?;
        Ok(self.batches.list(&BatchQuery { owner, limit, cursor }).await?)
    }

    /// Closes the batch: no execution can be added from then on. One that is closed stays as it is.
    ///
    /// # Errors
    /// [`Error::BatchNotFound`], [`Error::Denied`], [`Error::Contended`], [`Error::Store`].
    pub async fn close(&self, call: Call<'_>, id: BatchId) -> Result<CountedBatch, Error> {
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let counted = find(&*self.batches, call.by, id, Operation::CloseBatch).await?;
            let Some(closed) = counted.batch.close(call.now) else { return Ok(Attempt::Done(counted)) };
            let audit = entry(call, (Subject::Batch, Verb::Closed), target(&closed));
            Ok(match self.batches.replace(&closed, counted.batch.version, Some(&audit)).await? {
                Replaced::Done => Attempt::Done(CountedBatch { batch: closed, ..counted }),
                Replaced::Conflict => Attempt::Conflict(()),
            })
        })
        .await
    }
}

/// The batch, if `by` may do `operation` to it.
pub(crate) async fn find(
    batches: &dyn Batches,
    by: &Principal,
    id: BatchId,
    operation: Operation,
) -> Result<CountedBatch, Error> {
    let counted = batches.get(id).await?.ok_or(Error::BatchNotFound(id))?;
    operation.check(by, &counted.batch.owner, Error::BatchNotFound(id))?;
    Ok(counted)
}

/// The batch as the audit trail names it.
fn target(batch: &Batch) -> Target<'_> {
    Target::new(Some(&batch.owner), batch.id)
}
