//! The dependencies of a scheduled run.

use beadle_application::{port::StoreError, task::dependencies};
use beadle_domain::{dependency, task::Task};

use crate::Ports;

/// Whether every dependency of `task` has completed; if the task also runs after failures, whether every one
/// has ended.
pub(super) async fn met(ports: &Ports, task: &Task) -> Result<bool, StoreError> {
    if task.dependencies.is_empty() {
        return Ok(true);
    }
    let upstream = dependencies::read(&*ports.tasks, &task.dependencies).await?;
    Ok(dependency::blocking(task, &dependencies::ends(&upstream)).is_empty())
}
