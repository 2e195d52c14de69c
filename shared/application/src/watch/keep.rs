//! The watch of a task follows from the task's row: it is made when the task begins to be watched, and moved when its
//! schedule changes.

use beadle_domain::{
    projection::{Change, ChangeRecord},
    spec::{MonitorSpec, TaskSpec},
    task::Task,
    watch::{MonitorWatch, RunDeadlines, RunWatch, Seen, Watch, WatchKey},
};
use jiff::Timestamp;

use super::WatchService;
use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Replaced, StoreError},
};

impl WatchService {
    /// Makes or moves the watch of the task that `record` is a change of. Doing so again changes nothing, and a change that
    /// comes late does no harm: the task is read as it is now.
    ///
    /// # Errors
    /// [`StoreError`] when the change must be processed again.
    pub async fn keep(&self, record: &ChangeRecord) -> Result<(), StoreError> {
        let Change::Task { before, after } = &record.change else { return Ok(()) };
        let was = before.as_deref().and_then(Expected::of);
        let is = Expected::of(after);
        let has_moved =
            before.as_deref().is_some_and(|before| before.schedule_version != after.schedule_version);
        if was == is && !has_moved || was.is_none() && is.is_none() {
            return Ok(());
        }
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let Some(task) = self.tasks.get(after.id).await?.map(|saved| saved.task) else {
                return Ok(Attempt::Done(()));
            };
            let watch = self.watches.read(&WatchKey::Task(task.id)).await?;
            let seen = Expected::of(&task).map(|expected| {
                let seen = seen(&task, &expected, watch.as_ref());
                let due = due(&task, &expected, &seen);
                (seen, due)
            });
            let saved = self.save(task.id, watch.as_ref(), seen).await?;
            Ok(Attempt::done_if(saved == Replaced::Done, ()))
        })
        .await
    }
}

/// What is expected of a task.
#[derive(Debug, PartialEq)]
pub(super) enum Expected<'a> {
    /// That its runs start in time.
    Runs(RunDeadlines),
    /// That its pings come in time.
    Pings(&'a MonitorSpec),
}

impl<'a> Expected<'a> {
    /// What is expected of `task`, or would be if it were not paused; `None` if nothing is.
    pub fn of(task: &'a Task) -> Option<Self> {
        match &task.spec {
            TaskSpec::Monitor(spec) => task.deleted_at.is_none().then_some(Self::Pings(spec)),
            _ => RunDeadlines::of(task).map(Self::Runs),
        }
    }
}

/// What was seen of `task`, of which this is expected, by `watch` if it is watched already.
pub(super) fn seen(task: &Task, expected: &Expected<'_>, watch: Option<&Watch>) -> Seen {
    let from = task.here_since();
    let watch = watch.filter(|watch| watch.keep_until.is_none());
    match (expected, watch.map(|watch| watch.seen.clone())) {
        (Expected::Runs(_), Some(Seen::Runs(seen))) => Seen::Runs(seen.over(task)),
        (Expected::Runs(_), _) => Seen::Runs(RunWatch::from(task, from)),
        (Expected::Pings(_), Some(Seen::Monitor(seen))) => Seen::Monitor(seen.over(task)),
        (Expected::Pings(_), _) => Seen::Monitor(MonitorWatch::from(task, from)),
    }
}

/// When to look at `task` next.
pub(super) fn due(task: &Task, expected: &Expected<'_>, seen: &Seen) -> Option<Timestamp> {
    match (expected, seen, &task.schedule) {
        (Expected::Runs(deadlines), Seen::Runs(seen), Some(schedule)) => {
            seen.due(schedule, task.created_at, *deadlines)
        }
        (Expected::Pings(spec), Seen::Monitor(seen), _) if !task.paused => seen.due(spec, task.created_at),
        _ => None,
    }
}
