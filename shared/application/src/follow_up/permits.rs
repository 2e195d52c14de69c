//! Giving back the permits that jobs kept. It follows from the row, whoever wrote it: the runner, a callback, a request to
//! cancel, or the end of an execution whose messages could not be handled.

use std::collections::BTreeSet;

use beadle_domain::{
    execution::{Execution, Status, job},
    gate::{GateKey, GatePart, GateState, Holder, StoredGate, permits},
    projection::{Change, ChangeRecord, ExecutionFacts},
};
use beadle_values::{cause::Chain, id::ExecutionId};

use super::FollowUpService;
use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{StoreError, VersionedWrite},
};

impl FollowUpService {
    /// Gives back the permits of the executions in `records` that no longer wait for their jobs. One that runs or waits
    /// again by now keeps its permit.
    pub(super) async fn release_permits(&self, records: &[ChangeRecord]) -> Result<(), StoreError> {
        let over: BTreeSet<ExecutionId> = records.iter().filter_map(without_job).collect();
        for id in over {
            match self.release_permit(id).await {
                Err(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_))) => {
                    tracing::error!(
                        execution.id = %id, error = %Chain(&error), "failed permanently to give back the permit of a job"
                    );
                }
                released => released?,
            }
        }
        Ok(())
    }

    async fn release_permit(&self, id: ExecutionId) -> Result<(), StoreError> {
        let Some(row) = self.executions.get(id).await? else { return Ok(()) };
        let Some(config) = row.request.config_id.filter(|_| job::may_have_kept_permit(&row)) else {
            return Ok(());
        };
        let (kept_by, version) = (Holder::of(id.uuid()), row.version());
        let is_noted = row.progress.job.permit_shard.is_some();
        let part = GatePart::Permits(self.shard(&row, kept_by).await?);
        let (key, now) = (&GateKey::of_config(config, part), self.clock.now());
        let stored = self.gates.read(key).await?;
        retry_on_conflict(CAS_RETRIES, stored, |stored: StoredGate| async move {
            let Some(state) = stored.state.and_then(GateState::permits) else { return Ok(Attempt::Done(())) };
            let next = match permits::release_job(&state, kept_by, version, now) {
                Some(next) => next,
                // The read may be older than the permit: a conditional write over it shows whether it is.
                None if is_noted => state,
                None => return Ok(Attempt::Done(())),
            };
            Ok(match self.gates.write(key, &GateState::Permits(next), stored.version).await? {
                VersionedWrite::Done => Attempt::Done(()),
                VersionedWrite::Conflict(current) => Attempt::Conflict(*current),
            })
        })
        .await
    }

    /// The shard in which the permit of `row` is. A runner that died after it took it has not written that down.
    async fn shard(&self, row: &Execution, kept_by: Holder) -> Result<u16, StoreError> {
        if let Some(shard) = row.progress.job.permit_shard {
            return Ok(shard);
        }
        let config = match row.request.config_id {
            Some(id) => self.configs.get(id).await?,
            None => None,
        };
        let concurrency = config.and_then(|config| config.profile.concurrency);
        Ok(concurrency.map_or(0, |concurrency| permits::shard_of(kept_by, concurrency)))
    }
}

/// The execution, if the change is one after which no job of it is awaited.
fn without_job(record: &ChangeRecord) -> Option<ExecutionId> {
    let Change::Execution { after: ExecutionFacts { id, task_type, status, .. }, .. } = &record.change else {
        return None;
    };
    let is_over = !matches!(status, Status::Pending | Status::Running | Status::Waiting);
    (task_type.has_job() && is_over).then_some(*id)
}
