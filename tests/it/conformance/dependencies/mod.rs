//! Who runs after whom, how what they wait for ended, and their releases.

pub mod ends;
pub mod followers;
pub mod releases;

use std::{any::Any, collections::BTreeSet, sync::Arc};

use beadle_application::port::{Dependencies, Inserted, ProjectionStore, Replaced};
use beadle_domain::task::Task;
use beadle_values::id::TaskId;

use super::{
    adapters::{
        sqlite::{self, Place},
        table::{self, Server},
    },
    specimen::{at, changed, task_with},
    tasks,
};

/// The ports under test, and what writes what they read.
pub struct Fixture {
    /// Reads how tasks hang together.
    pub dependencies: Arc<dyn Dependencies>,
    /// Keeps releases, none at first.
    pub releases: Arc<dyn Dependencies>,
    /// The tasks, none at first.
    pub tasks: Arc<dyn tasks::Store>,
    /// Counts their ends.
    pub projections: Arc<dyn ProjectionStore>,
    /// What has to outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

impl Fixture {
    /// A task of `ada` that runs after `upstream`, stored.
    pub async fn after(&self, upstream: &[TaskId]) -> anyhow::Result<Task> {
        let task = task_with(|task| task.dependencies = upstream.to_vec());
        anyhow::ensure!(self.tasks.insert(&task).await? == Inserted::Created, "a new task is there already");
        Ok(task)
    }

    /// Stores `task` after `change` was made to it.
    pub async fn change(&self, task: &Task, change: impl FnOnce(&mut Task)) -> anyhow::Result<Task> {
        let next = changed(task, at(20), change);
        let replaced = self.tasks.replace(&next, task.version).await?;
        anyhow::ensure!(replaced == Replaced::Done, "a change was answered with {replaced:?}");
        Ok(next)
    }

    /// The tasks that run after `ended`, without those named that do so no longer.
    pub async fn dependents(&self, ended: &[TaskId]) -> anyhow::Result<BTreeSet<TaskId>> {
        let mut dependents = BTreeSet::new();
        for id in self.dependencies.followers(ended).await?.dependents {
            let saved = self.tasks.get(id).await?.filter(|saved| saved.task.deleted_at.is_none());
            if saved.is_some_and(|saved| saved.task.dependencies.iter().any(|id| ended.contains(id))) {
                dependents.insert(id);
            }
        }
        Ok(dependents)
    }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { dependencies on $fixture;
                followers:
                    nobody_follows_a_new_task,
                    a_task_is_found_by_each_that_it_runs_after,
                    a_task_is_found_by_what_a_change_adds,
                    what_a_change_leaves_is_found_still,
                    a_change_that_is_refused_loses_nobody,
                    a_deleted_task_is_found_again_when_it_is_restored,
                    two_hundred_run_after_one,
                    one_runs_after_two_hundred,
                    all_of_sixteen_inserted_at_once_are_found,
                    those_who_tell_others_are_found;
                ends:
                    a_task_without_an_end_has_none,
                    the_last_end_is_told_of_each_task,
                    an_end_that_comes_late_is_not_the_last,
                    of_ends_of_one_moment_the_greater_id_is_last,
                    what_made_room_for_another_is_no_end,
                    a_repeat_leaves_the_last_end,
                    two_hundred_ends_are_told;
                releases:
                    a_task_that_was_never_released_has_none,
                    a_release_comes_back_as_it_was,
                    a_release_takes_the_place_of_the_one_before_it,
                    another_version_changes_nothing,
                    the_first_release_is_written_once,
                    what_is_written_again_stays,
                    releases_of_tasks_are_apart,
                    one_of_sixteen_is_written,
                    a_release_on_two_hundred_and_fifty_ends_comes_back_as_it_was;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::dependencies(Place::Memory));
suite!(sqlite_file: sqlite::dependencies(Place::File));
suite!(dynamodb: table::dependencies(Server::InProcess));
