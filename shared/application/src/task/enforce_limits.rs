//! Pausing the tasks that exceed their owner's limits, and resuming them once they fit again.

use beadle_domain::{
    account::Limits,
    task::{PausedBy, SavedTask, Task},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::{TaskService, replace::replace};
use crate::{
    Error,
    port::{Replaced, TaskQuery},
};

/// The page size.
const PAGE: usize = 100;

/// Effects of enforcing limits on an owner's tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LimitsEnforced {
    /// Tasks that were paused.
    pub paused: usize,
    /// Tasks that were resumed.
    pub resumed: usize,
}

/// Whether the limits allow the schedule of `task` to tick as often as it does.
fn ticks_slowly_enough(task: &Task, limits: &Limits) -> bool {
    let interval = task.schedule.as_ref().and_then(|schedule| schedule.shortest_interval());
    match (interval, limits.shortest_interval) {
        (Some(interval), Some(shortest)) => interval >= shortest,
        _ => true,
    }
}

/// The change that `limits` require of a task, given whether it is among those that are too many; `None` if
/// it stays.
///
/// Only a task that was paused for a limit is resumed: a pause by its owner is for the owner to end.
fn within_limits(task: &Task, surplus: bool, limits: &Limits, now: Timestamp) -> Option<Task> {
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

impl TaskService {
    /// Pauses the tasks of `owner` that exceed `limits`: the newest of those that are too many, and those
    /// whose schedules tick too often. Resumes tasks that were paused for a limit and now fit. A task that
    /// changes meanwhile is left to the next call.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Scheduler`]; [`Error::Contended`] if a task changed meanwhile.
    pub async fn enforce_limits(
        &self,
        owner: &OwnerId,
        limits: &Limits,
        now: Timestamp,
    ) -> Result<LimitsEnforced, Error> {
        let mut surplus = match limits.tasks {
            Some(most) => self.accounts.count_tasks(owner, u32::MAX).await?.saturating_sub(most),
            None => 0,
        };
        let (mut done, mut contended, mut cursor) = (LimitsEnforced::default(), false, None);
        loop {
            let query = TaskQuery { cursor, ..TaskQuery::newest(owner.clone(), PAGE, now) };
            let page = self.tasks.list(&query).await?;
            // Tasks that others assigned to the owner count for them.
            for SavedTask { task, .. } in page.items.into_iter().filter(|saved| saved.task.owner == *owner) {
                let next = within_limits(&task, surplus > 0, limits, now);
                surplus = surplus.saturating_sub(1);
                let Some(next) = next else { continue };
                match replace(&*self.tasks, &*self.scheduler, &task, &next).await? {
                    Replaced::Done if next.paused => done.paused += 1,
                    Replaced::Done => done.resumed += 1,
                    Replaced::Conflict => contended = true,
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                return if contended { Err(Error::Contended) } else { Ok(done) };
            }
        }
    }
}
