//! The pages of a list.

use std::collections::BTreeSet;

use anyhow::Context;
use beadle_application::port::{StoreError, TaskQuery};
use beadle_domain::task::Task;
use beadle_values::{id::TaskId, page::Cursor};

use super::{Fixture, listing::list_ids};
use crate::conformance::{
    Verdict,
    cursor::damaged,
    specimen::{at, changed, owner, task_with, tasks_of},
};

pub async fn pages_are_complete_while_others_are_inserted(tasks: Fixture) -> Verdict {
    let known: Vec<TaskId> = insert_many(&tasks, 250).await?.iter().map(|task| task.id).collect();
    let mut query = tasks_of("ada", 40);
    let mut seen: Vec<TaskId> = Vec::new();
    loop {
        let page = tasks.store.list(&query).await?;
        seen.extend(page.items.iter().map(|saved| saved.task.id));
        let Some(next) = page.next else { break };
        query.cursor = Some(next);
        for created_at in [-1_000, 3, 125, 1_000] {
            tasks.insert(&task_with(|task| task.created_at = at(created_at))).await?;
        }
    }
    let distinct: BTreeSet<TaskId> = seen.iter().copied().collect();
    assert_eq!(distinct.len(), seen.len(), "none comes twice");
    seen.retain(|id| known.contains(id));
    assert_eq!(seen, known, "each comes, in order");
    Ok(())
}

pub async fn pages_are_complete_while_others_are_deleted(tasks: Fixture) -> Verdict {
    let known = insert_many(&tasks, 30).await?;
    let mut query = tasks_of("ada", 10);
    let first = tasks.store.list(&query).await?;
    let last_seen = first.items.last().context("a task on the first page")?.task.clone();
    for task in [&known[0], &last_seen, &known[15]] {
        let deleted = changed(task, at(100), |task| task.deleted_at = Some(at(100)));
        tasks.store.replace(&deleted, task.version).await?;
    }
    query.cursor = first.next;
    let mut seen: Vec<TaskId> = first.items.iter().map(|saved| saved.task.id).collect();
    seen.extend(list_ids(&tasks, query).await?);
    let expected: Vec<TaskId> = known.iter().map(|task| task.id).filter(|id| *id != known[15].id).collect();
    assert_eq!(seen, expected);
    Ok(())
}

pub async fn filtered_pages_are_complete(tasks: Fixture) -> Verdict {
    let mut tagged = Vec::new();
    for second in 0..40 {
        let task = task_with(|task| {
            task.created_at = at(second);
            task.tags = if second % 9 == 0 { vec!["rare".into()] } else { vec![] };
        });
        tasks.insert(&task).await?;
        if !task.tags.is_empty() {
            tagged.insert(0, task.id);
        }
    }
    for limit in [1, 2, 3, 100] {
        let query = TaskQuery { tag: Some("rare".into()), ..tasks_of("ada", limit) };
        assert_eq!(list_ids(&tasks, query).await?, tagged, "in pages of {limit}");
    }
    Ok(())
}

pub async fn a_page_respects_its_limit(tasks: Fixture) -> Verdict {
    insert_many(&tasks, 105).await?;
    for limit in [1, 2, 99, 100] {
        let page = tasks.store.list(&tasks_of("ada", limit)).await?;
        assert!(page.items.len() <= limit, "{} with a limit of {limit}", page.items.len());
        assert!(page.next.is_some(), "there are more than {limit}");
    }
    Ok(())
}

pub async fn a_forged_cursor_is_refused(tasks: Fixture) -> Verdict {
    insert_many(&tasks, 3).await?;
    for text in
        ["", "1", "tsk_00000000000000000000000000000007", "e30", "AAAA", "'; --", "\u{0}", "👻", "a.b.c"]
    {
        is_refused(&tasks, tasks_of("ada", 1), Cursor(text.into())).await;
    }
    Ok(())
}

pub async fn a_damaged_cursor_is_refused(tasks: Fixture) -> Verdict {
    insert_many(&tasks, 3).await?;
    let cursor = tasks.store.list(&tasks_of("ada", 1)).await?.next.context("a second page")?;
    for cursor in damaged(&cursor) {
        is_refused(&tasks, tasks_of("ada", 1), cursor).await;
    }
    Ok(())
}

pub async fn a_cursor_of_another_list_is_refused(tasks: Fixture) -> Verdict {
    insert_many(&tasks, 3).await?;
    tasks.insert(&task_with(|task| task.owner = owner("bob"))).await?;
    let cursor = tasks.store.list(&tasks_of("ada", 1)).await?.next.context("a second page")?;
    is_refused(&tasks, tasks_of("bob", 1), cursor).await;
    Ok(())
}

/// Inserts tasks of `ada`, one per second from zero; returns them newest first.
async fn insert_many(tasks: &Fixture, count: i64) -> anyhow::Result<Vec<Task>> {
    let mut inserted = Vec::new();
    for second in 0..count {
        let task = task_with(|task| task.created_at = at(second));
        tasks.insert(&task).await?;
        inserted.insert(0, task);
    }
    Ok(inserted)
}

async fn is_refused(tasks: &Fixture, query: TaskQuery, cursor: Cursor) {
    let answer = tasks.store.list(&TaskQuery { cursor: Some(cursor.clone()), ..query }).await;
    assert!(matches!(answer, Err(StoreError::InvalidCursor)), "{cursor:?} was answered with {answer:?}");
}
