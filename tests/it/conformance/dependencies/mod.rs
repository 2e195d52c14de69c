//! Dependencies: which tasks run after which, their last ends, and their releases.

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

/// The ports under test, and the ports that write what they read.
pub struct Fixture {
    /// Reads dependencies.
    pub dependencies: Arc<dyn Dependencies>,
    /// Stores releases; empty.
    pub releases: Arc<dyn Dependencies>,
    /// The tasks; empty.
    pub tasks: Arc<dyn tasks::Store>,
    /// Counts the ends of tasks.
    pub projections: Arc<dyn ProjectionStore>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

impl Fixture {
    /// Inserts a task of `ada` that runs after `upstream`.
    pub async fn after(&self, upstream: &[TaskId]) -> anyhow::Result<Task> {
        let task = task_with(|task| task.dependencies = upstream.to_vec());
        anyhow::ensure!(self.tasks.insert(&task).await? == Inserted::Created, "a new task is there already");
        Ok(task)
    }

    /// Stores `task` modified by `change`.
    pub async fn change(&self, task: &Task, change: impl FnOnce(&mut Task)) -> anyhow::Result<Task> {
        let next = changed(task, at(20), change);
        let replaced = self.tasks.replace(&next, task.version).await?;
        anyhow::ensure!(replaced == Replaced::Done, "a change was answered with {replaced:?}");
        Ok(next)
    }

    /// The dependents of `ended`, without those that no longer name it.
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
                    a_new_task_has_no_followers,
                    a_dependent_is_found_by_each_of_its_upstream_tasks,
                    a_dependent_is_found_by_an_added_upstream_task,
                    a_changed_dependent_is_found_by_its_remaining_upstream_tasks,
                    a_refused_change_loses_no_dependent,
                    a_deleted_task_is_found_again_when_it_is_restored,
                    two_hundred_dependents_of_one_task_are_found,
                    a_dependent_of_two_hundred_tasks_is_found,
                    sixteen_concurrent_inserts_are_all_found,
                    notifying_tasks_are_found;
                ends:
                    a_task_without_an_end_has_none,
                    the_last_end_of_each_task_is_read,
                    a_late_end_does_not_replace_the_last,
                    of_simultaneous_ends_the_greater_id_is_last,
                    a_replaced_execution_is_no_end,
                    a_repeat_leaves_the_last_end,
                    two_hundred_ends_are_read;
                releases:
                    a_task_that_was_never_released_has_none,
                    a_release_is_read_back_as_written,
                    a_release_replaces_the_previous_one,
                    a_repeated_write_changes_nothing,
                    releases_of_tasks_are_independent,
                    a_release_on_two_hundred_and_fifty_ends_is_read_back_as_written;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::dependencies(Place::Memory));
suite!(sqlite_file: sqlite::dependencies(Place::File));
suite!(dynamodb: table::dependencies(Server::InProcess));
