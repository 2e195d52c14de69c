//! The usage of an owner.

use beadle_application::port::ExecutionCount;

use super::Fixture;
use crate::conformance::{
    Verdict,
    projection::history::{batch, run},
    specimen::{at, changed, completed, failed, fresh_task_id, owner, task_with},
};

pub async fn tasks_that_are_not_deleted_are_counted(accounts: Fixture) -> Verdict {
    let ada = owner("ada");
    assert_eq!(accounts.usage.count_tasks(&ada, 9).await?, 0);
    let mut tasks = Vec::new();
    for _ in 0..4 {
        let task = task_with(|_| {});
        accounts.tasks.insert(&task).await?;
        tasks.push(task);
    }
    accounts.tasks.insert(&task_with(|task| task.owner = owner("bob"))).await?;
    let deleted = changed(&tasks[0], at(5), |task| task.deleted_at = Some(at(5)));
    accounts.tasks.replace(&deleted, 1).await?;
    assert_eq!(accounts.usage.count_tasks(&ada, 9).await?, 3);
    assert_eq!(accounts.usage.count_tasks(&ada, 2).await?, 2);
    Ok(())
}

pub async fn executions_are_counted_by_the_hour(accounts: Fixture) -> Verdict {
    const HOUR: i64 = 3_600;
    let (ada, task) = (owner("ada"), fresh_task_id());
    let start = at(0).as_second().rem_euclid(HOUR);
    let hour = |number: i64| at(number * HOUR - start + 60);
    let mut changes = run(task, hour(0), completed);
    changes.extend(run(task, hour(1), failed));
    changes.extend(run(task, hour(2), completed).into_iter().take(2));
    changes.extend(run(task, hour(3), completed));
    let batch = batch("shardId-1", 1, &changes);
    accounts.projections.apply(&batch.projection, &batch.checkpoint).await?;
    for (from, to, started, ran) in [(0, 3, 4, 3), (1, 2, 2, 1), (2, 2, 1, 0), (4, 9, 0, 0)] {
        let count = accounts.usage.count_executions(&ada, hour(from), hour(to)).await?;
        assert_eq!(count, ExecutionCount { started, ran }, "hours {from} to {to}");
    }
    assert_eq!(
        accounts.usage.count_executions(&owner("bob"), hour(0), hour(3)).await?,
        ExecutionCount::default()
    );
    Ok(())
}
