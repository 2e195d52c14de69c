//! Tasks in several lists, and in none.

use beadle_application::port::TaskQuery;
use beadle_values::id::TaskId;

use super::{Fixture, listing::list_ids};
use crate::conformance::{
    Verdict,
    specimen::{at, changed, owner, task_with, tasks_of},
};

pub async fn an_assigned_task_is_in_both_lists(tasks: Fixture) -> Verdict {
    let shared = task_with(|task| task.assigned_to = Some(owner("bob")));
    let own = task_with(|task| {
        task.assigned_to = Some(owner("ada"));
        task.created_at = at(1);
    });
    let other = task_with(|task| {
        task.owner = owner("bob");
        task.created_at = at(2);
    });
    for task in [&shared, &own, &other] {
        tasks.insert(task).await?;
    }
    assert_eq!(list_ids(&tasks, tasks_of("ada", 10)).await?, [own.id, shared.id]);
    assert_eq!(list_ids(&tasks, tasks_of("bob", 10)).await?, [other.id, shared.id]);
    let assigned = |name: &str| TaskQuery { assigned: Some(owner("bob")), ..tasks_of(name, 10) };
    assert_eq!(list_ids(&tasks, assigned("ada")).await?, [shared.id]);
    assert_eq!(list_ids(&tasks, assigned("bob")).await?, [shared.id]);
    assert_eq!(list_ids(&tasks, assigned("carol")).await?, []);
    Ok(())
}

pub async fn a_reassigned_task_leaves_the_list_of_its_former_assignee(tasks: Fixture) -> Verdict {
    let task = task_with(|task| task.assigned_to = Some(owner("bob")));
    tasks.insert(&task).await?;
    let passed_on = changed(&task, at(1), |task| task.assigned_to = Some(owner("carol")));
    tasks.store.replace(&passed_on, 1).await?;
    assert_eq!(list_ids(&tasks, tasks_of("bob", 10)).await?, []);
    assert_eq!(list_ids(&tasks, tasks_of("carol", 10)).await?, [task.id]);
    let taken_back = changed(&passed_on, at(2), |task| task.assigned_to = None);
    tasks.store.replace(&taken_back, 2).await?;
    assert_eq!(list_ids(&tasks, tasks_of("carol", 10)).await?, []);
    let given_again = changed(&taken_back, at(3), |task| task.assigned_to = Some(owner("bob")));
    tasks.store.replace(&given_again, 3).await?;
    assert_eq!(list_ids(&tasks, tasks_of("bob", 10)).await?, [task.id]);
    let deleted = changed(&given_again, at(4), |task| task.deleted_at = Some(at(4)));
    tasks.store.replace(&deleted, 4).await?;
    for name in ["ada", "bob", "carol"] {
        assert_eq!(list_ids(&tasks, tasks_of(name, 10)).await?, [], "{name}");
    }
    Ok(())
}

pub async fn pages_of_own_and_assigned_tasks_are_complete(tasks: Fixture) -> Verdict {
    let mut expected: Vec<TaskId> = Vec::new();
    for second in 0..30 {
        let task = task_with(|task| {
            task.created_at = at(second / 3);
            if second % 2 == 0 {
                task.owner = owner("bob");
            } else {
                task.assigned_to = Some(owner("bob"));
            }
        });
        tasks.insert(&task).await?;
        expected.push(task.id);
    }
    let whole = list_ids(&tasks, tasks_of("bob", 100)).await?;
    expected.sort();
    let mut sorted = whole.clone();
    sorted.sort();
    assert_eq!(sorted, expected);
    for limit in [1, 2, 7] {
        assert_eq!(list_ids(&tasks, tasks_of("bob", limit)).await?, whole, "in pages of {limit}");
    }
    Ok(())
}

pub async fn deleted_tasks_have_a_list_of_their_own(tasks: Fixture) -> Verdict {
    let [kept, gone] = [1, 2].map(|second| task_with(|task| task.created_at = at(second)));
    let shared = task_with(|task| {
        task.owner = owner("bob");
        task.assigned_to = Some(owner("ada"));
    });
    for task in [&kept, &gone, &shared] {
        tasks.insert(task).await?;
    }
    for task in [&gone, &shared] {
        let deleted = changed(task, at(9), |task| task.deleted_at = Some(at(9)));
        tasks.store.replace(&deleted, 1).await?;
    }
    let deleted = |name: &str| TaskQuery { deleted: true, ..tasks_of(name, 10) };
    assert_eq!(list_ids(&tasks, deleted("ada")).await?, [gone.id]);
    assert_eq!(list_ids(&tasks, deleted("bob")).await?, [shared.id]);
    assert_eq!(list_ids(&tasks, tasks_of("ada", 10)).await?, [kept.id]);
    Ok(())
}

pub async fn a_restored_task_is_listed_again(tasks: Fixture) -> Verdict {
    let task = task_with(|task| task.assigned_to = Some(owner("bob")));
    tasks.insert(&task).await?;
    let deleted = changed(&task, at(1), |task| task.deleted_at = Some(at(1)));
    tasks.store.replace(&deleted, 1).await?;
    let restored = changed(&deleted, at(2), |task| task.deleted_at = None);
    tasks.store.replace(&restored, 2).await?;
    assert_eq!(tasks.stored(task.id).await?, restored);
    for name in ["ada", "bob"] {
        assert_eq!(list_ids(&tasks, tasks_of(name, 10)).await?, [task.id], "{name}");
        assert_eq!(list_ids(&tasks, TaskQuery { deleted: true, ..tasks_of(name, 10) }).await?, []);
    }
    Ok(())
}
