//! Reading by page.

use std::collections::BTreeSet;

use beadle_application::port::{AuditQuery, StoreError};
use beadle_domain::projection::{
    AuditEntry,
    audit::{AuditAction, Subject, Verb},
};
use beadle_values::page::Cursor;

use super::{Fixture, everything, task_entry};
use crate::conformance::{
    Verdict,
    specimen::{at, fresh_task_id, owner},
};

pub async fn entries_are_listed_newest_first(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut entries: Vec<AuditEntry> =
        [3, 1, 5, 2].map(|second| task_entry(Verb::Updated, "ada", "ada", task, at(second))).into();
    for entry in &entries {
        trail.trail.append(entry).await?;
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    for limit in [1, 2, 10] {
        assert_eq!(trail.all(&everything(limit)).await?, entries, "in pages of {limit}");
    }
    Ok(())
}

pub async fn entries_are_filtered_by_owner_and_actor(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    let own = task_entry(Verb::Updated, "ada", "ada", task, at(1));
    let by_admin = task_entry(Verb::Paused, "root", "ada", task, at(2));
    let elsewhere = task_entry(Verb::Paused, "root", "bob", task, at(3));
    for entry in [&own, &by_admin, &elsewhere] {
        trail.trail.append(entry).await?;
    }
    let of = |name| AuditQuery { user: Some(owner(name)), ..everything(10) };
    assert_eq!(trail.all(&of("ada")).await?, [by_admin.clone(), own]);
    assert_eq!(trail.all(&of("root")).await?, [elsewhere.clone(), by_admin]);
    assert_eq!(trail.all(&of("bob")).await?, [elsewhere]);
    assert_eq!(trail.all(&of("eve")).await?, []);
    Ok(())
}

pub async fn filters_go_together(trail: Fixture) -> Verdict {
    let (one, two) = (fresh_task_id(), fresh_task_id());
    let entries = [
        task_entry(Verb::Updated, "ada", "ada", one, at(1)),
        task_entry(Verb::Deleted, "ada", "ada", one, at(2)),
        task_entry(Verb::Deleted, "ada", "ada", two, at(3)),
        task_entry(Verb::Deleted, "bob", "bob", one, at(4)),
    ];
    for entry in &entries {
        trail.trail.append(entry).await?;
    }
    let deleted = Some(AuditAction { subject: Subject::Task, verb: Verb::Deleted });
    let query = AuditQuery { action: deleted, ..everything(10) };
    assert_eq!(trail.all(&query).await?.len(), 3);
    let query = AuditQuery { task_id: Some(one), ..query };
    assert_eq!(trail.all(&query).await?.len(), 2);
    let query = AuditQuery { user: Some(owner("ada")), ..query };
    assert_eq!(trail.all(&query).await?, entries[1..2]);
    Ok(())
}

pub async fn the_time_span_excludes_its_end(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    for second in 0..5 {
        trail.trail.append(&task_entry(Verb::Updated, "ada", "ada", task, at(second))).await?;
    }
    let query = AuditQuery { from: Some(at(1)), to: Some(at(4)), ..everything(2) };
    let times: Vec<_> = trail.all(&query).await?.into_iter().map(|entry| entry.at).collect();
    assert_eq!(times, [at(3), at(2), at(1)]);
    Ok(())
}

pub async fn pages_are_complete_while_others_are_appended(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    let entries: Vec<AuditEntry> =
        (0..25).map(|second| task_entry(Verb::Updated, "ada", "ada", task, at(second / 2 * 2))).collect();
    // Two entries of the same second differ by their actions.
    let entries: Vec<AuditEntry> = entries
        .into_iter()
        .enumerate()
        .map(|(number, entry)| {
            let verb = if number % 2 == 0 { Verb::Updated } else { Verb::Paused };
            task_entry(verb, "ada", "ada", task, entry.at)
        })
        .collect();
    for entry in &entries {
        trail.trail.append(entry).await?;
    }
    let mut query = everything(4);
    let mut seen = Vec::new();
    loop {
        let page = trail.trail.list(&query).await?;
        seen.extend(page.items.into_iter().map(|entry| entry.id));
        trail
            .trail
            .append(&task_entry(Verb::Resumed, "ada", "ada", task, at(100 + seen.len() as i64)))
            .await?;
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    let distinct: BTreeSet<_> = seen.iter().copied().collect();
    assert_eq!(distinct.len(), seen.len(), "one came twice");
    assert_eq!(distinct, entries.iter().map(|entry| entry.id).collect());
    Ok(())
}

pub async fn a_foreign_cursor_is_refused(trail: Fixture) -> Verdict {
    let query = AuditQuery { cursor: Some(Cursor("bm90IG91cnM".into())), ..everything(10) };
    let refused = trail.trail.list(&query).await;
    assert!(matches!(refused, Err(StoreError::InvalidCursor)), "{refused:?}");
    Ok(())
}
