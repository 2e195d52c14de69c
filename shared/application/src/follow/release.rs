//! Releasing one task: its next release is written first, then its execution is started, then that is noted. Whoever finds
//! a release that was not started starts it, so a crash at any point loses nothing and starts nothing twice.

use beadle_domain::{
    dependency::{MAX_CHAINED_RELEASES, Readiness, Release, readiness},
    execution::Execution,
    task::Task,
};
use beadle_values::id::TaskId;

use super::{FollowPorts, NotifyFault, permanent};
use crate::port::{Replaced, StoreError};

/// How often a release may be taken out of our hands before the changes have to come again.
const TRIES: usize = 8;

/// Dependencies the task if it is ready; answers whether it was.
pub(super) async fn release(ports: FollowPorts<'_>, id: TaskId) -> Result<bool, NotifyFault> {
    Ok(permanent(try_release(ports, id).await, id)?.unwrap_or_default())
}

async fn try_release(ports: FollowPorts<'_>, id: TaskId) -> Result<bool, StoreError> {
    let mut released = false;
    for _ in 0..TRIES {
        let Some(saved) = ports.tasks.get(id).await? else { return Ok(released) };
        let task = saved.task;
        if task.deleted_at.is_some() {
            return Ok(released);
        }
        let last = ports.releases.last_release(id).await?;
        if let Some(unstarted) = last.as_ref().filter(|last| !last.started) {
            start(ports, &task, unstarted).await?;
            released = true;
            continue;
        }
        if task.paused {
            return Ok(released);
        }
        let ends = ports.dependencies.ends(&task.dependencies).await?;
        let Readiness::Ready(next) = readiness(&task, &ends, last.as_ref()) else { return Ok(released) };
        if next.depth > MAX_CHAINED_RELEASES {
            tracing::error!(
                task.id = %id, next.depth, "too many releases followed one another: tasks may depend on one another in a circle"
            );
            return Ok(released);
        }
        if ports.releases.put_release(&next).await? == Replaced::Done {
            start(ports, &task, &next).await?;
            return Ok(true);
        }
    }
    Err(StoreError::Unavailable(format!("the releases of {id} keep changing")))
}

/// Starts the execution of `release` and notes that it is started.
async fn start(ports: FollowPorts<'_>, task: &Task, release: &Release) -> Result<(), StoreError> {
    let now = ports.clock.now();
    let request = task.request(release.execution, release.trigger(), ports.task_defaults, now);
    ports.starter.start(&Execution::new(request, now)).await?;
    // Where another one was faster to note it, it is noted.
    ports
        .releases
        .put_release(&Release { version: release.version + 1, started: true, ..release.clone() })
        .await?;
    Ok(())
}
