//! The calendar of someone's tasks.

use beadle_domain::{access::Principal, calendar, task::Task};
use beadle_values::id::OwnerId;
use jiff::Timestamp;

use super::list::list;
use crate::{
    Refusal,
    port::{TaskQuery, Tasks},
};

/// The most tasks that one calendar shows, the newest ones.
pub const MOST_SHOWN: usize = 1_000;

/// How many tasks are read at once.
const AT_ONCE: usize = 100;

/// The calendar of the tasks on the list of `owner` at `now`, with up to `runs` next runs of each; see
/// [`calendar::calendar`].
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::Store`].
pub async fn calendar_of(
    tasks: &dyn Tasks,
    by: &Principal,
    owner: OwnerId,
    runs: usize,
    now: Timestamp,
) -> Result<String, Refusal> {
    let mut query = TaskQuery::newest(owner, AT_ONCE, now);
    let mut shown: Vec<Task> = Vec::new();
    loop {
        let page = list(tasks, by, &query).await?;
        shown.extend(page.items.into_iter().map(|saved| saved.task));
        match page.next {
            Some(next) if shown.len() < MOST_SHOWN => query.cursor = Some(next),
            _ => break,
        }
    }
    shown.truncate(MOST_SHOWN);
    Ok(calendar::calendar(&shown, runs, now))
}
