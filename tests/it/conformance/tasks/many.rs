//! A long list, paged with filters while it grows.

use std::collections::BTreeSet;

use beadle_application::port::TaskQuery;
use beadle_domain::task::{Priority, Task};
use beadle_values::id::TaskId;
use futures_util::future::try_join_all;

use super::Fixture;
use crate::conformance::{
    adapters::sqlite::{self, Place},
    specimen::{at, task_with, tasks_of},
};

const TASKS: i64 = 5_000;

/// How many are written concurrently.
const TOGETHER: usize = 250;

fn task(number: i64) -> Task {
    task_with(|task| {
        task.created_at = at(number);
        task.tags = if number % 3 == 0 { vec!["ops".into()] } else { vec!["report".into()] };
        task.priority = if number % 2 == 0 { Priority::High } else { Priority::Low };
    })
}

fn is_asked_for(task: &Task) -> bool {
    task.priority == Priority::High && task.tags.iter().any(|tag| tag == "ops")
}

async fn insert(tasks: &Fixture, new: &[Task]) -> anyhow::Result<()> {
    for some in new.chunks(TOGETHER) {
        try_join_all(some.iter().map(|task| tasks.insert(task))).await?;
    }
    Ok(())
}

#[tokio::test]
async fn each_match_among_five_thousand_tasks_is_listed_once_while_others_are_created() -> anyhow::Result<()>
{
    let tasks = sqlite::tasks(Place::Memory).await?;
    let known: Vec<Task> = (0..TASKS).map(task).collect();
    insert(&tasks, &known).await?;
    let mut query =
        TaskQuery { tag: Some("ops".into()), priority: Some(Priority::High), ..tasks_of("ada", 50) };
    let mut seen: Vec<TaskId> = Vec::new();
    for round in 0.. {
        let page = tasks.store.list(&query).await?;
        seen.extend(page.items.iter().map(|saved| saved.task.id));
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
        // Older than all others, in between, and newer; half of them match.
        let others: Vec<Task> = [-6, 6 * round, 6 * round + 3, TASKS + 6 * round, TASKS + 1].map(task).into();
        insert(&tasks, &others).await?;
    }
    let distinct: BTreeSet<TaskId> = seen.iter().copied().collect();
    assert_eq!(distinct.len(), seen.len(), "none comes twice");
    let expected: Vec<TaskId> =
        known.iter().rev().filter(|task| is_asked_for(task)).map(|task| task.id).collect();
    seen.retain(|id| known.iter().any(|task| task.id == *id));
    assert_eq!(seen, expected, "each comes, in order");
    Ok(())
}
