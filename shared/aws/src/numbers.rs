//! Numbers for tasks: one item counts, and each number has an item that names its task.

use aws_sdk_dynamodb::types::ReturnValue;
use beadle_application::port::StoreError;
use beadle_values::id::TaskId;
use serde::{Deserialize, Serialize};

use crate::{
    errors::{self, Conditional, conditional, unreadable},
    keys::Key,
    table::{Item, number},
    tasks::TaskStore,
};

impl TaskStore {
    /// A new number. A number whose response was lost is skipped.
    async fn next_number(&self) -> Result<u64, StoreError> {
        let update = self
            .table
            .update(&Key::task_numbers())
            .update_expression("ADD given :one")
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::UpdatedNew);
        let output = update.send().await.map_err(|error| errors::store("count a task", error))?;
        let given = output.attributes.as_ref().and_then(|item| item.get("given")?.as_n().ok()?.parse().ok());
        given.ok_or_else(|| StoreError::Corrupt("the count of tasks is not a number".into()))
    }
}

/// The task of a number.
#[derive(Debug, Serialize, Deserialize)]
struct NumberRow {
    pk: String,
    sk: String,
    task: TaskId,
}

impl TaskStore {
    pub(crate) async fn number_task(&self, task: TaskId) -> Result<u64, StoreError> {
        let next = self.next_number().await?;
        let Key { pk, sk } = Key::task_number(next);
        let put =
            self.table.put(&NumberRow { pk, sk, task })?.condition_expression("attribute_not_exists(pk)");
        match conditional("number a task", put.send().await)? {
            Conditional::Done(_) => Ok(next),
            // A repeated write whose first response was lost.
            Conditional::ConditionFailed(Some(item)) if row(item.clone())?.task == task => Ok(next),
            Conditional::ConditionFailed(_) => {
                Err(StoreError::Corrupt(format!("the number {next} is taken").into()))
            }
        }
    }

    pub(crate) async fn task_of_number(&self, number: u64) -> Result<Option<TaskId>, StoreError> {
        let item = self.table.get(&Key::task_number(number)).await?;
        item.map(row).transpose().map(|row| row.map(|row| row.task))
    }
}

fn row(item: Item) -> Result<NumberRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a number", error))
}
