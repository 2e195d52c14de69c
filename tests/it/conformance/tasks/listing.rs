//! The contents and the order of a list of tasks.

use beadle_application::port::TaskQuery;
use beadle_domain::{
    spec::{TaskSpec, TaskType},
    task::{Priority, Task, TaskStatus},
};
use beadle_schedule::Schedule;
use beadle_values::id::TaskId;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, changed, http, owner, task_with, tasks_of},
};

pub async fn tasks_are_listed_newest_first(tasks: Fixture) -> Verdict {
    let mut inserted = Vec::new();
    for created_at in [20, -86_400, 10, 3_000_000, 15] {
        let task = task_with(|task| task.created_at = at(created_at));
        tasks.insert(&task).await?;
        inserted.push(task);
    }
    inserted.sort_by_key(|task| std::cmp::Reverse(task.created_at));
    assert_eq!(list_ids(&tasks, tasks_of("ada", 100)).await?, ids(&inserted));
    Ok(())
}

pub async fn tasks_of_one_moment_are_listed_by_id(tasks: Fixture) -> Verdict {
    let mut inserted = Vec::new();
    for _ in 0..5 {
        let task = task_with(|_| {});
        tasks.insert(&task).await?;
        inserted.push(task);
    }
    inserted.sort_by_key(|task| std::cmp::Reverse(task.id));
    assert_eq!(list_ids(&tasks, tasks_of("ada", 100)).await?, ids(&inserted));
    Ok(())
}

pub async fn a_change_keeps_the_position(tasks: Fixture) -> Verdict {
    let [old, new] = [1, 2].map(|created_at| task_with(|task| task.created_at = at(created_at)));
    tasks.insert(&old).await?;
    tasks.insert(&new).await?;
    let next = changed(&old, at(10), |task| task.name = "Renamed".into());
    tasks.store.replace(&next, 1).await?;
    let listed = tasks.store.list(&tasks_of("ada", 10)).await?.items;
    assert_eq!(listed.into_iter().map(|saved| saved.task).collect::<Vec<_>>(), [new, next]);
    Ok(())
}

pub async fn owners_are_isolated(tasks: Fixture) -> Verdict {
    let names = ["ada", "Ada", "ad", "adam", "ada#", "ada#task", "ada|x", "ada%", "*", "_", "ада", "👩‍🔬"];
    let inserted = names.map(|name| task_with(|task| task.owner = owner(name)));
    for task in &inserted {
        tasks.insert(task).await?;
    }
    for (name, task) in names.into_iter().zip(inserted) {
        assert_eq!(list_ids(&tasks, tasks_of(name, 100)).await?, [task.id], "{name}");
    }
    assert_eq!(list_ids(&tasks, tasks_of("bob", 100)).await?, []);
    Ok(())
}

pub async fn a_status_filters(tasks: Fixture) -> Verdict {
    let schedule = Schedule::from_phrase("every 5 minutes").expect("a schedule");
    let [idle, armed, paused] =
        [(None, false), (schedule.clone(), false), (schedule, true)].map(|(s, paused)| {
            task_with(|task| {
                task.schedule = s;
                task.paused = paused;
            })
        });
    for task in [&idle, &armed, &paused] {
        tasks.insert(task).await?;
    }
    let table = [
        (TaskStatus::Pending, Some(&idle)),
        (TaskStatus::Scheduled, Some(&armed)),
        (TaskStatus::Paused, Some(&paused)),
        (TaskStatus::Running, None),
        (TaskStatus::Completed, None),
        (TaskStatus::Failed, None),
        (TaskStatus::Cancelled, None),
    ];
    for (status, task) in table {
        let query = TaskQuery { status: Some(status), ..tasks_of("ada", 100) };
        let expected: Vec<TaskId> = task.map(|task| task.id).into_iter().collect();
        assert_eq!(list_ids(&tasks, query).await?, expected, "{status}");
    }
    Ok(())
}

