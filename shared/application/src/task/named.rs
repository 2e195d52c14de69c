//! Tasks by their names, for callers that name a task as its owner does.

use std::collections::{BTreeMap, BTreeSet};

use beadle_domain::access::Principal;
use beadle_values::id::TaskId;
use jiff::Timestamp;

use super::TaskService;
use crate::{Error, Operation, port::TaskQuery};

/// How many tasks are read at once.
const PAGE: usize = 100;

impl TaskService {
    /// The tasks of the caller that are named in `names`, by their names; a name that no task has is missing. Reads
    /// all tasks of the caller.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn named(
        &self,
        by: &Principal,
        names: &BTreeSet<String>,
        now: Timestamp,
    ) -> Result<BTreeMap<String, Vec<TaskId>>, Error> {
        Operation::ReadTask.check_own(by)?;
        let mut found: BTreeMap<String, Vec<TaskId>> = BTreeMap::new();
        let mut query = TaskQuery::newest(by.owner.clone(), PAGE, now);
        loop {
            let page = self.tasks.list(&query).await?;
            // The list also has what others assigned to the caller.
            let own = page.items.into_iter().map(|saved| saved.task).filter(|task| task.owner == by.owner);
            for task in own.filter(|task| names.contains(&task.name)) {
                found.entry(task.name).or_default().push(task.id);
            }
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return Ok(found),
            }
        }
    }
}
