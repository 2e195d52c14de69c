//! Numbers for tasks: keys of a table that never reuses one.

use beadle_application::port::StoreError;
use beadle_values::id::TaskId;
use rusqlite::OptionalExtension;
use uuid::Uuid;

use crate::{Embedded, row};

impl Embedded {
    pub(crate) async fn number_task(&self, task: TaskId) -> Result<u64, StoreError> {
        const NUMBER: &str = "INSERT INTO task_numbers (task_id) VALUES (?1) RETURNING number";
        let number = move |write: &mut crate::group::Write<'_>| {
            let mut statement = write.sql.prepare_cached(NUMBER)?;
            Ok(statement.query_row([task.uuid().as_bytes()], |row| row.get(0))?)
        };
        self.writer.ask(number).await
    }

    pub(crate) async fn task_of_number(&self, number: u64) -> Result<Option<TaskId>, StoreError> {
        const TASK: &str = "SELECT task_id FROM task_numbers WHERE number = ?1";
        self.read(move |sql| {
            let mut statement = sql.prepare_cached(TASK)?;
            let found = statement.query_row([row::number(number)], |row| row.get(0)).optional()?;
            Ok(found.map(|id| TaskId::from_uuid(Uuid::from_bytes(id))))
        })
        .await
    }
}
