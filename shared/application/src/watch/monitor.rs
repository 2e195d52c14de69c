//! The pings of monitors: whoever has the token of one reports about its job, and needs no account.

use beadle_domain::{
    spec::TaskSpec,
    task::Task,
    watch::{MonitorWatch, Ping, Seen, WatchKey},
};
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::{
    WatchService,
    keep::{Expected, due, seen},
};
use crate::{
    conflict::{Attempt, CAS_RETRIES, Contended, retry_on_conflict},
    port::{Replaced, StoreError},
};

/// Why a ping was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PingError {
    /// The token is not one of ours, or its task is not a monitor any more.
    #[error("there is nothing that this token belongs to")]
    NotFound,
    /// The store failed; the same ping may be taken in a moment.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Contended> for PingError {
    fn from(contended: Contended) -> Self {
        Self::Store(contended.into())
    }
}

impl WatchService {
    /// Takes a ping of the monitor `id` at `now`. It is stored when this returns; what it changes is reported by the
    /// watchdog.
    ///
    /// # Errors
    /// [`PingError`].
    pub async fn ping(&self, id: TaskId, ping: Ping, now: Timestamp) -> Result<MonitorWatch, PingError> {
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let task = self.tasks.get(id).await?.map(|saved| saved.task);
            let task = task.filter(is_monitor).ok_or(PingError::NotFound)?;
            let before = self.watches.read(&WatchKey::Task(id)).await?;
            let TaskSpec::Monitor(spec) = &task.spec else { return Err(PingError::NotFound) };
            let expected = Expected::Pings(spec);
            let Seen::Monitor(known) = seen(&task, &expected, before.as_ref()) else {
                return Err(PingError::NotFound);
            };
            // Silence that nobody has looked at yet is told too: the ping that ends it is a recovery.
            let known = if task.paused { known } else { known.looked_at(spec, task.created_at, now) };
            let after = known.pinged(ping, now);
            let after = if task.paused { MonitorWatch { turns: Vec::new(), ..after } } else { after };
            let seen = Seen::Monitor(after.clone());
            let due = due(&task, &expected, &seen);
            let saved = self.save(id, before.as_ref(), Some((seen, due))).await?;
            Ok(Attempt::done_if(saved == Replaced::Done, after))
        })
        .await
    }

    /// What was seen of the monitor `task`; `None` for a task that is none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn monitor(&self, task: &Task) -> Result<Option<MonitorWatch>, StoreError> {
        let TaskSpec::Monitor(spec) = &task.spec else { return Ok(None) };
        let watch = self.watches.read(&WatchKey::Task(task.id)).await?;
        match seen(task, &Expected::Pings(spec), watch.as_ref()) {
            Seen::Monitor(seen) => Ok(Some(seen)),
            Seen::Runs(_) | Seen::Alerts(_) => Ok(None),
        }
    }
}

fn is_monitor(task: &Task) -> bool {
    matches!(task.spec, TaskSpec::Monitor(_)) && task.deleted_at.is_none()
}
