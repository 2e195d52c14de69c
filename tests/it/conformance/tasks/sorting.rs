//! Lists in other orders than newest first, and filters by words and dates.

use std::collections::BTreeSet;

use beadle_application::port::{StoreError, TaskQuery};
use beadle_domain::task::{Priority, Task, order::MAX_SORTED};
use beadle_schedule::Schedule;
use beadle_values::id::TaskId;

use super::{Fixture, listing::list_ids};
use crate::conformance::{
    Verdict,
    specimen::{at, task_with, tasks_of},
};

fn sorted(by: &str, limit: usize) -> TaskQuery {
    TaskQuery { order: by.parse().expect("an order"), now: at(100), ..tasks_of("ada", limit) }
}

/// Five tasks in the order of their creation: name, days until due, priority, minutes between runs.
async fn five(tasks: &Fixture) -> anyhow::Result<Vec<Task>> {
    let rows = [
        ("delta", Some(3), Priority::Low, None),
        ("Alpha", None, Priority::High, Some(5)),
        ("charlie", Some(1), Priority::Medium, None),
        ("bravo", Some(2), Priority::High, Some(3)),
        ("echo", None, Priority::Medium, None),
    ];
    let mut inserted = Vec::new();
    for (second, (name, due, priority, minutes)) in (0..).zip(rows) {
        let task = task_with(|task| {
            task.name = name.into();
            task.created_at = at(second);
            task.updated_at = at(100 - second);
            task.due_date = due.map(|days| at(days * 86_400).into());
            task.priority = priority;
            task.schedule = minutes.and_then(|minutes| {
                Schedule::from_phrase(&format!("every {minutes} minutes")).expect("a schedule")
            });
        });
        tasks.insert(&task).await?;
        inserted.push(task);
    }
    Ok(inserted)
}

pub async fn each_order_is_kept_over_pages(tasks: Fixture) -> Verdict {
    let five = five(&tasks).await?;
    let name =
        |id: TaskId| five.iter().find(|task| task.id == id).map(|task| task.name.as_str()).unwrap_or("?");
    for (order, expected) in [
        ("-created_at", ["echo", "bravo", "charlie", "Alpha", "delta"]),
        ("created_at", ["delta", "Alpha", "charlie", "bravo", "echo"]),
        ("updated_at", ["echo", "bravo", "charlie", "Alpha", "delta"]),
        ("name", ["Alpha", "bravo", "charlie", "delta", "echo"]),
        ("-name", ["echo", "delta", "charlie", "bravo", "Alpha"]),
    ] {
        for limit in [1, 2, 5] {
            let ids = list_ids(&tasks, sorted(order, limit)).await?;
            let names: Vec<&str> = ids.iter().map(|id| name(*id)).collect();
            assert_eq!(names, expected, "by {order} in pages of {limit}");
        }
    }
    for (order, first) in [("due_date", "charlie"), ("-due_date", "delta"), ("next_run_time", "bravo")] {
        let ids = list_ids(&tasks, sorted(order, 2)).await?;
        assert_eq!((ids.len(), name(ids[0])), (5, first), "by {order}");
    }
    let urgent: BTreeSet<&str> =
        list_ids(&tasks, sorted("-priority", 2)).await?[..2].iter().map(|id| name(*id)).collect();
    assert_eq!(urgent, ["Alpha", "bravo"].into());
    Ok(())
}

pub async fn sorted_pages_are_complete_while_others_are_inserted(tasks: Fixture) -> Verdict {
    let mut known = BTreeSet::new();
    for number in 0..60 {
        let task = task_with(|task| task.name = format!("task {}", number % 7));
        tasks.insert(&task).await?;
        known.insert(task.id);
    }
    let mut query = sorted("name", 9);
    let mut seen: Vec<TaskId> = Vec::new();
    loop {
        let page = tasks.store.list(&query).await?;
        seen.extend(page.items.iter().map(|saved| saved.task.id).filter(|id| known.contains(id)));
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
        for name in ["a", "task 3", "z"] {
            tasks.insert(&task_with(|task| task.name = name.into())).await?;
        }
    }
    assert_eq!((seen.len(), seen.into_iter().collect::<BTreeSet<_>>()), (known.len(), known));
    Ok(())
}

pub async fn a_list_that_is_too_long_is_not_sorted(tasks: Fixture) -> Verdict {
    for second in 0..=MAX_SORTED {
        let second = i64::try_from(second)?;
        tasks.insert(&task_with(|task| task.created_at = at(second))).await?;
    }
    let answer = tasks.store.list(&sorted("name", 10)).await;
    assert!(matches!(answer, Err(StoreError::TooManyToSort(MAX_SORTED))), "{answer:?}");
    assert_eq!(tasks.store.list(&sorted("-created_at", 10)).await?.items.len(), 10);
    Ok(())
}

pub async fn a_cursor_of_another_order_is_refused(tasks: Fixture) -> Verdict {
    five(&tasks).await?;
    let cursor = tasks.store.list(&sorted("name", 2)).await?.next;
    for order in ["-name", "created_at", "-created_at"] {
        let query = TaskQuery { cursor: cursor.clone(), ..sorted(order, 2) };
        let answer = tasks.store.list(&query).await;
        assert!(matches!(answer, Err(StoreError::InvalidCursor)), "by {order}: {answer:?}");
    }
    Ok(())
}

pub async fn texts_and_dates_filter(tasks: Fixture) -> Verdict {
    let tax = task_with(|task| {
        task.name = "File the TAXES".into();
        task.due_date = Some(at(100).into());
    });
    let described = task_with(|task| task.description = Some("ask the tax office; Größe".into()));
    let tagged = task_with(|task| {
        task.tags = vec!["a".into(), "Tax".into()];
        task.due_date = Some(at(50).into());
    });
    for task in [&tax, &described, &tagged, &task_with(|_| {})] {
        tasks.insert(task).await?;
    }
    let found = async |change: fn(&mut TaskQuery)| {
        let mut query = tasks_of("ada", 10);
        change(&mut query);
        list_ids(&tasks, query).await.map(|ids| ids.into_iter().collect::<BTreeSet<_>>())
    };
    let all = [tax.id, described.id, tagged.id];
    assert_eq!(found(|query| query.text = Some("tAx".into())).await?, all.into());
    assert_eq!(found(|query| query.text = Some("GRÖSSE".into())).await?, BTreeSet::new());
    assert_eq!(found(|query| query.text = Some("größe".into())).await?, [described.id].into());
    assert_eq!(found(|query| query.due_before = Some(at(100).into())).await?, [tagged.id].into());
    assert_eq!(found(|query| query.due_after = Some(at(100).into())).await?, [tax.id].into());
    assert_eq!(found(|query| query.due_after = Some(at(50).into())).await?, [tax.id, tagged.id].into());
    Ok(())
}
