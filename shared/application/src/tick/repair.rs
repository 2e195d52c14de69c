//! Correcting the scheduler where it disagrees with the row of the task.

use beadle_domain::{
    task::{SavedTask, Task},
    tick::{self, GRACE, Tick},
};
use beadle_schedule::Schedule;
use beadle_values::duration;
use jiff::Timestamp;

use super::{TickError, TickOutcome};
use crate::port::{Scheduler, scheduler::Arming};

/// What is left to do for a tick.
pub(super) enum Repaired {
    /// Run the task by this schedule.
    Run(Box<Task>, Box<Schedule>),
    /// Nothing.
    Done(TickOutcome),
}

/// Corrects the scheduler about the task of `tick`, which is for `time`.
///
/// A task is armed before its row is written, so a tick may be ahead of the row. A fresh tick is redelivered;
/// if it is older, writing the row has failed.
pub(super) async fn repair(
    scheduler: &dyn Scheduler,
    tick: &Tick,
    time: Timestamp,
    saved: Option<SavedTask>,
    now: Timestamp,
) -> Result<Repaired, TickError> {
    let fresh = duration::between(time, now) <= GRACE;
    let Some(task) = saved.map(|saved| saved.task) else {
        if fresh && may_be_new(tick, now) {
            return Err(TickError::Unsettled);
        }
        return disarm(scheduler, tick).await;
    };
    if fresh && tick.schedule_version > task.schedule_version {
        return Err(TickError::Unsettled);
    }
    let Some(arming) = Arming::of(&task) else { return disarm(scheduler, tick).await };
    if tick.schedule_version != task.schedule_version {
        scheduler.arm(&arming).await?;
        let missed_otherwise =
            fresh && time >= task.updated_at && tick::is_due_at(&arming.schedule, task.created_at, time);
        if !missed_otherwise {
            return Ok(Repaired::Done(TickOutcome::Rearmed));
        }
    }
    Ok(Repaired::Run(Box::new(task), Box::new(arming.schedule)))
}

async fn disarm(scheduler: &dyn Scheduler, tick: &Tick) -> Result<Repaired, TickError> {
    scheduler.disarm(tick.task_id).await?;
    Ok(Repaired::Done(TickOutcome::Disarmed))
}

/// Whether the task may have been created just now. A `UUIDv7` contains its time, a deterministic id does
/// not.
fn may_be_new(tick: &Tick, now: Timestamp) -> bool {
    tick.task_id.uuid().get_timestamp().is_none_or(|made| {
        let (seconds, _) = made.to_unix();
        let made = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        made.is_none_or(|made| duration::between(made, now) <= GRACE)
    })
}
