//! Lists: the entries of one or several partitions, ordered by time, then id.

mod page;

use std::cmp::Ordering;

use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::StoreError;
use beadle_values::id::{ExecutionId, ListParts, OwnerId};
use futures_util::future::try_join_all;

pub(crate) use self::page::PageBuilder;
use crate::{
    errors,
    keys::{self, Key},
    table::{Item, Table, attributes, key_of, text},
};

/// How often the partitions of a list are read for as many entries as asked for. A read returns 1 MB at most.
const MAX_ROUNDS: u32 = 8;

/// How many more entries than its share are read from each part of a list, since they are not spread evenly.
const BEYOND_SHARE: usize = 8;

/// A list of items.
#[derive(Debug, Clone)]
pub(crate) enum Listing {
    /// A list of the index, in so many partitions of it; its entries are the keys of the rows.
    Index(String, ListParts),
    /// A partition of links to executions.
    Links(String),
    /// The executions of an owner: the rows that their keys list, and the list of the index with the others.
    Executions(OwnerId, ListParts),
}

/// A partition of which a list consists.
#[derive(Debug, Clone)]
enum Partition {
    Index(String),
    Links(String),
    Rows(String),
}

/// An entry of a list: its position and its row, or the key of it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub position: String,
    pub key: Key,
    pub item: Option<Item>,
}

/// A read of a list.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    /// In the order that was asked for.
    pub entries: Vec<Entry>,
    /// The position up to which all entries were read; `None` if there are no more.
    pub until: Option<String>,
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

impl Order {
    /// How the position `one` is ordered to `other`.
    fn compare(self, one: &str, other: &str) -> Ordering {
        match self {
            Self::NewestFirst => other.cmp(one),
            Self::OldestFirst => one.cmp(other),
        }
    }
}

impl Listing {
    /// The name of the list, under which its cursors are issued.
    pub fn name(&self) -> String {
        match self {
            Self::Index(list, _) | Self::Links(list) => list.clone(),
            Self::Executions(owner, _) => keys::executions_of(owner),
        }
    }

    /// At most `limit` entries within `range` after `after`, newest first, and whether there are more.
    pub async fn entries(
        &self,
        table: &Table,
        range: &Range,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let read = self.read(table, range, after, limit, Order::NewestFirst).await?;
        Ok((read.entries, read.until.is_some()))
    }

    /// At most `limit` entries after `position`, oldest first, and whether there are more.
    pub async fn entries_after(
        &self,
        table: &Table,
        position: &str,
        limit: usize,
    ) -> Result<(Vec<Entry>, bool), StoreError> {
        let range = Range { from: Some(position.to_owned()), to: None };
        let read = self.read(table, &range, Some(position), limit, Order::OldestFirst).await?;
        Ok((read.entries, read.until.is_some()))
    }

    /// At most `limit` entries within `range` after `after` in this order.
    pub async fn read(
        &self,
        table: &Table,
        range: &Range,
        after: Option<&str>,
        limit: usize,
        order: Order,
    ) -> Result<Stretch, StoreError> {
        let (partitions, parts) = self.partitions();
        let mut read = Stretch { entries: Vec::new(), until: after.map(str::to_owned) };
        for _ in 0..MAX_ROUNDS {
            let missing = limit - read.entries.len();
            let share = if parts == 1 { missing } else { missing.div_ceil(parts) + BEYOND_SHARE };
            let after = read.until.as_deref();
            let each = partitions
                .iter()
                .map(|partition| self.read_partition(table, partition, range, after, share, order));
            let each = try_join_all(each).await?;
            let until = each
                .iter()
                .filter_map(|of_one| of_one.until.clone())
                .min_by(|one, other| order.compare(one, other));
            let mut entries: Vec<Entry> = each.into_iter().flat_map(|of_one| of_one.entries).collect();
            entries.retain(|entry| {
                until.as_deref().is_none_or(|until| order.compare(&entry.position, until).is_le())
            });
            entries.sort_by(|one, other| order.compare(&one.position, &other.position));
            read.entries.extend(entries);
            read.until = until;
            if read.until.is_none() || read.entries.len() >= limit {
                break;
            }
        }
        if read.entries.len() > limit {
            read.entries.truncate(limit);
            read.until = read.entries.last().map(|last| last.position.clone());
        }
        Ok(read)
    }

