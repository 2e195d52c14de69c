//! Storing the last release of each task.

use beadle_application::port::Replaced;
use beadle_domain::dependency::{Consumed, MAX_DEPENDENCIES, Release};
use beadle_values::id::TaskId;
use futures_util::future::try_join_all;

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

pub async fn a_wrong_version_changes_nothing(fixture: Fixture) -> Verdict {
    let task = fresh_task_id();
    assert_eq!(
        fixture.releases.put_release(&release(task, 2)).await?,
        Replaced::Conflict,
        "there is none before it"
    );
    assert_eq!(fixture.releases.last_release(task).await?, None);
    fixture.releases.put_release(&release(task, 1)).await?;
    let second = release(task, 2);
    fixture.releases.put_release(&second).await?;
    for version in [1, 2, 4, 9] {
        assert_eq!(
            fixture.releases.put_release(&release(task, version)).await?,
            Replaced::Conflict,
            "version {version} after 2"
        );
        assert_eq!(fixture.releases.last_release(task).await?.as_ref(), Some(&second));
    }
    Ok(())
}

pub async fn the_first_release_is_written_once(fixture: Fixture) -> Verdict {
    let first = release(fresh_task_id(), 1);
    assert_eq!(fixture.releases.put_release(&first).await?, Replaced::Done);
    assert_eq!(fixture.releases.put_release(&release(first.task, 1)).await?, Replaced::Conflict);
    assert_eq!(fixture.releases.last_release(first.task).await?, Some(first));
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

pub async fn one_of_sixteen_is_written(fixture: Fixture) -> Verdict {
    let task = fresh_task_id();
    for version in 1..=3 {
        let rivals: Vec<Release> = (0..16).map(|_| release(task, version)).collect();
        let answers = try_join_all(rivals.iter().map(|rival| fixture.releases.put_release(rival))).await?;
        let written: Vec<&Release> = rivals
            .iter()
            .zip(answers)
            .filter(|(_, answer)| *answer == Replaced::Done)
            .map(|(rival, _)| rival)
            .collect();
        assert_eq!(written.len(), 1, "version {version}");
        assert_eq!(fixture.releases.last_release(task).await?.as_ref(), written.first().copied());
    }
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
        started: false,
    }
}
