//! Reading by page.

use std::collections::BTreeSet;

use beadle_application::port::{AuditQuery, StoreError};
use beadle_domain::projection::{
    AuditEntry,
    audit::{AuditAction, Subject, Verb},
};
use beadle_values::page::Cursor;

use super::{Fixture, deed, everything};
use crate::conformance::{
    Verdict,
    specimen::{at, fresh_task_id, owner},
};

pub async fn entries_come_newest_first(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    let mut entries: Vec<AuditEntry> =
        [3, 1, 5, 2].map(|second| deed(Verb::Updated, "ada", "ada", task, at(second))).into();
    for entry in &entries {
        trail.trail.append(entry).await?;
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    for limit in [1, 2, 10] {
        assert_eq!(trail.all(&everything(limit)).await?, entries, "in pages of {limit}");
    }
    Ok(())
}

pub async fn users_find_what_is_theirs_and_what_they_did(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    let own = deed(Verb::Updated, "ada", "ada", task, at(1));
    let by_admin = deed(Verb::Paused, "root", "ada", task, at(2));
    let elsewhere = deed(Verb::Paused, "root", "bob", task, at(3));
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
        deed(Verb::Updated, "ada", "ada", one, at(1)),
        deed(Verb::Deleted, "ada", "ada", one, at(2)),
        deed(Verb::Deleted, "ada", "ada", two, at(3)),
        deed(Verb::Deleted, "bob", "bob", one, at(4)),
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

pub async fn times_are_from_and_until(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    for second in 0..5 {
        trail.trail.append(&deed(Verb::Updated, "ada", "ada", task, at(second))).await?;
    }
    let query = AuditQuery { from: Some(at(1)), to: Some(at(4)), ..everything(2) };
    let told: Vec<_> = trail.all(&query).await?.into_iter().map(|entry| entry.at).collect();
    assert_eq!(told, [at(3), at(2), at(1)]);
    Ok(())
}

pub async fn pages_are_complete_while_others_are_appended(trail: Fixture) -> Verdict {
    let task = fresh_task_id();
    let entries: Vec<AuditEntry> =
        (0..25).map(|second| deed(Verb::Updated, "ada", "ada", task, at(second / 2 * 2))).collect();
    // Two of a second are told apart by what was done.
    let entries: Vec<AuditEntry> = entries
        .into_iter()
        .enumerate()
        .map(|(number, entry)| {
            let verb = if number % 2 == 0 { Verb::Updated } else { Verb::Paused };
            deed(verb, "ada", "ada", task, entry.at)
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
        trail.trail.append(&deed(Verb::Resumed, "ada", "ada", task, at(100 + seen.len() as i64))).await?;
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

pub async fn a_cursor_of_another_making_is_refused(trail: Fixture) -> Verdict {
    let query = AuditQuery { cursor: Some(Cursor("bm90IG91cnM".into())), ..everything(10) };
    let refused = trail.trail.list(&query).await;
    assert!(matches!(refused, Err(StoreError::InvalidCursor)), "{refused:?}");
    Ok(())
}
