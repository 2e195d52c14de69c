//! The pages of a list.

use std::collections::BTreeSet;

use anyhow::Context;
use beadle_application::port::{ExecutionQuery, ExecutionScope, StoreError};
use beadle_domain::execution::{Execution, Status};
use beadle_values::{id::ExecutionId, page::Cursor};

use super::{Fixture, listing::list};
use crate::conformance::{
    Verdict,
    cursor::damaged,
    specimen::{
        at, completed, execution_of, execution_with, executions_of, executions_of_owner, fresh_task_id, owner,
    },
};

pub async fn pages_are_complete_while_others_are_inserted(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let known = start_many(&executions, task, 60).await?;
    for scope in [ExecutionScope::Owner(owner("ada")), ExecutionScope::Task(task)] {
        let mut query = executions_of(scope, 7);
        let mut seen: Vec<ExecutionId> = Vec::new();
        loop {
            let page = executions.store.list(&query).await?;
            seen.extend(page.items.iter().map(Execution::id));
            let Some(next) = page.next else { break };
            query.cursor = Some(next);
            for created_at in [-1_000, 3, 30, 1_000] {
                executions.start(&execution_of(task, at(created_at))).await?;
            }
        }
        let distinct: BTreeSet<ExecutionId> = seen.iter().copied().collect();
        assert_eq!(distinct.len(), seen.len(), "none comes twice");
        seen.retain(|id| known.contains(id));
        assert_eq!(seen, known, "each comes, in order");
    }
    Ok(())
}

pub async fn filtered_pages_are_complete(executions: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut ended = Vec::new();
    for created_at in 0..40 {
        let running = executions.run(&execution_of(task, at(created_at)), at(created_at)).await?;
        if created_at % 9 == 0 {
            let done = completed(&running, at(created_at));
            executions.store.save(&done, running.version(), 0).await?;
            ended.insert(0, done);
        }
    }
    for limit in [1, 2, 3, 100] {
        let query = ExecutionQuery {
            status: Some(Status::Completed),
            ..executions_of(ExecutionScope::Task(task), limit)
        };
        assert_eq!(list(&executions, query).await?, ended, "in pages of {limit}");
    }
    Ok(())
}

pub async fn the_last_page_has_no_cursor(executions: Fixture) -> Verdict {
    start_many(&executions, fresh_task_id(), 6).await?;
    for limit in [4, 6, 7, 100] {
        let mut query = executions_of_owner("ada", limit);
        let mut pages = 0;
        while let Some(next) = executions.store.list(&query).await?.next {
            query.cursor = Some(next);
            pages += 1;
            assert!(pages < 10, "the list in pages of {limit} does not end");
        }
    }
    let nothing = executions.store.list(&executions_of_owner("bob", 10)).await?;
    assert_eq!((nothing.items, nothing.next), (vec![], None));
    Ok(())
}

pub async fn a_page_respects_its_limit(executions: Fixture) -> Verdict {
    start_many(&executions, fresh_task_id(), 105).await?;
    for limit in [1, 2, 99, 100] {
        let page = executions.store.list(&executions_of_owner("ada", limit)).await?;
        assert!(page.items.len() <= limit, "{} with a limit of {limit}", page.items.len());
    }
    Ok(())
}

pub async fn a_forged_cursor_is_refused(executions: Fixture) -> Verdict {
    start_many(&executions, fresh_task_id(), 3).await?;
    for text in
        ["", "1", "exe_00000000000000000000000000000007", "e30", "AAAA", "'; --", "\u{0}", "👻", "a.b.c"]
    {
        is_refused(&executions, executions_of_owner("ada", 1), Cursor(text.into())).await;
    }
    Ok(())
}

pub async fn a_damaged_cursor_is_refused(executions: Fixture) -> Verdict {
    start_many(&executions, fresh_task_id(), 3).await?;
    let query = executions_of_owner("ada", 1);
    let cursor = executions.store.list(&query).await?.next.context("a second page")?;
    for cursor in damaged(&cursor) {
        is_refused(&executions, query.clone(), cursor).await;
    }
    Ok(())
}

pub async fn a_cursor_of_another_list_is_refused(executions: Fixture) -> Verdict {
    let (task, other) = (fresh_task_id(), fresh_task_id());
    start_many(&executions, task, 3).await?;
    start_many(&executions, other, 3).await?;
    executions.start(&execution_with(|request| request.owner = owner("bob"))).await?;
    let lists = [
        executions_of_owner("ada", 1),
        executions_of_owner("bob", 1),
        executions_of(ExecutionScope::Task(task), 1),
        executions_of(ExecutionScope::Task(other), 1),
    ];
    for (issuer, from) in lists.iter().enumerate() {
        let Some(cursor) = executions.store.list(from).await?.next else { continue };
        for (reader, to) in lists.iter().enumerate() {
            if reader != issuer {
                is_refused(&executions, to.clone(), cursor.clone()).await;
            }
        }
    }
    Ok(())
}

pub async fn a_cursor_needs_no_escaping_in_a_url(executions: Fixture) -> Verdict {
    start_many(&executions, fresh_task_id(), 3).await?;
    let cursor =
        executions.store.list(&executions_of_owner("ada", 1)).await?.next.context("a second page")?;
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
    assert!(cursor.0.chars().all(fits), "{} can't stand in a URL as it is (RFC 3986 section 2.3)", cursor.0);
    assert!(cursor.0.len() < 1_000, "{} characters are too long for a URL", cursor.0.len());
    Ok(())
}

/// Starts executions of `task` by `ada`, one per second from zero; returns their ids, newest first.
async fn start_many(
    executions: &Fixture,
    task: beadle_values::id::TaskId,
    count: i64,
) -> anyhow::Result<Vec<ExecutionId>> {
    let mut ids = Vec::new();
    for second in 0..count {
        let execution = execution_of(task, at(second));
        executions.start(&execution).await?;
        ids.insert(0, execution.id());
    }
    Ok(ids)
}

async fn is_refused(executions: &Fixture, query: ExecutionQuery, cursor: Cursor) {
    let answer = executions.store.list(&ExecutionQuery { cursor: Some(cursor.clone()), ..query }).await;
    assert!(matches!(answer, Err(StoreError::InvalidCursor)), "{cursor:?} was answered with {answer:?}");
}
