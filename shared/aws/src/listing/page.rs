//! Pages of lists.

use beadle_application::port::StoreError;
use beadle_values::page::Page;

use super::{Entry, Listing, Order, Range};
use crate::{cursor::Cursors, table::Table};

/// The most reads per page. A filter that few entries pass yields short pages with a next one.
const MAX_READS: u32 = 10;

/// How many entries are read at once if a filter may drop some.
const FILTERED_BATCH: usize = 100;

/// A page being built.
#[derive(Debug)]
pub(crate) struct PageBuilder<T> {
    listing: Listing,
    range: Range,
    limit: usize,
    filtered: bool,
    order: Order,
    position: Option<String>,
    /// How far the entries in hand reach, if that is further than the last of them.
    read_until: Option<String>,
    items: Vec<T>,
    rounds: u32,
    exhausted: bool,
}

impl<T> PageBuilder<T> {
    /// A page of at most `limit` items after `position`; `filtered` if entries may be dropped.
    pub fn new(
        listing: Listing,
        range: Range,
        limit: usize,
        filtered: bool,
        position: Option<String>,
    ) -> Self {
        let items = Vec::with_capacity(limit);
        let (order, rounds) = (Order::NewestFirst, MAX_READS);
        let (read_until, exhausted) = (None, false);
        Self { listing, range, limit, filtered, order, position, read_until, items, rounds, exhausted }
    }

    /// The same in another order than newest first.
    pub fn ordered(self, order: Order) -> Self {
        Self { order, ..self }
    }

    /// The entries to read next; `None` when the page is complete.
    pub async fn next(&mut self, table: &Table) -> Result<Option<Vec<Entry>>, StoreError> {
        if self.items.len() >= self.limit || self.exhausted || self.rounds == 0 {
            return Ok(None);
        }
        self.rounds -= 1;
        let want = if self.filtered { FILTERED_BATCH } else { self.limit - self.items.len() };
        // One more entry shows whether another page follows, so that the last page is never empty.
        let after = self.position.as_deref();
        let mut read = self.listing.read(table, &self.range, after, want + 1, self.order).await?;
        self.exhausted = read.until.is_none() && read.entries.len() <= want;
        self.read_until = read.until.filter(|_| read.entries.len() <= want);
        read.entries.truncate(want);
        Ok(Some(read.entries))
    }

    /// Adds the items of `entries`: `None` for each that does not exist or does not match the query.
    pub fn take(&mut self, entries: Vec<Entry>, found: Vec<Option<T>>) {
        let mut found = entries.into_iter().zip(found);
        for (entry, item) in found.by_ref() {
            self.position = Some(entry.position);
            self.items.extend(item);
            if self.items.len() >= self.limit {
                break;
            }
        }
        if found.next().is_some() {
            self.exhausted = false;
        } else if let Some(until) = self.read_until.take() {
            self.position = Some(until);
        }
    }

    /// The page.
    pub async fn finish(self, cursors: &Cursors) -> Result<Page<T>, StoreError> {
        let next = match self.position.filter(|_| !self.exhausted) {
            Some(position) => Some(cursors.issue(&self.listing.name(), &position).await?),
            None => None,
        };
        Ok(Page { items: self.items, next })
    }
}