    /// The partitions of the list, and over how many parts its entries are spread.
    fn partitions(&self) -> (Vec<Partition>, usize) {
        match self {
            Self::Index(list, parts) => {
                (keys::partitions(list, *parts).map(Partition::Index).collect(), parts.numbers().len())
            }
            Self::Links(partition) => (vec![Partition::Links(partition.clone())], 1),
            Self::Executions(owner, parts) => {
                let rows = parts.numbers().map(|part| Partition::Rows(keys::own_list_of(owner, part)));
                let list = keys::executions_of(owner);
                let index = keys::partitions(&list, *parts).map(Partition::Index);
                (rows.chain(index).collect(), parts.numbers().len())
            }
        }
    }

    /// The same of one of its partitions.
    async fn read_partition(
        &self,
        table: &Table,
        partition: &Partition,
        range: &Range,
        after: Option<&str>,
        limit: usize,
        order: Order,
    ) -> Result<Stretch, StoreError> {
        // `~` sorts after every position: each begins with a digit.
        let (from, to) = (range.from.as_deref().unwrap_or("0"), range.to.as_deref().unwrap_or("~"));
        if from >= to {
            return Ok(Stretch::default());
        }
        let (name, pk, sk, index) = match partition {
            Partition::Index(name) => (name, keys::INDEX_PK, keys::INDEX_SK, Some(keys::INDEX)),
            Partition::Links(name) | Partition::Rows(name) => (name, keys::PK, keys::SK, None),
        };
        let query = table
            .query(name.clone())
            .set_index_name(index.map(str::to_owned))
            .consistent_read(matches!(partition, Partition::Links(_)))
            .key_condition_expression(format!("{pk} = :pk AND {sk} BETWEEN :from AND :to"))
            .expression_attribute_values(":from", AttributeValue::S(from.to_owned()))
            .expression_attribute_values(":to", AttributeValue::S(to.to_owned()))
            .scan_index_forward(order == Order::OldestFirst)
            .set_exclusive_start_key(after.map(|position| self.start_key(partition, position)).transpose()?)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX));
        let output = query.send().await.map_err(|error| errors::store("read a list", error))?;
        let until = output.last_evaluated_key.map(|key| text(&key, sk).map(str::to_owned)).transpose()?;
        let items = output.items.unwrap_or_default();
        let mut entries = Vec::with_capacity(items.len());
        for item in items {
            let key = key_of(&item)?;
            entries.extend(table.or_skip("lists", &key, entry(partition, item))?);
        }
        Ok(Stretch { entries, until })
    }

    /// The key of the last returned entry, rebuilt from its position.
    fn start_key(&self, partition: &Partition, position: &str) -> Result<Item, StoreError> {
        let pk = match partition {
            Partition::Links(pk) | Partition::Rows(pk) => {
                return Ok(attributes(&Key { pk: pk.clone(), sk: position.to_owned() }));
            }
            Partition::Index(pk) => pk,
        };
        let mut item = attributes(&match self {
            Self::Index(list, _) => saved(list, position).ok_or(StoreError::InvalidCursor)?,
            Self::Links(_) | Self::Executions(..) => linked(position)?,
        });
        item.insert(keys::INDEX_PK.to_owned(), AttributeValue::S(pk.clone()));
        item.insert(keys::INDEX_SK.to_owned(), AttributeValue::S(position.to_owned()));
        Ok(item)
    }
}

fn entry(partition: &Partition, item: Item) -> Result<Entry, StoreError> {
    let key = key_of(&item)?;
    Ok(match partition {
        Partition::Index(_) => Entry { position: text(&item, keys::INDEX_SK)?.to_owned(), key, item: None },
        Partition::Links(_) => Entry { key: linked(&key.sk)?, position: key.sk, item: None },
        Partition::Rows(_) => Entry { position: key.sk.clone(), key, item: Some(item) },
    })
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
