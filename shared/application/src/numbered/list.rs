//! List the tasks that have numbers.

use beadle_domain::{access::Principal, task::SavedTask};
use beadle_values::page::Cursor;

use crate::{
    Refusal,
    port::{TaskQuery, Tasks},
    task,
};

/// How many tasks are read at once.
const PAGE: usize = 100;

/// Some of the tasks that have numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedPage {
    /// The tasks, by their numbers.
    pub tasks: Vec<(u64, SavedTask)>,
    /// Where the older ones begin; `None` when there are none.
    pub next: Option<Cursor>,
}

/// The newest tasks of `query.owner` that have numbers, at least `most` where there are as many: a page of the store is
/// taken whole.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Store`].
pub async fn list(
    tasks: &dyn Tasks,
    by: &Principal,
    query: TaskQuery,
    most: usize,
) -> Result<NumberedPage, Refusal> {
    let mut query = TaskQuery { limit: most.clamp(1, PAGE), ..query };
    let mut found = Vec::new();
    let next = loop {
        let page = task::list(tasks, by, &query).await?;
        found.extend(page.items.into_iter().filter_map(|saved| Some((saved.task.number?, saved))));
        match page.next {
            Some(next) if found.len() < most => query.cursor = Some(next),
            next => break next,
        }
    };
    found.sort_by_key(|(number, _)| *number);
    Ok(NumberedPage { tasks: found, next })
}
