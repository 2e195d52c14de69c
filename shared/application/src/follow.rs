//! What follows from executions that have ended: the tasks that depend on theirs are released, and who is to be told is
//! told.
//!
//! It is asked after the ends were counted, as often as the same changes come: each release and each notification has an
//! id that its cause decides, so what comes again starts nothing twice.

mod release;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod world;

use std::collections::BTreeSet;

use beadle_domain::{
    execution::Status,
    policy::RunDefaults,
    projection::{Change, ChangeRecord, ExecutionFacts},
};
use beadle_values::id::TaskId;
use futures_util::future::try_join_all;

use super::notify::{Notice, NotifyFault, occasion};
use crate::port::{Clock, Dependencies, EventBus, StartExecutions, StoreError, Tasks};

/// How many tasks are looked at at once.
const AT_ONCE: usize = 16;

/// What following takes.
#[derive(Clone, Copy)]
pub struct FollowPorts<'a> {
    /// Knows what depends on what.
    pub dependencies: &'a dyn Dependencies,
    /// Keeps the releases.
    pub releases: &'a dyn Dependencies,
    /// Reads the tasks.
    pub tasks: &'a dyn Tasks,
    /// Starts executions.
    pub starter: &'a dyn StartExecutions,
    /// Publishes notifications.
    pub bus: &'a dyn EventBus,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// What holds for tasks that state nothing.
    pub task_defaults: &'a RunDefaults,
    /// What holds for notifications, which state nothing.
    pub ad_hoc_defaults: &'a RunDefaults,
}

/// What followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Followed {
    /// Tasks that were released.
    pub released: usize,
    /// Notifications that went out, now or when the same changes came before.
    pub notified: usize,
}

/// Does what follows from `records`, whose ends are counted. Changes of which nothing has ended and no task was resumed are
/// not asked about; of the others it is read once who follows.
///
/// # Errors
/// [`NotifyFault`] when the records have to come again. What can't be done whenever it is tried is told to the log.
pub async fn follow(ports: FollowPorts<'_>, records: &[ChangeRecord]) -> Result<Followed, NotifyFault> {
    let ends: Vec<(TaskId, &ExecutionFacts)> =
        records.iter().filter_map(ChangeRecord::ended).filter_map(|end| Some((end.task_id?, end))).collect();
    let mut dependents: BTreeSet<TaskId> = records.iter().filter_map(resumed).collect();
    let mut followed = Followed::default();
    if !ends.is_empty() {
        let ended: BTreeSet<TaskId> = ends.iter().map(|(task, _)| *task).collect();
        let ended: Vec<TaskId> = ended.into_iter().collect();
        let followers = ports.dependencies.followers(&ended).await?;
        followed.notified = notify(ports, &ends, &followers.notifying).await?;
        dependents.extend(followers.dependents);
    }
    let dependents: Vec<TaskId> = dependents.into_iter().collect();
    for some in dependents.chunks(AT_ONCE) {
        let released = try_join_all(some.iter().map(|task| release::release(ports, *task))).await?;
        followed.released += released.into_iter().filter(|released| *released).count();
    }
    Ok(followed)
}

/// The task that the change resumed, if it waits for others: while it was paused it was not released.
fn resumed(record: &ChangeRecord) -> Option<TaskId> {
    match &record.change {
        Change::Task { before: Some(before), after } => {
            let resumed = before.paused && !after.paused && after.deleted_at.is_none();
            (resumed && !after.dependencies.is_empty()).then_some(after.id)
        }
        _ => None,
    }
}

/// Tells those whom the tasks `notifying` name of the `ends` of their executions; answers of how many.
async fn notify(
    ports: FollowPorts<'_>,
    ends: &[(TaskId, &ExecutionFacts)],
    notifying: &BTreeSet<TaskId>,
) -> Result<usize, NotifyFault> {
    let mut told = 0;
    for task in notifying {
        let Some(saved) = ports.tasks.get(*task).await? else { continue };
        let Some(wanted) = saved.task.notify.as_ref().filter(|_| saved.task.deleted_at.is_none()) else {
            continue;
        };
        let last = saved.stats.last_end.as_ref();
        let mut before: Option<Status> = None;
        for (_, end) in ends.iter().filter(|(of, _)| of == task) {
            before =
                before.or_else(|| last.filter(|last| last.execution == end.id).and_then(|last| last.before));
            if let Some(occasion) = occasion(wanted, end, before) {
                let at = end.ended_at.unwrap_or(end.created_at);
                let notice = Notice { task: &saved.task, occasion, at, execution: Some(end) };
                let now = ports.clock.now();
                let sent = notice.tell(ports.starter, ports.bus, ports.ad_hoc_defaults, now).await;
                told += usize::from(permanent(sent, *task)?.unwrap_or_default());
            }
            if end.status != Status::Cancelled {
                before = Some(end.status);
            }
        }
    }
    Ok(told)
}

/// What came of some work for `task`; `None`, and a word in the log, where trying again would come to the same.
fn permanent<T, E: Into<NotifyFault>>(done: Result<T, E>, task: TaskId) -> Result<Option<T>, NotifyFault> {
    match done.map_err(Into::into) {
        Ok(done) => Ok(Some(done)),
        Err(NotifyFault::Store(error @ (StoreError::TooLarge(_) | StoreError::Corrupt(_)))) => {
            tracing::error!(task.id = %task, %error, "what follows from an execution can't be done");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
