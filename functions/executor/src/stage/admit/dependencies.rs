//! A scheduled run of a task that runs after others.

use beadle_application::{port::StoreError, task::dependencies};
use beadle_domain::{dependency, task::Task};

use crate::Ports;

/// Whether all that `task` runs after has completed; ended is enough for one that runs after failures too.
pub(super) async fn met(ports: &Ports, task: &Task) -> Result<bool, StoreError> {
    if task.dependencies.is_empty() {
        return Ok(true);
    }
    let upstream = dependencies::read(&*ports.tasks, &task.dependencies).await?;
    Ok(dependency::blocking(task, &dependencies::ends(&upstream)).is_empty())
}
