//! Ending batches. What follows a batch is started first, under an id that derives from that of the batch; then
//! the end is recorded. A crash in between repeats the start, which finds its execution.

use std::collections::BTreeSet;

use beadle_domain::{
    batch::{BatchEnd, BatchOutcome, CountedBatch, Successor},
    execution::{Execution, Request, Trigger},
    projection::{Change, ChangeRecord},
};
use beadle_values::{
    cause::Chain,
    id::{BatchId, ExecutionId},
};

use super::FollowUpService;
use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Replaced, StoreError},
};

impl FollowUpService {
    /// Ends the batches that `records` may have brought to their end; returns the number of those that ended.
    /// The records are counted before.
    pub(super) async fn end_batches(&self, records: &[ChangeRecord]) -> Result<usize, StoreError> {
        let touched: BTreeSet<BatchId> = records.iter().filter_map(touched).collect();
        let mut ended = 0;
        for id in touched {
            match self.end_batch(id).await {
                Err(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_))) => {
                    tracing::error!(batch.id = %id, error = %Chain(&error), "failed permanently to end a batch");
                }
                done => ended += usize::from(done?),
            }
        }
        Ok(ended)
    }

    async fn end_batch(&self, id: BatchId) -> Result<bool, StoreError> {
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let Some(counted) = self.batches.get(id).await? else { return Ok(Attempt::Done(false)) };
            let Some(outcome) = counted.outcome_due() else { return Ok(Attempt::Done(false)) };
            let end = self.follow(&counted, outcome).await?;
            let ended = counted.batch.ended(end);
            Ok(match self.batches.replace(&ended, counted.batch.version, None).await? {
                Replaced::Done => Attempt::Done(true),
                Replaced::Conflict => Attempt::Conflict(()),
            })
        })
        .await
    }

    /// Starts what follows the batch if it ends with `outcome`.
    async fn follow(&self, counted: &CountedBatch, outcome: BatchOutcome) -> Result<BatchEnd, StoreError> {
        let (batch, summary, now) = (&counted.batch, counted.summary(outcome), self.clock.now());
        let mut end = BatchEnd { at: now, summary, execution: None, skipped: None };
        let id = ExecutionId::for_batch_end(batch.id);
        let trigger = Trigger::batch_end(end.summary.clone());
        let request = match batch.successor(outcome) {
            None => return Ok(end),
            Some(Successor::Request(request)) => Request { trigger, created_at: now, ..(**request).clone() },
            Some(Successor::Task(task)) => {
                let saved = self.tasks.get(*task).await?.filter(|saved| saved.task.deleted_at.is_none());
                match saved {
                    Some(saved) => saved.task.request(id, trigger, &self.defaults.task, now),
                    None => {
                        end.skipped = Some(format!("the task {task} was deleted"));
                        return Ok(end);
                    }
                }
            }
        };
        self.starter.start(&Execution::new(request, now)).await?;
        end.execution = Some(id);
        Ok(end)
    }
}

/// The batch that the change may have brought to its end.
fn touched(record: &ChangeRecord) -> Option<BatchId> {
    match &record.change {
        Change::BatchClosed(batch) => Some(*batch),
        _ => record.ended().and_then(|end| end.batch_id),
    }
}
