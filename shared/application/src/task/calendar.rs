//! The calendar of a user's tasks.

use beadle_domain::{access::Principal, calendar, task::Task};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::TaskService;
use crate::{Error, port::TaskQuery};

/// The most tasks in one calendar; the newest ones are shown.
pub const MAX_SHOWN: usize = 1_000;

/// The page size.
const PAGE: usize = 100;

impl TaskService {
    /// The calendar of the tasks on the list of `owner` at `now`, with up to `runs` next runs of each; see
    /// [`calendar::calendar`].
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn calendar(
        &self,
        by: &Principal,
        owner: OwnerId,
        runs: usize,
        now: Timestamp,
    ) -> Result<String, Error> {
        let mut query = TaskQuery::newest(owner, PAGE, now);
        let mut shown: Vec<Task> = Vec::new();
        loop {
            let page = self.list(by, &query).await?;
            shown.extend(page.items.into_iter().map(|saved| saved.task));
            match page.next {
                Some(next) if shown.len() < MAX_SHOWN => query.cursor = Some(next),
                _ => break,
            }
        }
        shown.truncate(MAX_SHOWN);
        Ok(calendar::calendar(&shown, runs, now))
    }
}
