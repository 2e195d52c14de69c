//! A scheduled run of a task that runs after others.

use std::collections::BTreeMap;

use beadle_domain::{
    dependency,
    port::StoreError,
    task::{OnDependencyFailure, Task},
    usecase::task::dependencies,
};

use crate::Ports;

/// Whether all that `task` runs after has completed; ended is enough for one that runs after failures too.
pub(super) async fn met(ports: &Ports, task: &Task) -> Result<bool, StoreError> {
    if task.dependencies.is_empty() {
        return Ok(true);
    }
    let upstream = dependencies::read(&*ports.tasks, &task.dependencies).await?;
    let ends: BTreeMap<_, _> =
        upstream.into_iter().filter_map(|saved| Some((saved.task.id, saved.stats.last_end?))).collect();
    let runs_after_failures = task.on_dependency_failure == OnDependencyFailure::Run;
    Ok(dependency::unmet(task, &ends).iter().all(|(_, status)| runs_after_failures && status.is_some()))
}
