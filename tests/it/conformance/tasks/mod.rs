//! Reading and writing tasks.

pub mod contents;
pub mod keys;
pub mod listing;
mod many;
pub mod paging;
pub mod sharing;
pub mod sorting;
pub mod writing;

use std::{any::Any, sync::Arc};

use anyhow::{Context, ensure};
use beadle_application::port::{Inserted, Tasks};
use beadle_domain::task::{SavedTask, Task, TaskStats};
use beadle_values::id::TaskId;

use super::adapters::{
    sqlite::{self, Place},
    table::{self, Server},
};

/// A store of tasks under test.
pub struct Fixture {
    /// The store, empty.
    pub store: Arc<dyn Store>,
    /// Resources that must outlive the store, such as its folder or its server.
    pub _held: Box<dyn Any + Send + Sync>,
}

/// Every port of tasks.
pub trait Store: Tasks + Tasks {}
impl<T: Tasks + Tasks> Store for T {}

impl Fixture {
    /// Inserts `task`, which is new.
    pub async fn insert(&self, task: &Task) -> anyhow::Result<()> {
        let inserted = self.store.insert(task).await?;
        ensure!(inserted == Inserted::Created, "a new task was answered with {inserted:?}");
        Ok(())
    }

    /// The task as it is stored.
    pub async fn stored(&self, id: TaskId) -> anyhow::Result<Task> {
        Ok(self.store.get(id).await?.with_context(|| format!("{id} is not stored"))?.task)
    }
}

/// `task` as read before anything was counted for it.
pub fn uncounted(task: &Task) -> SavedTask {
    SavedTask { task: task.clone(), stats: TaskStats::default() }
}

macro_rules! suite {
    ($adapter:ident: $fixture:expr) => {
        mod $adapter {
            $crate::conformance::cases! { tasks on $fixture;
                writing:
                    an_inserted_task_can_be_read,
                    an_unknown_task_is_not_found,
                    a_new_task_has_no_counts,
                    a_duplicate_insert_changes_nothing,
                    a_duplicate_insert_returns_the_changed_task,
                    a_task_is_replaced_under_its_version,
                    a_deleted_task_can_still_be_read,
                    a_deleted_task_leaves_the_lists;
                keys:
                    a_task_is_found_by_its_key,
                    a_key_is_given_to_one_task_of_an_owner,
                    a_key_can_be_given_changed_and_taken_away,
                    a_deleted_task_gives_up_its_key,
                    one_of_many_rivals_gets_a_key,
                    a_plan_filters;
                listing:
                    tasks_are_listed_newest_first,
                    tasks_of_one_moment_are_listed_by_id,
                    a_change_keeps_the_position,
                    owners_are_isolated,
                    a_status_filters,
                    a_type_filters,
                    a_priority_filters,
                    a_tag_filters,
                    filters_add_up;
                paging:
                    pages_are_complete_while_others_are_inserted,
                    pages_are_complete_while_others_are_deleted,
                    filtered_pages_are_complete,
                    a_page_respects_its_limit,
                    a_forged_cursor_is_refused,
                    a_damaged_cursor_is_refused,
                    a_cursor_of_another_list_is_refused;
                sharing:
                    an_assigned_task_is_in_both_lists,
                    a_reassigned_task_leaves_the_list_of_its_former_assignee,
                    pages_of_own_and_assigned_tasks_are_complete,
                    deleted_tasks_have_a_list_of_their_own,
                    a_restored_task_is_listed_again;
                sorting:
                    each_order_is_kept_over_pages,
                    sorted_pages_are_complete_while_others_are_inserted,
                    a_list_that_is_too_long_is_not_sorted,
                    a_cursor_of_another_order_is_refused,
                    texts_and_dates_filter;
                contents:
                    every_field_is_read_back_as_written,
                    awkward_text_is_read_back_as_written,
                    every_kind_of_schedule_is_read_back_as_written,
                    a_long_description_is_read_back_as_written;
            }
        }
    };
}
pub(crate) use suite;

suite!(sqlite_memory: sqlite::tasks(Place::Memory));
suite!(sqlite_file: sqlite::tasks(Place::File));
suite!(dynamodb: table::tasks(Server::InProcess));
