//! Taking back a write that closed a circle of dependencies together with a concurrent one.
//!
//! Of the writes that close a circle, the last one sees it when it looks again. The others may see it too: then
//! several are taken back, and never none.

use beadle_domain::task::Task;

use super::{TaskService, dependencies, replace::replace};
use crate::{
    Call, Error,
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Arming, Replaced},
};

impl TaskService {
    /// Looks for a circle again, now that `next` is written in place of `before`, and takes the write back if
    /// there is one. So that no circle remains, a write that can't be checked is taken back as well.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `body.dependencies`, with the cycle; [`Error::Contended`], [`Error::Store`],
    /// [`Error::Scheduler`].
    pub(super) async fn check_written(
        &self,
        call: Call<'_>,
        before: &Task,
        next: &Task,
    ) -> Result<(), Error> {
        let Err(refused) = dependencies::acyclic(&*self.tasks, call.by, next).await else { return Ok(()) };
        self.take_back(call, before, next).await?;
        Err(refused)
    }

    /// Puts `before` in place of `next`. Its dependencies may lead in a circle by now as well: then only those
    /// remain that both have, which another write has closed the circle with.
    async fn take_back(&self, call: Call<'_>, before: &Task, next: &Task) -> Result<(), Error> {
        let both = before.dependencies.iter().filter(|id| next.dependencies.contains(id)).copied().collect();
        let mut written = next.clone();
        for earlier in [before.clone(), Task { dependencies: both, ..before.clone() }] {
            let Some(undone) = self.put_back(call, &earlier, &written).await? else { return Ok(()) };
            if undone.deleted_at.is_some()
                || dependencies::acyclic(&*self.tasks, call.by, &undone).await.is_ok()
            {
                return Ok(());
            }
            written = undone;
        }
        Ok(())
    }

    /// Writes `earlier` in place of `written`; only its dependencies if others have changed the task since, and
    /// nothing if they have changed those.
    async fn put_back(&self, call: Call<'_>, earlier: &Task, written: &Task) -> Result<Option<Task>, Error> {
        retry_on_conflict(CAS_RETRIES, (), |()| async move {
            let Some(saved) = self.tasks.get(written.id).await? else { return Ok(Attempt::Done(None)) };
            let current = saved.task;
            if current.deleted_at.is_some() || current.dependencies != written.dependencies {
                return Ok(Attempt::Done(None));
            }
            let mut undone = match current.version == written.version {
                true => earlier.clone(),
                false => Task {
                    dependencies: earlier.dependencies.clone(),
                    deleted_at: earlier.deleted_at,
                    ..current.clone()
                },
            };
            undone.schedule_version = current.schedule_version;
            if Arming::of(&undone) != Arming::of(&current) {
                undone.schedule_version += 1;
            }
            undone.version = current.version + 1;
            undone.updated_at = call.now;
            undone.updated_by = call.by.owner.clone();
            let replaced = replace(&*self.tasks, &*self.scheduler, &current, &undone).await?;
            Ok(Attempt::done_if(replaced == Replaced::Done, Some(undone)))
        })
        .await
    }
}
