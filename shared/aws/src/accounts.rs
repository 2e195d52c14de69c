//! Accounts in the table: one item each, written on condition that its version has not changed since it was
//! read. Their owners' usage is read from the index of tasks and the hours that the projector counts.

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use beadle_application::port::{Accounts, ExecutionCount, StoreError, StoredAccount, VersionedWrite};
use beadle_domain::{
    account::Account,
    projection::{AuditEntry, Hour},
};
use beadle_values::id::OwnerId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{self, Conditional, unreadable},
    keys::{self, Key},
    table::{Item, Table, attributes},
};

/// The ports of accounts over the table.
pub struct AccountStore {
    table: Table,
}

impl AccountStore {
    /// Accounts in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct AccountRow {
    pk: String,
    sk: String,
    version: u64,
    account: String,
}

#[async_trait]
impl Accounts for AccountStore {
    async fn read(&self, owner: &OwnerId) -> Result<StoredAccount, StoreError> {
        let get = self.table.client().get_item().table_name(self.table.name());
        let output = get.set_key(Some(attributes(&Key::account(owner)))).send().await;
        let output = output.map_err(|error| errors::store("read an account", error))?;
        output.item.map_or_else(|| Ok(StoredAccount::default()), stored)
    }

    async fn write(
        &self,
        account: &Account,
        expected: u64,
        audit: Option<&AuditEntry>,
    ) -> Result<VersionedWrite<StoredAccount>, StoreError> {
        let Key { pk, sk } = Key::account(&account.owner);
        let text = serde_json::to_string(account).map_err(|error| unreadable("an account", error))?;
        let row = AccountRow { pk, sk, version: expected.saturating_add(1), account: text };
        let put = self.table.put_over(&row, expected)?;
        match self.table.write("write an account", put, audit).await? {
            Conditional::Done(_) => Ok(VersionedWrite::Done),
            Conditional::ConditionFailed(None) => Ok(VersionedWrite::Conflict(Box::default())),
            // This includes a repeated write whose first response was lost. Each change of a ledger carries
            // an id, so the caller finds on re-reading that its change was made.
            Conditional::ConditionFailed(Some(item)) => Ok(VersionedWrite::Conflict(Box::new(stored(item)?))),
        }
    }

    /// Counted in the index, which is eventually consistent with the rows.
    async fn count_tasks(&self, owner: &OwnerId, most: u32) -> Result<u32, StoreError> {
        let mut pages = self
            .table
            .query(keys::tasks_of(owner))
            .index_name(keys::INDEX)
            .key_condition_expression("gsi1pk = :pk")
            // Tasks that others assigned to the owner are links and count for the others.
            .filter_expression("sk = :task")
            .expression_attribute_values(":task", AttributeValue::S(keys::TASK_SK.to_owned()))
            .select(Select::Count)
            .into_paginator()
            .send();
        let mut count = 0_u32;
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| errors::store("count tasks", error))?;
            count = count.saturating_add(page.count.unsigned_abs());
            if count >= most {
                return Ok(most);
            }
        }
        Ok(count)
    }

    async fn count_executions(
        &self,
        owner: &OwnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<ExecutionCount, StoreError> {
        let [first, last] = [from, to].map(|time| Key::rollup(owner, Hour::of(time)));
        let mut hours = self
            .table
            .query(first.pk)
            .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":first", AttributeValue::S(first.sk))
            .expression_attribute_values(":last", AttributeValue::S(last.sk))
            .into_paginator()
            .items()
            .send();
        let mut count = ExecutionCount::default();
        while let Some(item) = hours.next().await {
            let item = item.map_err(|error| errors::store("count executions", error))?;
            let hour: HourRow =
                serde_dynamo::from_item(item).map_err(|error| unreadable("an hour", error))?;
            count.started = count.started.saturating_add(hour.started);
            count.ran = count.ran.saturating_add(hour.completed).saturating_add(hour.failed);
        }
        Ok(count)
    }
}

fn stored(item: Item) -> Result<StoredAccount, StoreError> {
    let row: AccountRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the row of an account", error))?;
    let account = serde_json::from_str(&row.account).map_err(|error| unreadable("an account", error))?;
    Ok(StoredAccount { version: row.version, account: Some(account) })
}

/// The attributes read of an hour.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct HourRow {
    started: u64,
    completed: u64,
    failed: u64,
}
