//! Storing the last release of each task.

use beadle_application::port::Replaced;
use beadle_domain::dependency::{Consumed, MAX_DEPENDENCIES, Release};
use beadle_values::id::TaskId;

use super::Fixture;
use crate::conformance::{
    Verdict,
    specimen::{fresh_execution_id, fresh_task_id},
};

pub async fn a_task_that_was_never_released_has_none(fixture: Fixture) -> Verdict {
    let task = fixture.after(&[]).await?.id;
    assert_eq!(fixture.releases.last_release(task).await?, None);
    assert_eq!(fixture.releases.last_release(fresh_task_id()).await?, None);
    Ok(())
}

pub async fn a_release_is_read_back_as_written(fixture: Fixture) -> Verdict {
    let replays = vec![fresh_execution_id(), fresh_execution_id()];
    let mut release = release(fresh_task_id(), 1);
    release.skipped = true;
    release.replay_of = Some(fresh_execution_id());
    release.depth = 12;
    release
        .consumed
        .insert(fresh_task_id(), Consumed { execution: replays[0], repaired_by_replay_of: replays });
    assert_eq!(fixture.releases.put_release(&release).await?, Replaced::Done);
    assert_eq!(fixture.releases.last_release(release.task).await?, Some(release));
    Ok(())
}

pub async fn a_release_replaces_the_previous_one(fixture: Fixture) -> Verdict {
    let task = fresh_task_id();
    for version in 1..=4 {
        let release = Release { started: version % 2 == 0, ..release(task, version) };
        assert_eq!(fixture.releases.put_release(&release).await?, Replaced::Done, "version {version}");
        assert_eq!(fixture.releases.last_release(task).await?, Some(release));
    }
    Ok(())
}

/// Either result of the repeat is accepted, since the caller continues in both cases.
pub async fn a_repeated_write_changes_nothing(fixture: Fixture) -> Verdict {
    let first = release(fresh_task_id(), 1);
    fixture.releases.put_release(&first).await?;
    fixture.releases.put_release(&first).await?;
    assert_eq!(fixture.releases.last_release(first.task).await?.as_ref(), Some(&first));
    let started = Release { version: 2, started: true, ..first };
    fixture.releases.put_release(&started).await?;
    fixture.releases.put_release(&started).await?;
    assert_eq!(fixture.releases.last_release(started.task).await?, Some(started));
    Ok(())
}

pub async fn releases_of_tasks_are_independent(fixture: Fixture) -> Verdict {
    let [one, other] = [release(fresh_task_id(), 1), release(fresh_task_id(), 1)];
    fixture.releases.put_release(&one).await?;
    fixture.releases.put_release(&other).await?;
    fixture.releases.put_release(&release(other.task, 2)).await?;
    assert_eq!(fixture.releases.last_release(one.task).await?, Some(one));
    Ok(())
}

pub async fn a_release_on_two_hundred_and_fifty_ends_is_read_back_as_written(fixture: Fixture) -> Verdict {
    let mut release = release(fresh_task_id(), 1);
    while release.consumed.len() < MAX_DEPENDENCIES {
        let repaired_by_replay_of = (0..10).map(|_| fresh_execution_id()).collect();
        let consumed = Consumed { execution: fresh_execution_id(), repaired_by_replay_of };
        release.consumed.insert(fresh_task_id(), consumed);
    }
    assert_eq!(fixture.releases.put_release(&release).await?, Replaced::Done);
    assert_eq!(fixture.releases.last_release(release.task).await?, Some(release));
    Ok(())
}

/// A release of `task` that differs from all others.
fn release(task: TaskId, version: u64) -> Release {
    let consumed = Consumed { execution: fresh_execution_id(), repaired_by_replay_of: Vec::new() };
    Release {
        task,
        version,
        consumed: [(fresh_task_id(), consumed)].into(),
        skipped: false,
        execution: fresh_execution_id(),
        replay_of: None,
        depth: 1,
        circle: None,
        started: false,
    }
}
