//! Tasks that no longer fit into their owner's limits are paused, and go on once they fit again.

use beadle_domain::{
    account::Limits,
    task::{PausedBy, SavedTask, Task},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::replace::{TaskPorts, replace};
use crate::{
    Refusal,
    port::{Replaced, TaskQuery},
};

/// How many tasks are looked at together.
const PAGE: usize = 100;

/// What became of an owner's tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fitted {
    /// Tasks that were paused.
    pub paused: usize,
    /// Tasks that go on.
    pub resumed: usize,
}

/// Whether the schedule of `task` may tick as often as it does.
fn ticks_slowly_enough(task: &Task, limits: &Limits) -> bool {
    let interval = task.schedule.as_ref().and_then(|schedule| schedule.shortest_interval());
    match (interval, limits.shortest_interval) {
        (Some(interval), Some(shortest)) => interval >= shortest,
        _ => true,
    }
}

/// What a task becomes under `limits`, given whether it is among those that are too many; `None` when it stays.
///
/// Only what was paused for a limit goes on: a pause of its owner is its owner's.
fn fitted(task: &Task, surplus: bool, limits: &Limits, now: Timestamp) -> Option<Task> {
    let fits = !surplus && ticks_slowly_enough(task, limits);
    let (paused, paused_by) = match (fits, task.paused, task.paused_by) {
        (false, false, _) => (true, Some(PausedBy::Limit)),
        (true, true, Some(PausedBy::Limit)) => (false, None),
        _ => return None,
    };
    Some(Task {
        paused,
        paused_by,
        schedule_version: task.schedule_version + 1,
        version: task.version + 1,
        updated_at: now,
        updated_by: task.owner.clone(),
        ..task.clone()
    })
}

/// Makes the tasks of `owner` fit into `limits`: the newest of those that are too many are paused, and those whose
/// schedules tick too often. One that changes meanwhile is left to the next call.
///
/// # Errors
/// [`Refusal::Store`], [`Refusal::Scheduler`]; [`Refusal::Contended`] when a task changed meanwhile.
pub async fn fit(
    ports: TaskPorts<'_>,
    owner: &OwnerId,
    limits: &Limits,
    now: Timestamp,
) -> Result<Fitted, Refusal> {
    let mut surplus = match limits.tasks {
        Some(most) => ports.accounts.usage.count_tasks(owner, u32::MAX).await?.saturating_sub(most),
        None => 0,
    };
    let (mut done, mut contended, mut cursor) = (Fitted::default(), false, None);
    loop {
        let query = TaskQuery { cursor, ..TaskQuery::newest(owner.clone(), PAGE, now) };
        let page = ports.reader.list(&query).await?;
        // Those that others assigned to the owner count for them.
        for SavedTask { task, .. } in page.items.into_iter().filter(|saved| saved.task.owner == *owner) {
            let next = fitted(&task, surplus > 0, limits, now);
            surplus = surplus.saturating_sub(1);
            let Some(next) = next else { continue };
            match replace(ports, &task, &next).await? {
                Replaced::Done if next.paused => done.paused += 1,
                Replaced::Done => done.resumed += 1,
                Replaced::Conflict => contended = true,
            }
        }
        cursor = page.next;
        if cursor.is_none() {
            return if contended { Err(Refusal::Contended) } else { Ok(done) };
        }
    }
}
