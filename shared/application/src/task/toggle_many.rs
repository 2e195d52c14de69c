//! Pausing or resuming many tasks, one page of a list per call. A task that is already as it is to be is not changed, so a
//! call can be repeated.

use beadle_domain::task::{SavedTask, SelectTasks};
use beadle_values::{id::TaskId, page::Cursor};

use super::{TaskService, Toggle};
use crate::{
    Call, Error,
    many::{COUNTED_AT_ONCE, Total, total},
    port::TaskQuery,
};

/// What a request does to a page of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TogglePlan {
    /// The selected tasks of all pages; `None` for a page that is not the first.
    pub total: Option<Total>,
    /// The tasks to change.
    pub tasks: Vec<TaskId>,
    /// The start of the next page.
    pub next: Option<Cursor>,
}

impl TaskService {
    /// Plans which tasks `asked` switches by `toggle`, which pauses or resumes; nothing changes yet. [`Self::toggle`]
    /// carries out each.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn plan_toggle(
        &self,
        call: Call<'_>,
        asked: &SelectTasks,
        toggle: Toggle,
    ) -> Result<TogglePlan, Error> {
        let filter = &asked.filter;
        let owner = filter.user.clone().unwrap_or_else(|| call.by.owner.clone());
        let operation = toggle.operation();
        operation.check(call.by, &owner, Error::Denied(operation))?;
        let query = TaskQuery {
            task_type: filter.task_type,
            priority: filter.priority,
            tag: filter.tag.clone(),
            text: filter.text.clone(),
            cursor: asked.cursor.clone(),
            ..TaskQuery::newest(owner.clone(), asked.limit, call.now)
        };
        let changes = |saved: &SavedTask| {
            filter.matches(&saved.task, &owner) && saved.task.paused == (toggle == Toggle::Resume)
        };
        let page = self.tasks.list(&query).await?;
        let tasks: Vec<_> =
            page.items.iter().filter(|saved| changes(saved)).map(|saved| saved.task.id).collect();
        let total = match asked.cursor {
            None => {
                let rest = |cursor| {
                    let query = TaskQuery { cursor: Some(cursor), limit: COUNTED_AT_ONCE, ..query.clone() };
                    async move { self.tasks.list(&query).await }
                };
                Some(total(tasks.len(), page.next.clone(), rest, changes).await?)
            }
            Some(_) => None,
        };
        Ok(TogglePlan { total, tasks, next: page.next })
    }
}
