//! Counting the executions of a list, of which each call reads a bounded number.

use beadle_domain::{access::Principal, execution::Execution};
use beadle_values::page::Cursor;

use crate::{
    Error,
    execution::{ExecutionService, ListOf},
    port::{ExecutionQuery, ExecutionScope},
};

/// The most pages that one call reads: 5,000 executions, and fewer where a filter drops some.
const MAX_PAGES: usize = 50;

/// The page size.
const PAGE: usize = 100;

/// Passes each execution of a list to `count`, from the start of `query` on, until the list ends or the call has read
/// enough. Returns where the next call goes on; `None` if all are counted.
///
/// # Errors
/// [`Error::TaskNotFound`], [`Error::Denied`], [`Error::Store`].
pub(super) async fn tally(
    executions: &ExecutionService,
    by: &Principal,
    of: &ListOf,
    query: impl Fn(ExecutionScope) -> ExecutionQuery + Send,
    mut count: impl FnMut(&Execution) + Send,
) -> Result<Option<Cursor>, Error> {
    let mut cursor = None;
    for number in 0..MAX_PAGES {
        let resumed = cursor.take();
        let page = executions
            .list(by, of.clone(), |scope| {
                let query = query(scope);
                let cursor = if number == 0 { query.cursor.clone() } else { resumed };
                ExecutionQuery { cursor, limit: PAGE, ..query }
            })
            .await?;
        page.items.iter().for_each(&mut count);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(cursor)
}
