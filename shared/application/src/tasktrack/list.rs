//! Listing numbered tasks.

use beadle_domain::{access::Principal, task::SavedTask};
use beadle_values::page::Cursor;

use super::NumberedTaskService;
use crate::{Error, port::TaskQuery};

/// The greatest page size of the store.
const PAGE: usize = 100;

/// A page of numbered tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedPage {
    /// The tasks with their numbers, ordered by number.
    pub tasks: Vec<(u64, SavedTask)>,
    /// The start of the next page, of older tasks; `None` if there is none.
    pub next: Option<Cursor>,
}

impl NumberedTaskService {
    /// The newest numbered tasks of `query.owner`, at least `most` if there are as many: pages of the store
    /// are not split.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn list(&self, by: &Principal, query: TaskQuery, most: usize) -> Result<NumberedPage, Error> {
        let mut query = TaskQuery { limit: most.clamp(1, PAGE), ..query };
        let mut found = Vec::new();
        let next = loop {
            let page = self.tasks.list(by, &query).await?;
            found.extend(page.items.into_iter().filter_map(|saved| Some((saved.task.number?, saved))));
            match page.next {
                Some(next) if found.len() < most => query.cursor = Some(next),
                next => break next,
            }
        };
        found.sort_by_key(|(number, _)| *number);
        Ok(NumberedPage { tasks: found, next })
    }
}
