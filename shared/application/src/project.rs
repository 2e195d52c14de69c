//! A batch of changes becomes counters, rollups, domain events and the audit trail, and what follows from it is done.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use beadle_domain::{
    event::{DomainEvent, EventKind},
    projection::{
        Projection,
        change::{ChangeRecord, Sequence},
    },
};

use crate::{
    follow::{FollowPorts, Followed, follow},
    notify::NotifyFault,
    port::{Applied, Checkpoint, EventBus, EventBusError, ProjectionStore, StoreError},
};

/// The most rows that one change adds to a projection: a task's counters, the census of its owner, two hours and an entry of
/// the audit trail.
const ROWS_OF_ONE: usize = 5;

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
    /// Notifications that went out.
    pub notified: usize,
}

impl Projected {
    fn add(&mut self, followed: Followed) {
        self.released += followed.released;
        self.notified += followed.notified;
    }
}

/// Where projecting stopped. What comes before is done; `first_undone` and all after it have to come again.
#[derive(Debug, thiserror::Error)]
#[error("stopped before change {}: {cause}", .first_undone.as_str())]
pub struct ProjectError {
    /// The first change that is not known to be applied.
    pub first_undone: Sequence,
    /// Why.
    pub cause: ProjectFault,
}

/// Why projecting stopped.
#[derive(Debug, thiserror::Error)]
pub enum ProjectFault {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bus.
    #[error(transparent)]
    Bus(#[from] EventBusError),
}

impl From<NotifyFault> for ProjectFault {
    fn from(fault: NotifyFault) -> Self {
        match fault {
            NotifyFault::Store(error) => Self::Store(error),
            NotifyFault::Bus(error) => Self::Bus(error),
        }
    }
}

/// Projects `records`, in the order of their shards, and publishes their events of these `kinds`.
///
/// Each change counts once, however the stream is cut into batches and however often a batch comes: what the store has
/// applied before, it says so, and it is dropped. Events go out before the checkpoint moves, so each goes out at least once,
/// with the same id each time. What follows from changes is done after they are applied, and done again when they come
/// again: whatever stops in between, the repeat of the changes makes up for it.
///
/// # Errors
/// [`ProjectError`] with the place to go on from.
pub async fn project(
    store: &dyn ProjectionStore,
    following: FollowPorts<'_>,
    kinds: &BTreeSet<EventKind>,
    records: &[ChangeRecord],
) -> Result<Projected, ProjectError> {
    let bus = following.bus;
    let mut done = Projected::default();
    // Events of the changes before this index are out.
    let mut published = 0;
    let mut start = 0;
    while let Some(first) = records.get(start) {
        let stopped = |cause| ProjectError { first_undone: first.sequence.clone(), cause };
        let (projection, end) = next_part(&records[start..], store.max_rows());
        let end = start + end;
        let part = &records[start..end];
        done.published += publish(bus, kinds, &records[published.max(start)..end.max(published)])
            .await
            .map_err(|error| stopped(error.into()))?;
        published = published.max(end);
        let settled = match apply(store, &projection, part).await.map_err(|error| stopped(error.into()))? {
            Applied::Done => {
                done.applied += part.len();
                part.len()
            }
            Applied::Behind(checkpoint) => {
                let repeated = part.partition_point(|record| record.sequence <= checkpoint);
                if repeated == 0 {
                    let fault = "the checkpoint lies before the changes it holds back";
                    return Err(stopped(StoreError::Corrupt(fault.into()).into()));
                }
                done.repeated += repeated;
                repeated
            }
        };
        done.add(follow(following, &part[..settled]).await.map_err(|fault| stopped(fault.into()))?);
        start += settled;
    }
    Ok(done)
}

/// The effects of the first records, of one shard and of no more than `max_rows` rows, and how many records that are: at
/// least one.
fn next_part(records: &[ChangeRecord], max_rows: usize) -> (Projection, usize) {
    let mut projection = Projection::default();
    let mut count = 0;
    for record in records {
        let fits = record.shard == records[0].shard && projection.rows() + ROWS_OF_ONE <= max_rows;
        if count > 0 && !fits {
            break;
        }
        projection.add(record);
        count += 1;
    }
    (projection, count)
}

async fn publish(
    bus: &dyn EventBus,
    kinds: &BTreeSet<EventKind>,
    records: &[ChangeRecord],
) -> Result<usize, EventBusError> {
    if kinds.is_empty() {
        return Ok(0);
    }
    let events: Vec<DomainEvent> =
        records.iter().flat_map(DomainEvent::of).filter(|event| kinds.contains(&event.kind())).collect();
    if !events.is_empty() {
        bus.publish(&events).await?;
    }
    Ok(events.len())
}

async fn apply(
    store: &dyn ProjectionStore,
    projection: &Projection,
    part: &[ChangeRecord],
) -> Result<Applied, StoreError> {
    let (Some(first), Some(last)) = (part.first(), part.last()) else { return Ok(Applied::Done) };
    let checkpoint =
        Checkpoint { shard: first.shard.clone(), first: first.sequence.clone(), last: last.sequence.clone() };
    store.apply(projection, &checkpoint).await
}
