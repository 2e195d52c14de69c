//! Reads the projector's sums from the table.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::{Rollups, StoreError};
use beadle_domain::projection::{Hour, RollupCounters, TaskCensus};
use beadle_values::id::OwnerId;

use crate::{
    errors::{self, unreadable},
    keys::{self, Key},
    table::{Item, Table, key_of, text},
};

/// Hours and censuses in the table.
pub struct RollupStore {
    table: Table,
}

impl RollupStore {
    /// Hours and censuses in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[async_trait]
impl Rollups for RollupStore {
    async fn hours(
        &self,
        owner: &OwnerId,
        from: Hour,
        to: Hour,
    ) -> Result<Vec<(Hour, RollupCounters)>, StoreError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let last = Hour(to.0 - 1);
        let query = self
            .table
            .query(keys::rollups_of(owner))
            .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :to")
            .expression_attribute_values(":from", AttributeValue::S(Key::rollup(owner, from).sk))
            .expression_attribute_values(":to", AttributeValue::S(Key::rollup(owner, last).sk));
        let mut pages = query.into_paginator().items().send();
        let mut hours = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(|error| errors::store("read hours", error))?;
            let hour = self.table.or_skip("rollups", &key_of(&item)?, hour(&item))?;
            hours.extend(hour.map(|hour| (hour, counters(&item))));
        }
        Ok(hours)
    }

    async fn tasks(&self, owner: &OwnerId) -> Result<TaskCensus, StoreError> {
        let item = self.table.get(&Key::census(owner)).await?.unwrap_or_default();
        let mut census = TaskCensus::default();
        for (name, value) in &item {
            if let (Ok(counter), Some(amount)) = (name.parse(), whole(value)) {
                census.count(counter, amount);
            }
        }
        Ok(census)
    }
}

fn hour(item: &Item) -> Result<Hour, StoreError> {
    let key = text(item, keys::SK)?;
    let hour = key.strip_prefix("H#").unwrap_or(key).parse();
    hour.map_err(|error| unreadable(format!("the hour `{key}`"), error))
}

/// The attributes that are counters; the others belong to the key.
fn counters(item: &Item) -> RollupCounters {
    let mut counters = RollupCounters::default();
    for (name, value) in item {
        if let (Ok(counter), Some(amount)) = (name.parse(), whole(value)) {
            counters.count(counter, amount);
        }
    }
    counters
}

fn whole<T: std::str::FromStr>(value: &AttributeValue) -> Option<T> {
    value.as_n().ok()?.parse().ok()
}
