//! A batch of changes becomes counters, rollups, domain events and audit entries, and is followed up.

use std::{collections::BTreeSet, sync::Arc};

use beadle_domain::{
    event::{DomainEvent, EventKind},
    projection::{
        Projection,
        change::{ChangeRecord, Sequence},
    },
};
use beadle_values::cause::Chain;

use crate::{
    account,
    follow_up::{FollowUpService, FollowedUp},
    notify::NotifyError,
    port::{Accounts, Applied, Checkpoint, EventBusError, ProjectionStore, StoreError},
};

/// The most rows that one change adds to a projection: the counters of a task, the census of its owner, two
/// hours, the counts of a batch and an audit entry.
const MAX_ROWS_PER_CHANGE: usize = 6;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Projected {
    /// Changes that were applied.
    pub applied: usize,
    /// Changes that had been applied before.
    pub repeated: usize,
    /// Events that were published.
    pub published: usize,
    /// Tasks that were released.
    pub released: usize,
    /// Notifications that were sent.
    pub notified: usize,
    /// Batches that ended.
    pub batches: usize,
}

impl Projected {
    fn add(&mut self, followed: FollowedUp) {
        self.released += followed.released;
        self.notified += followed.notified;
        self.batches += followed.batches;
    }
}

/// Where projecting stopped. Changes before that are done; `first_undone` and all after it must be processed
/// again.
#[derive(Debug, thiserror::Error)]
#[error("stopped before change {}", .first_undone.as_str())]
pub struct ProjectError {
    /// The first change that is not known to be applied.
    pub first_undone: Sequence,
    /// The cause.
    #[source]
    pub cause: ProjectCause,
}

/// Why projecting stopped.
#[derive(Debug, thiserror::Error)]
pub enum ProjectCause {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus failed.
    #[error(transparent)]
    Bus(#[from] EventBusError),
}

impl From<NotifyError> for ProjectCause {
    fn from(error: NotifyError) -> Self {
        match error {
            NotifyError::Store(error) => Self::Store(error),
            NotifyError::Bus(error) => Self::Bus(error),
        }
    }
}

/// Projects changes: counters, rollups, domain events, the audit trail, credits, and what follows from ended
/// executions.
#[derive(Clone)]
pub struct ProjectionService {
    /// The projections.
    pub projections: Arc<dyn ProjectionStore>,
    /// The accounts, whose credits are settled.
    pub accounts: Arc<dyn Accounts>,
    /// What follows from ended executions.
    pub follow_up: FollowUpService,
    /// The kinds of events that are published.
    pub kinds: BTreeSet<EventKind>,
}

impl ProjectionService {
    /// Settles the credits of the executions that ended in `records`, then projects them. Settling twice
    /// changes nothing.
    ///
    /// # Errors
    /// [`ProjectError`] with the first change to process again.
    pub async fn handle(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        let Some(first) = records.first() else { return Ok(Projected::default()) };
        account::settle(&*self.accounts, records)
            .await
            .map_err(|error| ProjectError { first_undone: first.sequence.clone(), cause: error.into() })?;
        self.project(records).await
    }

    /// Projects `records`, in the order of their shards, and publishes their events of the chosen kinds.
    ///
    /// Each change counts once, however the stream is cut into batches and however often a batch is
    /// delivered: the store reports what it has applied before, and that is dropped. Events are published
    /// before the checkpoint moves, so each is published at least once, always with the same id. Follow-ups
    /// run after the changes are applied, and again for repeated changes, so that an interruption between the
    /// two loses nothing.
    ///
    /// # Errors
    /// [`ProjectError`] with the first change to process again.
    pub async fn project(&self, records: &[ChangeRecord]) -> Result<Projected, ProjectError> {
        let mut done = Projected::default();
        // Events of the changes before this index are published.
        let mut published = 0;
        let mut start = 0;
        // Changes before this index are projected one by one, because one of them can't be.
        let mut one_by_one = 0;
        while let Some(first) = records.get(start) {
            let stopped = |cause| ProjectError { first_undone: first.sequence.clone(), cause };
            let max_rows = if start < one_by_one { 1 } else { self.projections.max_rows() };
            let (projection, end) = next_part(&records[start..], max_rows);
            let end = start + end;
            let part = &records[start..end];
            done.published += self
                .publish(&records[published.max(start)..end.max(published)])
                .await
                .map_err(|error| stopped(error.into()))?;
            published = published.max(end);
            let applied = match self.apply(&projection, part).await {
                Err(StoreError::Corrupt(_)) if part.len() > 1 => {
                    one_by_one = end;
                    continue;
                }
                Err(error @ StoreError::Corrupt(_)) => {
                    tracing::error!(change = first.sequence.as_str(), error = %Chain(&error), "change can't be counted");
                    self.apply(&Projection::default(), part).await
                }
                applied => applied,
            };
            let applied = applied.map_err(|error| stopped(error.into()))?;
            let settled = match applied {
                Applied::Done => {
                    done.applied += part.len();
                    part.len()
                }
                Applied::Behind(checkpoint) => {
                    let repeated = part.partition_point(|record| record.sequence <= checkpoint);
                    if repeated == 0 {
                        let message = "the checkpoint precedes the changes that it covers";
                        return Err(stopped(StoreError::Corrupt(message.into()).into()));
                    }
                    done.repeated += repeated;
                    repeated
                }
            };
            let here: Vec<ChangeRecord>;
            let mut ended = &part[..settled];
            if ended.iter().any(ChangeRecord::is_history) {
                here = ended.iter().filter(|record| !record.is_history()).cloned().collect();
                ended = &here;
            }
            let followed = self.follow_up.follow_up(ended).await;
            done.add(followed.map_err(|error| stopped(error.into()))?);
            start += settled;
        }
        Ok(done)
    }

    async fn publish(&self, records: &[ChangeRecord]) -> Result<usize, EventBusError> {
        if self.kinds.is_empty() {
            return Ok(0);
        }
        let events: Vec<DomainEvent> = records
            .iter()
            .flat_map(DomainEvent::of)
            .filter(|event| self.kinds.contains(&event.kind()))
            .collect();
        if !events.is_empty() {
            self.follow_up.bus.publish(&events).await?;
        }
        Ok(events.len())
    }

    async fn apply(&self, projection: &Projection, part: &[ChangeRecord]) -> Result<Applied, StoreError> {
        let (Some(first), Some(last)) = (part.first(), part.last()) else { return Ok(Applied::Done) };
        let checkpoint = Checkpoint {
            shard: first.shard.clone(),
            first: first.sequence.clone(),
            last: last.sequence.clone(),
        };
        self.projections.apply(projection, &checkpoint).await
    }
}

/// The projection of the first records, of one shard and of at most `max_rows` rows, and the number of those
/// records: at least one.
fn next_part(records: &[ChangeRecord], max_rows: usize) -> (Projection, usize) {
    let mut projection = Projection::default();
    let mut count = 0;
    for record in records {
        let fits = record.shard == records[0].shard && projection.rows() + MAX_ROWS_PER_CHANGE <= max_rows;
        if count > 0 && !fits {
            break;
        }
        projection.add(record);
        count += 1;
    }
    (projection, count)
}
