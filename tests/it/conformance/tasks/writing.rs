//! Writing tasks.

use std::sync::Arc;

use beadle_application::port::{Inserted, Replaced};

use super::{Fixture, uncounted};
use crate::conformance::{
    Verdict,
    specimen::{at, changed, fresh_task_id, task_with, tasks_of},
};

pub async fn an_inserted_task_can_be_read(tasks: Fixture) -> Verdict {
    let task = task_with(|_| {});
    assert_eq!(tasks.store.insert(&task).await?, Inserted::Created);
    assert_eq!(tasks.stored(task.id).await?, task);
    assert_eq!(tasks.store.list(&tasks_of("ada", 10)).await?.items, [uncounted(&task)]);
    Ok(())
}

pub async fn an_unknown_task_is_not_found(tasks: Fixture) -> Verdict {
    tasks.insert(&task_with(|_| {})).await?;
    assert_eq!(tasks.store.get(fresh_task_id()).await?, None);
    Ok(())
}

pub async fn a_new_task_has_no_counts(tasks: Fixture) -> Verdict {
    let task = task_with(|_| {});
    tasks.insert(&task).await?;
    assert_eq!(tasks.store.get(task.id).await?, Some(uncounted(&task)));
    Ok(())
}

pub async fn a_duplicate_insert_changes_nothing(tasks: Fixture) -> Verdict {
    let first = task_with(|_| {});
    tasks.insert(&first).await?;
    let second = task_with(|task| {
        task.id = first.id;
        task.name = "Another".into();
    });
    assert_eq!(tasks.store.insert(&second).await?, Inserted::Existing(Box::new(first.clone())));
    assert_eq!(tasks.stored(first.id).await?, first);
    Ok(())
}

pub async fn a_duplicate_insert_returns_the_changed_task(tasks: Fixture) -> Verdict {
    let first = task_with(|_| {});
    tasks.insert(&first).await?;
    let second = changed(&first, at(1), |task| task.deleted_at = Some(at(1)));
    tasks.store.replace(&second, 1).await?;
    assert_eq!(tasks.store.insert(&first).await?, Inserted::Existing(Box::new(second.clone())));
    assert_eq!(tasks.stored(first.id).await?, second);
    Ok(())
}

pub async fn a_task_is_replaced_under_its_version(tasks: Fixture) -> Verdict {
    let mut task = task_with(|task| task.description = Some("the first".into()));
    tasks.insert(&task).await?;
    for version in 1..5 {
        let next = changed(&task, at(version), |task| {
            task.name = format!("Change {version}");
            task.description = None;
        });
        assert_eq!(tasks.store.replace(&next, task.version).await?, Replaced::Done);
        assert_eq!(tasks.store.get(task.id).await?, Some(uncounted(&next)));
        task = next;
    }
    Ok(())
}

pub async fn a_wrong_version_changes_nothing(tasks: Fixture) -> Verdict {
    let task = task_with(|_| {});
    tasks.insert(&task).await?;
    let next = changed(&task, at(1), |task| task.name = "Another".into());
    for version in [0, 2, u64::from(u32::MAX)] {
        assert_eq!(tasks.store.replace(&next, version).await?, Replaced::Conflict, "version {version}");
        assert_eq!(tasks.stored(task.id).await?, task);
    }
    Ok(())
}

pub async fn one_of_two_changes_is_written(tasks: Fixture) -> Verdict {
    let task = task_with(|_| {});
    tasks.insert(&task).await?;
    let [one, other] = ["One", "Other"].map(|name| changed(&task, at(1), |task| task.name = name.into()));
    assert_eq!(tasks.store.replace(&one, 1).await?, Replaced::Done);
    assert_eq!(tasks.store.replace(&other, 1).await?, Replaced::Conflict);
    assert_eq!(tasks.stored(task.id).await?, one);
    Ok(())
}

pub async fn one_of_sixteen_changes_is_written(tasks: Fixture) -> Verdict {
    let task = task_with(|_| {});
    tasks.insert(&task).await?;
    let writers: Vec<_> = (0..16)
        .map(|n| {
            let next = changed(&task, at(1), |task| task.name = format!("Change {n}"));
            let store = Arc::clone(&tasks.store);
            tokio::spawn(async move { (store.replace(&next, 1).await, next) })
        })
        .collect();
    let mut written = Vec::new();
    for writer in writers {
        let (replaced, next) = writer.await?;
        if replaced? == Replaced::Done {
            written.push(next);
        }
    }
    assert_eq!(written, [tasks.stored(task.id).await?]);
    Ok(())
}

pub async fn one_of_sixteen_inserts_is_the_first(tasks: Fixture) -> Verdict {
    let id = fresh_task_id();
    let writers: Vec<_> = (0..16)
        .map(|n| {
            let task = task_with(|task| {
                task.id = id;
                task.name = format!("Writer {n}");
            });
            let store = Arc::clone(&tasks.store);
            tokio::spawn(async move { (store.insert(&task).await, task) })
        })
        .collect();
    let mut created = Vec::new();
    for writer in writers {
        let (inserted, task) = writer.await?;
        match inserted? {
            Inserted::Created => created.push(task),
            Inserted::Existing(existing) => assert_eq!(*existing, tasks.stored(id).await?),
        }
    }
    assert_eq!(created, [tasks.stored(id).await?]);
    Ok(())
}

pub async fn replacing_a_missing_row_changes_nothing(tasks: Fixture) -> Verdict {
    let task = changed(&task_with(|_| {}), at(1), |_| {});
    assert_eq!(tasks.store.replace(&task, 1).await?, Replaced::Conflict);
    assert_eq!(tasks.store.get(task.id).await?, None);
    Ok(())
}

pub async fn a_deleted_task_can_still_be_read(tasks: Fixture) -> Verdict {
    let task = task_with(|_| {});
    tasks.insert(&task).await?;
    let deleted = changed(&task, at(1), |task| task.deleted_at = Some(at(1)));
    assert_eq!(tasks.store.replace(&deleted, 1).await?, Replaced::Done);
    assert_eq!(tasks.stored(task.id).await?, deleted);
    Ok(())
}

pub async fn a_deleted_task_leaves_the_lists(tasks: Fixture) -> Verdict {
    let [kept, task] = [task_with(|_| {}), task_with(|_| {})];
    tasks.insert(&kept).await?;
    tasks.insert(&task).await?;
    let deleted = changed(&task, at(1), |task| task.deleted_at = Some(at(1)));
    tasks.store.replace(&deleted, 1).await?;
    assert_eq!(tasks.store.list(&tasks_of("ada", 10)).await?.items, [uncounted(&kept)]);
    Ok(())
}
