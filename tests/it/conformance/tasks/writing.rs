//! Writing tasks.

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
