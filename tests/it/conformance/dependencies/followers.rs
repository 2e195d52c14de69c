//! The followers of a task.

use std::collections::BTreeSet;

use beadle_application::port::{Followers, Replaced};
use beadle_domain::task::Task;
use beadle_values::id::TaskId;
use futures_util::future::try_join_all;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{at, changed, fresh_task_id},
};

pub async fn a_new_task_has_no_followers(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?;
    let followers = fixture.dependencies.followers(&[task.id, fresh_task_id()]).await?;
    assert_eq!(followers, Followers::default());
    assert_eq!(fixture.dependencies.followers(&[]).await?, Followers::default());
    Ok(())
}

pub async fn a_dependent_is_found_by_each_of_its_upstream_tasks(fixture: Fixture) -> Verdict {
    let [one, other] = [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let both = fixture.after(&[one, other]).await?.id;
    let first = fixture.after(&[one]).await?.id;
    let last = fixture.after(&[both]).await?.id;
    for (ended, expected) in [
        (vec![one], vec![both, first]),
        (vec![other], vec![both]),
        (vec![one, other], vec![both, first]),
        (vec![both, other], vec![both, last]),
        (vec![last], vec![]),
    ] {
        assert_eq!(fixture.dependents(&ended).await?, ids(expected), "after {ended:?}");
    }
    Ok(())
}

pub async fn a_dependent_is_found_by_an_added_upstream_task(fixture: Fixture) -> Verdict {
    let [one, other, third] =
        [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let task = fixture.after(&[]).await?;
    let task = fixture.change(&task, |task| task.dependencies = vec![one]).await?;
    assert_eq!(fixture.dependents(&[one]).await?, ids([task.id]));
    let task = fixture.change(&task, |task| task.dependencies = vec![one, other]).await?;
    assert_eq!(fixture.dependents(&[other]).await?, ids([task.id]));
    let task = fixture.change(&task, |task| task.dependencies = vec![third]).await?;
    assert_eq!(fixture.dependents(&[third]).await?, ids([task.id]));
    assert_eq!(fixture.dependents(&[one, other]).await?, ids([]));
    Ok(())
}

pub async fn a_changed_dependent_is_found_by_its_remaining_upstream_tasks(fixture: Fixture) -> Verdict {
    let [one, other] = [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let neighbour = fixture.after(&[one]).await?.id;
    let task = fixture.after(&[one, other]).await?;
    let task = fixture.change(&task, |task| task.name = "Renamed".into()).await?;
    assert_eq!(fixture.dependents(&[one]).await?, ids([neighbour, task.id]));
    let task = fixture.change(&task, |task| task.dependencies = vec![other]).await?;
    assert_eq!(fixture.dependents(&[one]).await?, ids([neighbour]));
    assert_eq!(fixture.dependents(&[other]).await?, ids([task.id]));
    let task = fixture.change(&task, |task| task.dependencies = vec![other, one]).await?;
    assert_eq!(fixture.dependents(&[one]).await?, ids([neighbour, task.id]));
    Ok(())
}

pub async fn a_refused_change_loses_no_dependent(fixture: Fixture) -> Verdict {
    let [one, other] = [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let task = fixture.after(&[one]).await?;
    let stale = changed(&task, at(20), |task| task.dependencies = vec![other]);
    assert_eq!(fixture.tasks.replace(&stale, task.version + 1).await?, Replaced::Conflict);
    assert_eq!(fixture.dependents(&[one]).await?, ids([task.id]));
    assert_eq!(fixture.dependents(&[other]).await?, ids([]));
    Ok(())
}

pub async fn a_deleted_task_is_found_again_when_it_is_restored(fixture: Fixture) -> Verdict {
    let [one, other] = [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let task = fixture.after(&[one]).await?;
    let deleted = fixture
        .change(&task, |task| {
            task.dependencies.push(other);
            task.deleted_at = Some(at(20));
        })
        .await?;
    assert_eq!(fixture.dependents(&[one, other]).await?, ids([]));
    fixture.change(&deleted, |task| task.deleted_at = None).await?;
    assert_eq!(fixture.dependents(&[one]).await?, ids([task.id]));
    assert_eq!(fixture.dependents(&[other]).await?, ids([task.id]));
    Ok(())
}

pub async fn two_hundred_dependents_of_one_task_are_found(fixture: Fixture) -> Verdict {
    let [one, other] = [fixture.after(&[]).await?.id, fixture.after(&[]).await?.id];
    let mut expected = BTreeSet::new();
    for _ in 0..200 {
        expected.insert(fixture.after(&[one]).await?.id);
    }
    let elsewhere = fixture.after(&[other]).await?.id;
    assert_eq!(fixture.dependencies.followers(&[one]).await?.dependents, expected);
    assert_eq!(fixture.dependencies.followers(&[other]).await?.dependents, ids([elsewhere]));
    Ok(())
}

pub async fn a_dependent_of_two_hundred_tasks_is_found(fixture: Fixture) -> Verdict {
    let mut upstream = Vec::new();
    for _ in 0..200 {
        upstream.push(fixture.after(&[]).await?.id);
    }
    let task = fixture.after(&upstream).await?.id;
    assert_eq!(fixture.dependencies.followers(&upstream).await?.dependents, ids([task]));
    for id in upstream {
        assert_eq!(fixture.dependencies.followers(&[id]).await?.dependents, ids([task]));
    }
    Ok(())
}

pub async fn sixteen_concurrent_inserts_are_all_found(fixture: Fixture) -> Verdict {
    let one = fixture.after(&[]).await?.id;
    let upstream = [one];
    let inserted = try_join_all((0..16).map(|_| fixture.after(&upstream))).await?;
    assert_eq!(fixture.dependents(&upstream).await?, inserted.iter().map(|task| task.id).collect());
    Ok(())
}

pub async fn notifying_tasks_are_found(fixture: Fixture) -> Verdict {
    let [silent, later] = [fixture.after(&[]).await?, fixture.after(&[]).await?];
    let telling = |task: &mut Task| {
        task.notify = Some(
            serde_json::from_value(serde_json::json!({"on": ["failed"], "event": true}))
                .expect("what it notifies of"),
        );
    };
    let loud = fixture.change(&fixture.after(&[silent.id]).await?, telling).await?;
    let asked = [silent.id, later.id, loud.id];
    let followers = fixture.dependencies.followers(&asked).await?;
    assert_eq!(followers, Followers { dependents: ids([loud.id]), notifying: ids([loud.id]) });
    fixture.change(&later, telling).await?;
    assert_eq!(fixture.dependencies.followers(&asked).await?.notifying, ids([later.id, loud.id]));
    Ok(())
}

fn ids(ids: impl IntoIterator<Item = TaskId>) -> BTreeSet<TaskId> {
    ids.into_iter().collect()
}
