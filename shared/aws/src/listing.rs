//! Lists: the entries of a partition, newest first, and pages built from them.

use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::StoreError;
use beadle_values::{id::ExecutionId, page::Page};
use futures_util::future::try_join_all;

use crate::{
    cursor::Cursors,
    errors,
    keys::{self, Key, ListParts},
    table::{Item, Table, attributes, key_of, text},
};

/// The most reads per page. A filter that few entries pass yields short pages with a next one.
const MAX_READS: u32 = 10;

/// How many entries are read at once if a filter may drop some.
const FILTERED_BATCH: usize = 100;

/// A partition that lists items by time, then id.
#[derive(Debug, Clone)]
pub(crate) enum Listing {
    /// A list of the index, in so many partitions of it; its entries are the keys of the rows.
    Index(String, ListParts),
    /// A partition of links to executions.
    Links(String),
}

/// An entry of a list: its position and the key of its row.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub position: String,
    pub key: Key,
}

/// The part of a list that is selected; see [`keys::not_before`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Range {
    /// Inclusive.
    pub from: Option<String>,
    /// Exclusive.
    pub to: Option<String>,
}

/// In which order entries are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    NewestFirst,
    OldestFirst,
}

impl Listing {
    /// The name of the list, under which its cursors are issued.
    pub fn name(&self) -> &str {
        let (Self::Index(list, _) | Self::Links(list)) = self;
        list
    }

    /// At most `limit` entries within `range` after `after`, newest first, and whether there are more.
    pub async fn entries(
        &self,
        table: &Table,
        range: &Range,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        self.read(table, range, after, limit, Order::NewestFirst).await
    }

    /// At most `limit` entries after `position`, oldest first, and whether there are more.
    pub async fn entries_after(
        &self,
        table: &Table,
        position: &str,
        limit: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let range = Range { from: Some(position.to_owned()), to: None };
        self.read(table, &range, Some(position), limit, Order::OldestFirst).await
    }

    /// At most `limit` entries within `range` after `after` in this order, and whether there are more.
    pub async fn read(
        &self,
        table: &Table,
        range: &Range,
        after: Option<&str>,
        limit: usize,
        order: Order,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let partitions: Vec<String> = match self {
            Self::Index(list, parts) => parts.of_list(list).collect(),
            Self::Links(partition) => vec![partition.clone()],
        };
        let read = partitions
            .iter()
            .map(|partition| self.read_partition(table, partition, range, after, limit, order));
        let (mut entries, mut more) = (Vec::new(), false);
        for (of_part, has_more) in try_join_all(read).await? {
            entries.extend(of_part);
            more |= has_more;
        }
        entries.sort_by(|one: &Entry, other| match order {
            Order::NewestFirst => other.position.cmp(&one.position),
            Order::OldestFirst => one.position.cmp(&other.position),
        });
        more |= entries.len() > limit;
        entries.truncate(limit);
        Ok((entries, more))
    }

    /// The same of one of its partitions.
    async fn read_partition(
        &self,
        table: &Table,
        partition: &str,
        range: &Range,
        after: Option<&str>,
        limit: usize,
        order: Order,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        // `~` sorts after every position: each begins with a digit.
        let (from, to) = (range.from.as_deref().unwrap_or("0"), range.to.as_deref().unwrap_or("~"));
        if from >= to {
            return Ok((Vec::new(), false));
        }
        let (pk, sk, index) = match self {
            Self::Index(..) => (keys::INDEX_PK, keys::INDEX_SK, Some(keys::INDEX)),
            Self::Links(_) => (keys::PK, keys::SK, None),
        };
        let query = table
            .query(partition.to_owned())
            .set_index_name(index.map(str::to_owned))
            .consistent_read(index.is_none())
            .key_condition_expression(format!("{pk} = :pk AND {sk} BETWEEN :from AND :to"))
            .expression_attribute_values(":from", AttributeValue::S(from.to_owned()))
            .expression_attribute_values(":to", AttributeValue::S(to.to_owned()))
            .scan_index_forward(order == Order::OldestFirst)
            .set_exclusive_start_key(after.map(|position| self.start_key(partition, position)).transpose()?)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX));
        let output = query.send().await.map_err(|error| errors::store("read a list", error))?;
        let more = output.last_evaluated_key.is_some();
        let items = output.items.unwrap_or_default();
        let mut entries = Vec::with_capacity(items.len());
        for item in &items {
            entries.extend(table.or_skip("lists", &key_of(item)?, self.entry(item))?);
        }
        Ok((entries, more))
    }

    fn entry(&self, item: &Item) -> Result<Entry, StoreError> {
        match self {
            Self::Index(..) => {
                Ok(Entry { position: text(item, keys::INDEX_SK)?.to_owned(), key: key_of(item)? })
            }
            Self::Links(_) => {
                let position = text(item, keys::SK)?.to_owned();
                Ok(Entry { key: linked(&position)?, position })
            }
        }
    }

    /// The key of the last returned entry, rebuilt from its position.
    fn start_key(&self, partition: &str, position: &str) -> Result<Item, StoreError> {
        let key = match self {
            Self::Links(_) => {
                return Ok(attributes(&Key { pk: partition.to_owned(), sk: position.to_owned() }));
            }
            Self::Index(list, _) if keys::owner_in(list).is_some() => linked(position)?,
            Self::Index(list, _) => saved(list, position).ok_or(StoreError::InvalidCursor)?,
        };
        let mut item = attributes(&key);
        item.insert(keys::INDEX_PK.to_owned(), AttributeValue::S(partition.to_owned()));
        item.insert(keys::INDEX_SK.to_owned(), AttributeValue::S(position.to_owned()));
        Ok(item)
    }
}

/// The row of the task, config, batch or audit entry, or the link to a task, at `position` of `partition`.
fn saved(partition: &str, position: &str) -> Option<Key> {
    let (_, id) = keys::read_position(position)?;
    if let Some(id) = id.strip_suffix(keys::ASSIGNED) {
        return Some(Key::assignment(id.parse().ok()?, keys::owner_of_tasks(partition)?));
    }
    let config = |_| id.parse().map(Key::config);
    let batch = |_| id.parse().map(Key::batch);
    let entry = |_| id.parse().map(Key::audit);
    id.parse().map(Key::task).or_else(config).or_else(batch).or_else(entry).ok()
}

/// The row of the execution at `position`.
fn linked(position: &str) -> Result<Key, StoreError> {
    let id: Option<ExecutionId> = keys::read_position(position).and_then(|(_, id)| id.parse().ok());
    id.map(Key::execution)
        .ok_or_else(|| StoreError::Corrupt(format!("`{position}` names no execution").into()))
}

/// A page being built.
#[derive(Debug)]
pub(crate) struct PageBuilder<T> {
    listing: Listing,
    range: Range,
    limit: usize,
    filtered: bool,
    order: Order,
    position: Option<String>,
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
        Self { listing, range, limit, filtered, order, position, items, rounds, exhausted: false }
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
        let (mut entries, more) = self.listing.read(table, &self.range, after, want + 1, self.order).await?;
        self.exhausted = !more && entries.len() <= want;
        entries.truncate(want);
        Ok(Some(entries))
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
        }
    }

    /// The page.
    pub async fn finish(self, cursors: &Cursors) -> Result<Page<T>, StoreError> {
        let next = match self.position.filter(|_| !self.exhausted) {
            Some(position) => Some(cursors.issue(self.listing.name(), &position).await?),
            None => None,
        };
        Ok(Page { items: self.items, next })
    }
}
