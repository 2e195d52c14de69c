//! Writing a task so that the scheduler holds what the row says.

use beadle_domain::task::Task;
use beadle_values::id::TaskId;

use crate::{
    Refusal,
    account::AccountPorts,
    port::{Arming, Configs, Replaced, Scheduler, Tasks},
};

/// What it takes to change tasks.
#[derive(Clone, Copy)]
pub struct TaskPorts<'a> {
    /// Where they are read.
    pub reader: &'a dyn Tasks,
    /// Where they are written.
    pub writer: &'a dyn Tasks,
    /// Where the configs that they name are read.
    pub configs: &'a dyn Configs,
    /// What ticks for them.
    pub scheduler: &'a dyn Scheduler,
    /// What their owners may use.
    pub accounts: AccountPorts<'a>,
}

/// Writes `next` in place of `current`. What is to tick is armed before the row says so, and disarmed after: a tick that
/// the row does not know repairs itself, a tick that never comes does not.
///
/// # Errors
/// [`Refusal::Store`], [`Refusal::Scheduler`].
pub(super) async fn replace(ports: TaskPorts<'_>, current: &Task, next: &Task) -> Result<Replaced, Refusal> {
    let (before, after) = (Arming::of(current), Arming::of(next));
    let arming = after.as_ref().filter(|_| before != after);
    if let Some(arming) = arming {
        ports.scheduler.arm(arming).await?;
    }
    let replaced = ports.writer.replace(next, current.version).await?;
    match replaced {
        Replaced::Done if before.is_some() && after.is_none() => disarm(ports.scheduler, next.id).await,
        Replaced::Conflict if arming.is_some() => realign(ports, next.id).await,
        Replaced::Done | Replaced::Conflict => {}
    }
    Ok(replaced)
}

/// Tells the scheduler what the row of `id` says, after a race was lost. What fails here is repaired by the next tick.
pub(super) async fn realign(ports: TaskPorts<'_>, id: TaskId) {
    let saved = match ports.reader.get(id).await {
        Ok(saved) => saved,
        Err(error) => {
            tracing::warn!(task.id = %id, %error, "schedule not realigned; its next tick will repair it");
            return;
        }
    };
    match saved.and_then(|saved| Arming::of(&saved.task)) {
        Some(arming) => {
            if let Err(error) = ports.scheduler.arm(&arming).await {
                tracing::warn!(task.id = %id, %error, "schedule not realigned; its next tick will repair it");
            }
        }
        None => disarm(ports.scheduler, id).await,
    }
}

async fn disarm(scheduler: &dyn Scheduler, id: TaskId) {
    if let Err(error) = scheduler.disarm(id).await {
        tracing::warn!(task.id = %id, %error, "schedule not removed; its next tick will remove it");
    }
}
