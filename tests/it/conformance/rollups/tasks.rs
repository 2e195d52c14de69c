//! The census of an owner's tasks.

use beadle_domain::{
    projection::{TaskCensus, TaskCounter},
    spec::TaskType,
    task::{Priority, TaskStatus},
};

use super::{Fixture, change};
use crate::conformance::{
    Verdict,
    projection::history::run,
    specimen::{at, changed, failed, owner, task_with},
};

fn status(status: TaskStatus) -> TaskCounter {
    TaskCounter::Status(status)
}

fn census(counters: &[TaskCounter]) -> TaskCensus {
    let mut census = TaskCensus::default();
    for counter in counters {
        census.count(*counter, 1);
    }
    census
}

const HTTP: TaskCounter = TaskCounter::Type(TaskType::Http);
const MEDIUM: TaskCounter = TaskCounter::Priority(Priority::Medium);

pub async fn a_task_counts_by_status_type_and_priority(rollups: Fixture) -> Verdict {
    let task = task_with(|_| {});
    rollups.project(1, &[change(None, &task)]).await?;
    let expected = census(&[TaskCounter::Tasks, status(TaskStatus::Pending), HTTP, MEDIUM]);
    assert_eq!(rollups.census(&owner("ada")).await?, expected);
    assert_eq!(rollups.census(&owner("bob")).await?, TaskCensus::default());
    Ok(())
}

pub async fn its_runs_change_its_status(rollups: Fixture) -> Verdict {
    let task = task_with(|_| {});
    rollups.project(1, &[change(None, &task)]).await?;
    let run = run(task.id, at(0), failed);
    rollups.project(2, &run[..2]).await?;
    let ada = owner("ada");
    assert_eq!(rollups.census(&ada).await?.get(status(TaskStatus::Running)), 1);
    assert_eq!(rollups.census(&ada).await?.get(status(TaskStatus::Pending)), 0);
    rollups.project(4, &run[2..]).await?;
    let expected = census(&[TaskCounter::Tasks, status(TaskStatus::Failed), HTTP, MEDIUM]);
    assert_eq!(rollups.census(&ada).await?, expected);
    Ok(())
}

pub async fn a_changed_task_is_counted_by_its_new_values(rollups: Fixture) -> Verdict {
    let task = task_with(|_| {});
    let next = changed(&task, at(1), |task| {
        task.priority = Priority::High;
        task.paused = true;
    });
    rollups.project(1, &[change(None, &task)]).await?;
    rollups.project(2, &[change(Some(&task), &next)]).await?;
    let high = TaskCounter::Priority(Priority::High);
    let expected = census(&[TaskCounter::Tasks, status(TaskStatus::Paused), HTTP, high]);
    assert_eq!(rollups.census(&owner("ada")).await?, expected);
    Ok(())
}

pub async fn a_deleted_task_is_not_counted(rollups: Fixture) -> Verdict {
    let task = task_with(|_| {});
    let gone = changed(&task, at(1), |task| task.deleted_at = Some(at(1)));
    rollups.project(1, &[change(None, &task), change(Some(&task), &gone)]).await?;
    // A run that had started may still end.
    rollups.project(3, &run(task.id, at(0), failed)).await?;
    assert_eq!(rollups.census(&owner("ada")).await?, TaskCensus::default());
    Ok(())
}

pub async fn a_run_projected_before_its_task_is_counted_later(rollups: Fixture) -> Verdict {
    let task = task_with(|_| {});
    rollups.project(1, &run(task.id, at(0), failed)).await?;
    assert_eq!(rollups.census(&owner("ada")).await?, TaskCensus::default());
    rollups.project(4, &[change(None, &task)]).await?;
    assert_eq!(rollups.census(&owner("ada")).await?.get(status(TaskStatus::Failed)), 1);
    Ok(())
}
