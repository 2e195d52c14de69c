//! Histories of tasks and executions, cut into batches as a change stream delivers them.

use beadle_application::port::Checkpoint;
use beadle_domain::{
    execution::{Event, Execution},
    projection::{Change, ChangeRecord, ExecutionFacts, Projection, Sequence, change::Before},
    task::Task,
};
use beadle_values::id::TaskId;
use jiff::{SignedDuration, Timestamp};

use crate::conformance::specimen::{LEASE, execution_of};

/// A batch of changes, projected.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Its projection.
    pub projection: Projection,
    /// Its position in its shard.
    pub checkpoint: Checkpoint,
}

/// The batch of `changes` whose first has the sequence `first` in `shard`.
pub fn batch(shard: &str, first: u128, changes: &[(Timestamp, Change)]) -> Batch {
    let records: Vec<ChangeRecord> = (first..)
        .zip(changes)
        .map(|(sequence, (at, change))| ChangeRecord {
            shard: shard.into(),
            sequence: Sequence::of(sequence),
            at: *at,
            change: change.clone(),
        })
        .collect();
    let last = first + changes.len().saturating_sub(1) as u128;
    let checkpoint = Checkpoint { shard: shard.into(), first: Sequence::of(first), last: Sequence::of(last) };
    Batch { projection: Projection::of(&records), checkpoint }
}

/// An execution of `task` that was requested and claimed at `start` and reached `end` a second later: three
/// changes.
pub fn run(
    task: TaskId,
    start: Timestamp,
    end: fn(&Execution, Timestamp) -> Execution,
) -> Vec<(Timestamp, Change)> {
    run_of(&execution_of(task, start), SignedDuration::from_secs(1), end)
}

/// The same for the execution `pending`, which ends after `length`.
pub fn run_of(
    pending: &Execution,
    length: SignedDuration,
    end: fn(&Execution, Timestamp) -> Execution,
) -> Vec<(Timestamp, Change)> {
    let start = pending.request.created_at;
    let claim = Event::Claim { lease_until: start + LEASE };
    let running = pending.apply(claim, start).expect("a pending execution");
    let ended = end(&running, start + length);
    vec![
        (start, changed(None, pending)),
        (start, changed(Some(pending), &running)),
        (start + length, changed(Some(&running), &ended)),
    ]
}

/// The creation of `task`.
pub fn created(task: &Task) -> (Timestamp, Change) {
    (task.created_at, Change::Task { before: None, after: Box::new(task.clone()) })
}

fn changed(before: Option<&Execution>, after: &Execution) -> Change {
    Change::Execution { before: before.map(Before::from), after: ExecutionFacts::from(after) }
}
