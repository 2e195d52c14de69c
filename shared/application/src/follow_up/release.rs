//! Releasing a task: its next release is written first, then its execution is started, then that is recorded.
//! A release that was not started is started by the next attempt that finds it, so a crash at any point loses
//! nothing and starts nothing twice.

use beadle_domain::{
    dependency::{MAX_CHAINED_RELEASES, Readiness, Release, readiness},
    task::Task,
};
use beadle_values::id::TaskId;

use super::{FollowUpService, NotifyError, permanent};
use crate::{
    conflict::{Attempt, CAS_RETRIES, retry_on_conflict},
    port::{Replaced, StoreError},
    task::dependencies,
};

impl FollowUpService {
    /// Releases the task if it is ready; returns whether it was.
    pub(super) async fn release(&self, id: TaskId) -> Result<bool, NotifyError> {
        Ok(permanent(self.try_release(id).await, id)?.unwrap_or_default())
    }

    async fn try_release(&self, id: TaskId) -> Result<bool, StoreError> {
        // The state is whether an earlier attempt has started a release that it found unstarted.
        retry_on_conflict(CAS_RETRIES, false, |released| async move {
            let Some(saved) = self.tasks.get(id).await? else { return Ok(Attempt::Done(released)) };
            let task = saved.task;
            if task.deleted_at.is_some() {
                return Ok(Attempt::Done(released));
            }
            let last = self.dependencies.last_release(id).await?;
            if let Some(unstarted) = last.as_ref().filter(|last| !last.started) {
                self.start(&task, unstarted).await?;
                return Ok(Attempt::Conflict(true));
            }
            if task.paused {
                return Ok(Attempt::Done(released));
            }
            let ends = self.dependencies.ends(&task.dependencies).await?;
            let Readiness::Ready(mut next) = readiness(&task, &ends, last.as_ref()) else {
                return Ok(Attempt::Done(released));
            };
            if next.depth > MAX_CHAINED_RELEASES {
                tracing::warn!(
                    task.id = %id, next.depth, "not released: its chain is too long, or ended in a circle"
                );
                return Ok(Attempt::Done(released));
            }
            if next.may_close_circle(last.as_ref())
                && let Some(circle) = dependencies::cycle(&*self.tasks, &task).await?
            {
                tracing::error!(task.id = %id, %circle, "release that would close a circle is rejected");
                *next = next.refused(circle.to_string());
            }
            if self.dependencies.put_release(&next).await? == Replaced::Done {
                self.start(&task, &next).await?;
                return Ok(Attempt::Done(true));
            }
            Ok(Attempt::Conflict(released))
        })
        .await
    }

    /// Starts the execution of `release` and records that.
    async fn start(&self, task: &Task, release: &Release) -> Result<(), StoreError> {
        let now = self.clock.now();
        self.starter.start(&release.execution(task, &self.defaults.task, now)).await?;
        // On a conflict another process has recorded it.
        let started = Release { version: release.version + 1, started: true, ..release.clone() };
        self.dependencies.put_release(&started).await?;
        Ok(())
    }
}
