//! Keys: unique for an owner, found, given up.

use beadle_application::port::{Inserted, Replaced, StoreError, TaskQuery};
use beadle_domain::{plan::PlanMark, task::Task};

use super::{Fixture, listing::list_ids};
use crate::conformance::{
    Verdict,
    race::{RIVALS, race},
    specimen::{at, changed, key, owner, task_with, tasks_of},
};

fn keyed(text: &str) -> Task {
    task_with(|task| task.key = Some(key(text)))
}

fn is_taken<T: std::fmt::Debug>(answer: &Result<T, StoreError>) {
    assert!(matches!(answer, Err(StoreError::KeyTaken)), "{answer:?}");
}

pub async fn a_task_is_found_by_its_key(tasks: Fixture) -> Verdict {
    let [one, other] = [keyed("shop/poll"), keyed("shop/report")];
    let of_another = task_with(|task| {
        task.key = Some(key("shop/poll"));
        task.owner = owner("bob");
    });
    for task in [&one, &other, &of_another, &task_with(|_| {})] {
        tasks.insert(task).await?;
    }
    let store = &tasks.store;
    assert_eq!(store.by_key(&owner("ada"), &key("shop/poll")).await?, Some(one.id));
    assert_eq!(store.by_key(&owner("bob"), &key("shop/poll")).await?, Some(of_another.id));
    assert_eq!(store.by_key(&owner("ada"), &key("shop")).await?, None);
    assert_eq!(tasks.stored(one.id).await?, one);
    let query = TaskQuery { key: Some(key("shop/report")), ..tasks_of("ada", 10) };
    assert_eq!(list_ids(&tasks, query).await?, [other.id]);
    Ok(())
}

pub async fn a_key_is_given_to_one_task_of_an_owner(tasks: Fixture) -> Verdict {
    let [first, plain] = [keyed("poll"), task_with(|_| {})];
    tasks.insert(&first).await?;
    tasks.insert(&plain).await?;
    is_taken(&tasks.store.insert(&keyed("poll")).await);
    is_taken(&tasks.store.replace(&changed(&plain, at(1), |task| task.key = Some(key("poll"))), 1).await);
    assert_eq!(tasks.stored(plain.id).await?, plain);
    let existing = Inserted::Existing(Box::new(first.clone()));
    assert_eq!(tasks.store.insert(&first).await?, existing, "the same task has its key");
    let renamed = changed(&first, at(1), |task| task.name = "Another".into());
    assert_eq!(tasks.store.replace(&renamed, 1).await?, Replaced::Done, "a change that keeps the key");
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("poll")).await?, Some(first.id));
    Ok(())
}

pub async fn a_key_can_be_given_changed_and_taken_away(tasks: Fixture) -> Verdict {
    let plain = task_with(|_| {});
    tasks.insert(&plain).await?;
    let named = changed(&plain, at(1), |task| task.key = Some(key("a")));
    assert_eq!(tasks.store.replace(&named, 1).await?, Replaced::Done);
    let other = changed(&named, at(2), |task| task.key = Some(key("b")));
    assert_eq!(tasks.store.replace(&other, 2).await?, Replaced::Done);
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("a")).await?, None);
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("b")).await?, Some(plain.id));
    tasks.insert(&keyed("a")).await?;
    let bare = changed(&other, at(3), |task| task.key = None);
    assert_eq!(tasks.store.replace(&bare, 3).await?, Replaced::Done);
    tasks.insert(&keyed("b")).await?;
    assert_eq!(tasks.stored(plain.id).await?, bare);
    let stale = changed(&named, at(4), |task| task.key = Some(key("c")));
    assert_eq!(tasks.store.replace(&stale, 2).await?, Replaced::Conflict);
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("c")).await?, None);
    Ok(())
}

pub async fn a_deleted_task_gives_up_its_key(tasks: Fixture) -> Verdict {
    let first = keyed("poll");
    tasks.insert(&first).await?;
    let deleted = changed(&first, at(1), |task| task.deleted_at = Some(at(1)));
    assert_eq!(tasks.store.replace(&deleted, 1).await?, Replaced::Done);
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("poll")).await?, None);
    let second = keyed("poll");
    tasks.insert(&second).await?;
    let restored = changed(&deleted, at(2), |task| task.deleted_at = None);
    is_taken(&tasks.store.replace(&restored, 2).await);
    assert_eq!(tasks.stored(first.id).await?, deleted);
    let gone = changed(&second, at(3), |task| task.deleted_at = Some(at(3)));
    assert_eq!(tasks.store.replace(&gone, 1).await?, Replaced::Done);
    assert_eq!(tasks.store.replace(&restored, 2).await?, Replaced::Done);
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("poll")).await?, Some(first.id));
    Ok(())
}

pub async fn one_of_many_rivals_gets_a_key(tasks: Fixture) -> Verdict {
    let results = race(|rival| {
        let (store, task) = (tasks.store.clone(), keyed("poll"));
        async move {
            // Half of them give the key to a task that is there already.
            let written = if rival % 2 == 0 {
                store.insert(&task).await.map(drop)
            } else {
                let plain = Task { key: None, ..task.clone() };
                store.insert(&plain).await?;
                store.replace(&changed(&plain, at(1), |next| next.key = task.key.clone()), 1).await.map(drop)
            };
            match written {
                Ok(()) => Ok(Some(task.id)),
                Err(StoreError::KeyTaken) => Ok(None),
                Err(error) => Err(error.into()),
            }
        }
    })
    .await?;
    let winners: Vec<_> = results.iter().flatten().copied().collect();
    assert_eq!((results.len(), winners.len()), (RIVALS, 1), "{winners:?}");
    assert_eq!(tasks.store.by_key(&owner("ada"), &key("poll")).await?, Some(winners[0]));
    Ok(())
}

pub async fn a_plan_filters(tasks: Fixture) -> Verdict {
    let mark = |name: &str| Some(PlanMark { name: key(name), digest: "d1".into() });
    let kept = task_with(|task| task.plan = mark("shop"));
    let assigned = task_with(|task| {
        task.plan = mark("shop");
        task.owner = owner("bob");
        task.assigned_to = Some(owner("ada"));
    });
    for task in [&kept, &assigned, &task_with(|task| task.plan = mark("other")), &task_with(|_| {})] {
        tasks.insert(task).await?;
    }
    let query = TaskQuery { plan: Some(key("shop")), ..tasks_of("ada", 10) };
    assert_eq!(list_ids(&tasks, query).await?, [kept.id]);
    Ok(())
}
