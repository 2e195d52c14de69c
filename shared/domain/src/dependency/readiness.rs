//! Decides whether a task is ready, given the latest ends of its dependencies.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use beadle_values::id::{ExecutionId, TaskId};

use super::{Consumed, Release};
use crate::{
    execution::Status,
    task::{LastEnd, OnDependencyFailure, Task},
};

/// How many replayed executions are remembered per failed dependency; older ones are dropped.
const MAX_REPLAYS: usize = 10;

/// Whether a task may be released.
#[derive(Debug, Clone, PartialEq)]
pub enum Readiness {
    /// It waits for these tasks to end.
    Waits(Vec<TaskId>),
    /// It is ready; this is its next release, not yet started.
    Ready(Box<Release>),
}

/// Decides whether `task` is to be released after `last`, given the latest end of each dependency.
///
/// A task is ready when each of its dependencies has ended since the last release. After a skip it is also
/// ready when each failed dependency was replayed and the replay has ended; the others need not run again.
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
        circle: None,
        started: false,
    }))
}

/// Whether the causes of the skip `skip` are repaired: each failed execution was replayed, and the replay has
/// ended.
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
    // A failed replay may be repaired by another replay of the same execution.
    let earlier =
        before.filter(|before| end.replay_of.is_some_and(|id| before.repaired_by_replay_of.contains(&id)));
    let earlier = earlier.map(|before| before.repaired_by_replay_of.iter().copied()).into_iter().flatten();
    let mut replays: Vec<ExecutionId> = std::iter::once(execution).chain(earlier).collect();
    replays.dedup();
    replays.truncate(MAX_REPLAYS);
    Consumed { execution, repaired_by_replay_of: replays }
}

/// Those of [`unmet`] that prevent a scheduled run of `task` from beginning. If the task runs after failures
/// too, those are the dependencies without any ended execution.
pub fn blocking(task: &Task, ends: &BTreeMap<TaskId, LastEnd>) -> Vec<(TaskId, Option<Status>)> {
    let runs_after_failures = task.on_dependency_failure == OnDependencyFailure::Run;
    let mut unmet = unmet(task, ends);
    unmet.retain(|(_, status)| !(runs_after_failures && status.is_some()));
    unmet
}

/// The dependencies of `task` whose latest ended execution did not complete, with its status; `None` if none
/// has ended.
pub fn unmet(task: &Task, ends: &BTreeMap<TaskId, LastEnd>) -> Vec<(TaskId, Option<Status>)> {
    let ended = task.dependencies.iter().map(|id| (*id, ends.get(id).map(|end| end.status)));
    ended.filter(|(_, status)| *status != Some(Status::Completed)).collect()
}