pub async fn a_type_filters(tasks: Fixture) -> Verdict {
    let specs =
        [TaskSpec::Http(http(None)), TaskSpec::ApiCall(http(None)), TaskSpec::Webhook(http(None).into())];
    let inserted = specs.map(|spec| task_with(|task| task.spec = spec));
    for task in &inserted {
        tasks.insert(task).await?;
    }
    for (task_type, task) in TaskType::ALL.into_iter().zip(inserted) {
        let query = TaskQuery { task_type: Some(task_type), ..tasks_of("ada", 100) };
        assert_eq!(list_ids(&tasks, query).await?, [task.id], "{task_type}");
    }
    Ok(())
}

pub async fn a_priority_filters(tasks: Fixture) -> Verdict {
    let priorities = [Priority::Low, Priority::Medium, Priority::High];
    let inserted = priorities.map(|priority| task_with(|task| task.priority = priority));
    for task in &inserted {
        tasks.insert(task).await?;
    }
    for (priority, task) in priorities.into_iter().zip(inserted) {
        let query = TaskQuery { priority: Some(priority), ..tasks_of("ada", 100) };
        assert_eq!(list_ids(&tasks, query).await?, [task.id], "{priority:?}");
    }
    Ok(())
}

pub async fn a_tag_filters(tasks: Fixture) -> Verdict {
    let inserted =
        [vec![], vec!["daily"], vec!["Daily", "dail", "daily report"], vec!["x", "daily", AWKWARD_TEXT]]
            .map(|tags| task_with(|task| task.tags = tags.into_iter().map(Into::into).collect()));
    for task in &inserted {
        tasks.insert(task).await?;
    }
    let table = [
        ("daily", vec![&inserted[3], &inserted[1]]),
        ("Daily", vec![&inserted[2]]),
        (AWKWARD_TEXT, vec![&inserted[3]]),
        ("ail", vec![]),
        ("%", vec![]),
        ("", vec![]),
    ];
    for (tag, expected) in table {
        let query = TaskQuery { tag: Some(tag.into()), ..tasks_of("ada", 100) };
        let expected: Vec<TaskId> = expected.into_iter().map(|task| task.id).collect();
        assert_eq!(list_ids(&tasks, query).await?, expected, "{tag}");
    }
    Ok(())
}

pub async fn filters_add_up(tasks: Fixture) -> Verdict {
    let wanted = |task: &mut Task| {
        task.priority = Priority::High;
        task.tags = vec!["a".into()];
        task.spec = TaskSpec::Webhook(http(None).into());
    };
    let task = task_with(wanted);
    tasks.insert(&task).await?;
    let others: [fn(&mut Task); 4] = [
        |task| task.priority = Priority::Low,
        |task| task.tags = vec!["b".into()],
        |task| task.spec = TaskSpec::Http(http(None)),
        |task| task.owner = owner("bob"),
    ];
    for other in others {
        let differs = task_with(|task| {
            wanted(task);
            other(task);
        });
        tasks.insert(&differs).await?;
    }
    let query = TaskQuery {
        status: Some(TaskStatus::Pending),
        task_type: Some(TaskType::Webhook),
        priority: Some(Priority::High),
        tag: Some("a".into()),
        ..tasks_of("ada", 100)
    };
    assert_eq!(list_ids(&tasks, query).await?, [task.id]);
    Ok(())
}

fn ids(tasks: &[Task]) -> Vec<TaskId> {
    tasks.iter().map(|task| task.id).collect()
}

/// The ids on all pages of `query`.
pub async fn list_ids(tasks: &Fixture, mut query: TaskQuery) -> anyhow::Result<Vec<TaskId>> {
    let mut ids = Vec::new();
    loop {
        let page = tasks.store.list(&query).await?;
        ids.extend(page.items.iter().map(|saved| saved.task.id));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => return Ok(ids),
        }
    }
}
