//! Whether a task is ready, given how what it depends on ended last.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use beadle_values::id::{ExecutionId, TaskId};

use super::{Consumed, Release};
use crate::{
    execution::Status,
    task::{LastEnd, OnDependencyFailure, Task},
};

/// How many executions are remembered whose repeat takes the place of one that failed: the last repeats of repeats.
const MOST_REPLAYS: usize = 10;

/// Whether a task may be released.
#[derive(Debug, Clone, PartialEq)]
pub enum Readiness {
    /// It waits for these to end.
    Waits(Vec<TaskId>),
    /// It is ready, and this is its next release, not yet started.
    Ready(Box<Release>),
}

/// Whether `task` is to be released after `last`, given how each task's execution that ended last came out.
///
/// It is ready when each task it depends on has ended since the last release. After a skip it is also ready when each one
/// that had failed was run again, as a repeat of the execution that failed, and has ended; the others need not run again.
pub fn readiness(task: &Task, ends: &BTreeMap<TaskId, LastEnd>, last: Option<&Release>) -> Readiness {
    let consumed = |id: &TaskId| last.and_then(|last| last.consumed.get(id));
    let is_new =
        |id: &TaskId, end: &LastEnd| consumed(id).is_none_or(|known| known.execution != end.execution);
    let waits: Vec<TaskId> = task
        .dependencies
        .iter()
        .filter(|id| !ends.get(id).is_some_and(|end| is_new(id, end)))
        .copied()
        .collect();
    let repaired = last.filter(|last| last.skipped).filter(|skip| is_repaired(task, ends, skip));
    if task.dependencies.is_empty() || !waits.is_empty() && repaired.is_none() {
        return Readiness::Waits(waits);
    }
    let consumed: BTreeMap<TaskId, Consumed> =
        task.dependencies.iter().filter_map(|id| Some((*id, consume(ends.get(id)?, consumed(id))))).collect();
    let failed = consumed.values().any(|consumed| !consumed.completed());
    let depths = task.dependencies.iter().filter_map(|id| ends.get(id)).map(|end| end.depth);
    let upstream: Vec<ExecutionId> = consumed.values().map(|consumed| consumed.execution).collect();
    Readiness::Ready(Box::new(Release {
        task: task.id,
        version: last.map_or(0, |last| last.version) + 1,
        skipped: failed && task.on_dependency_failure == OnDependencyFailure::Skip,
        execution: ExecutionId::for_release(task.id, &upstream),
        replay_of: repaired.map(|skip| skip.execution),
        depth: depths.max().unwrap_or_default().saturating_add(1),
        consumed,
        started: false,
    }))
}

/// Whether all that made `skip` a skip was made good: each execution that had failed was repeated, and the repeat ended.
fn is_repaired(task: &Task, ends: &BTreeMap<TaskId, LastEnd>, skip: &Release) -> bool {
    let mut failed = 0;
    task.dependencies.iter().all(|id| {
        let Some(end) = ends.get(id) else { return false };
        match skip.consumed.get(id) {
            Some(known) if !known.completed() => {
                failed += 1;
                known.execution != end.execution
                    && end.replay_of.is_some_and(|replayed| known.repaired_by_replay_of.contains(&replayed))
            }
            _ => true,
        }
    }) && failed > 0
}

fn consume(end: &LastEnd, before: Option<&Consumed>) -> Consumed {
    let execution = end.execution;
    if end.status == Status::Completed {
        return Consumed { execution, repaired_by_replay_of: Vec::new() };
    }
    // A repeat that failed too may be made good by another repeat of what it repeats.
    let earlier =
        before.filter(|before| end.replay_of.is_some_and(|id| before.repaired_by_replay_of.contains(&id)));
    let earlier = earlier.map(|before| before.repaired_by_replay_of.iter().copied()).into_iter().flatten();
    let mut replays: Vec<ExecutionId> = std::iter::once(execution).chain(earlier).collect();
    replays.dedup();
    replays.truncate(MOST_REPLAYS);
    Consumed { execution, repaired_by_replay_of: replays }
}

/// Those of [`unmet`] that keep a scheduled run of `task` from beginning. Of one that runs after failures too, those are the
/// tasks of which nothing has ended.
pub fn keeping_back(task: &Task, ends: &BTreeMap<TaskId, LastEnd>) -> Vec<(TaskId, Option<Status>)> {
    let runs_after_failures = task.on_dependency_failure == OnDependencyFailure::Run;
    let mut unmet = unmet(task, ends);
    unmet.retain(|(_, status)| !(runs_after_failures && status.is_some()));
    unmet
}

/// The tasks among those that `task` depends on whose execution that ended last did not complete, and how it came out;
/// `None` where none has ended.
pub fn unmet(task: &Task, ends: &BTreeMap<TaskId, LastEnd>) -> Vec<(TaskId, Option<Status>)> {
    let ended = task.dependencies.iter().map(|id| (*id, ends.get(id).map(|end| end.status)));
    ended.filter(|(_, status)| *status != Some(Status::Completed)).collect()
}
