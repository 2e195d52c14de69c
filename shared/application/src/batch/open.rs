//! Finding the batch that requests are added to, or creating it.

use beadle_domain::{
    batch::{Batch, BatchDraft, StatedSuccessor, Successor},
    projection::audit::{Subject, Verb},
};
use beadle_values::{
    id::{BatchId, ExecutionId},
    violation::{Path, Violation},
};

use super::{BatchService, find, target};
use crate::{Call, Error, Operation, audit::entry, port::Inserted, task};

impl BatchService {
    /// The batch that `draft`, which is at `path` of a body, describes: one that exists, or a new one.
    ///
    /// # Errors
    /// [`Error::BatchNotFound`], [`Error::BatchDiffers`] for a name or key under which another batch was asked
    /// for, [`Error::Invalid`], [`Error::Denied`], [`Error::Store`].
    pub async fn open(&self, call: Call<'_>, draft: BatchDraft, path: &Path) -> Result<Batch, Error> {
        Operation::Execute.check_own(call.by)?;
        if let Some(id) = draft.id {
            let counted = find(&*self.batches, call.by, id, Operation::AddToBatch).await?;
            // Its executions belong to its owner, and who adds to it starts them as its own.
            if counted.batch.owner != call.by.owner {
                return Err(Error::Denied(Operation::AddToBatch));
            }
            return Ok(counted.batch);
        }
        let owner = &call.by.owner;
        let id = match (&draft.name, call.key) {
            (Some(name), _) => BatchId::for_name(owner, name),
            (None, Some(key)) => key.batch_id(owner),
            (None, None) => BatchId::from_uuid(self.executions.ids.fresh(call.now)),
        };
        let on_complete = self.successor(call, id, draft.on_complete, &path.key("on_complete")).await?;
        let on_failure = self.successor(call, id, draft.on_failure, &path.key("on_failure")).await?;
        let batch = Batch {
            id,
            owner: owner.clone(),
            name: draft.name,
            on_complete,
            on_failure,
            created_at: call.now,
            closed_at: None,
            end: None,
            version: 1,
        };
        let audit = entry(call, (Subject::Batch, Verb::Created), target(&batch));
        match self.batches.insert(&batch, Some(&audit)).await? {
            Inserted::Created => Ok(batch),
            Inserted::Existing(existing) if existing.is_asked_again_by(&batch) => Ok(*existing),
            Inserted::Existing(_) => Err(Error::BatchDiffers(id)),
        }
    }

    /// What runs at the end of the batch `id`, checked as a request of the caller.
    async fn successor(
        &self,
        call: Call<'_>,
        id: BatchId,
        stated: Option<StatedSuccessor>,
        path: &Path,
    ) -> Result<Option<Successor>, Error> {
        Ok(match stated {
            None => None,
            Some(StatedSuccessor::Task(id)) => {
                match task::find(&*self.tasks, call.by, id, Operation::ExecuteTask).await {
                    Err(Error::TaskNotFound(_)) => {
                        let message = format!("there is no task {id}");
                        return Err(Violation::new(path.key("task_id"), "unknown_task", message).into());
                    }
                    found => Some(Successor::Task(found?.task.id)),
                }
            }
            Some(StatedSuccessor::Request(asked)) => {
                let call = Call { key: None, ..call };
                let end = ExecutionId::for_batch_end(id);
                let (request, _) = self.executions.prepare(call, *asked, end, path).await?;
                Some(Successor::Request(Box::new(request)))
            }
        })
    }
}
