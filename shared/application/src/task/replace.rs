//! Writing a task and arming the scheduler to match its row.

use beadle_domain::task::Task;
use beadle_values::{cause::Chain, id::TaskId};

use crate::{
    Error,
    port::{Arming, Inserted, Replaced, Scheduler, StoreError, Tasks},
};

/// Writes a new task, with its schedule armed before. One that is there already, or whose key is taken, is not written: then
/// the schedule is what the row says.
///
/// # Errors
/// [`Error::Store`], [`Error::Scheduler`].
pub(super) async fn insert(
    tasks: &dyn Tasks,
    scheduler: &dyn Scheduler,
    task: &Task,
) -> Result<Inserted, Error> {
    let arming = Arming::of(task);
    if let Some(arming) = &arming {
        scheduler.arm(arming).await?;
    }
    let inserted = tasks.insert(task).await;
    if arming.is_some() && matches!(inserted, Ok(Inserted::Existing(_)) | Err(StoreError::KeyTaken)) {
        realign(tasks, scheduler, task.id).await;
    }
    Ok(inserted?)
}

/// Replaces `current` with `next`. A schedule is armed before the row says so, and disarmed after: a tick
/// that the row does not know repairs itself, a tick that never comes does not.
///
/// # Errors
/// [`Error::Store`], [`Error::Scheduler`].
pub(super) async fn replace(
    tasks: &dyn Tasks,
    scheduler: &dyn Scheduler,
    current: &Task,
    next: &Task,
) -> Result<Replaced, Error> {
    let (before, after) = (Arming::of(current), Arming::of(next));
    let arming = after.as_ref().filter(|_| before != after);
    if let Some(arming) = arming {
        scheduler.arm(arming).await?;
    }
    let replaced = tasks.replace(next, current.version).await;
    if let (Err(StoreError::KeyTaken), true) = (&replaced, arming.is_some()) {
        realign(tasks, scheduler, next.id).await;
    }
    let replaced = replaced?;
    match replaced {
        Replaced::Done if before.is_some() && after.is_none() => disarm(scheduler, next.id).await,
        Replaced::Conflict if arming.is_some() => realign(tasks, scheduler, next.id).await,
        Replaced::Done | Replaced::Conflict => {}
    }
    Ok(replaced)
}

/// Arms or disarms the schedule as the row of `id` says, after a lost race. If that fails, the next tick
/// repairs it.
pub(super) async fn realign(tasks: &dyn Tasks, scheduler: &dyn Scheduler, id: TaskId) {
    let saved = match tasks.get(id).await {
        Ok(saved) => saved,
        Err(error) => {
            tracing::warn!(task.id = %id, error = %Chain(&error), "schedule not realigned; its next tick will repair it");
            return;
        }
    };
    match saved.and_then(|saved| Arming::of(&saved.task)) {
        Some(arming) => {
            if let Err(error) = scheduler.arm(&arming).await {
                tracing::warn!(task.id = %id, error = %Chain(&error), "schedule not realigned; its next tick will repair it");
            }
        }
        None => disarm(scheduler, id).await,
    }
}

async fn disarm(scheduler: &dyn Scheduler, id: TaskId) {
    if let Err(error) = scheduler.disarm(id).await {
        tracing::warn!(task.id = %id, error = %Chain(&error), "schedule not removed; its next tick will remove it");
    }
}
