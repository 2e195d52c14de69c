//! What requests about many things share: the number of things that a filter selects.

use std::future::Future;

use beadle_values::page::{Cursor, Page};

use crate::port::StoreError;

/// The most that a total counts.
const MAX_TOTAL: usize = 10_000;

/// The most pages that a total reads.
const MAX_PAGES: usize = 100;

/// The number of things on a page that a total reads.
pub(crate) const COUNTED_AT_ONCE: usize = 100;

/// The number of things that a filter selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How many were counted.
    pub count: usize,
    /// Whether these are all. The count is bounded, so there may be more.
    pub exact: bool,
}

/// The total of `found` on the first page, and of what `selects` on the pages from `next` on.
pub(crate) async fn total<T, F: Future<Output = Result<Page<T>, StoreError>>>(
    found: usize,
    mut next: Option<Cursor>,
    page: impl Fn(Cursor) -> F,
    selects: impl Fn(&T) -> bool,
) -> Result<Total, StoreError> {
    let (mut count, mut pages) = (found, 0);
    while let Some(cursor) = next {
        if count >= MAX_TOTAL || pages == MAX_PAGES {
            return Ok(Total { count: count.min(MAX_TOTAL), exact: false });
        }
        let read = page(cursor).await?;
        count += read.items.iter().filter(|item| selects(item)).count();
        pages += 1;
        next = read.next;
    }
    Ok(Total { count, exact: true })
}
