//! Sends a message: the row is the message, so the row is made due again.

use async_trait::async_trait;
use beadle_application::port::{Queue, QueueError, StoreError};
use beadle_domain::execution::{Message, Status};
use beadle_values::cause::Cause;
use jiff::Timestamp;
use rusqlite::params;

use crate::{Embedded, due, error::Error, executions::insert_waiting, group::Write, row, stored};

#[async_trait]
impl Queue for Embedded {
    async fn send(&self, message: &Message, not_before: Option<Timestamp>) -> Result<(), QueueError> {
        let message = message.clone();
        let sent = self.writer.ask(move |write| send(write, &message, not_before)).await;
        sent.map_err(|error| match error {
            StoreError::TooLarge(cause) => QueueError::TooLarge(cause),
            other => QueueError::Unavailable(Cause::of(other)),
        })
    }
}

fn send(write: &mut Write<'_>, message: &Message, not_before: Option<Timestamp>) -> Result<(), Error> {
    const COUNT_DEFERRAL: &str = "UPDATE executions SET hops = max(hops, ?2) WHERE seq = ?1";
    let execution = message.execution();
    let head = match row::head(write.sql, execution.id())? {
        Some(head) => head,
        None => {
            let request = stored::request(&execution.request)?;
            insert_waiting(write, execution, message.hops(), &request)?;
            match row::head(write.sql, execution.id())? {
                Some(head) => head,
                // Its batch is closed.
                None if execution.request.batch_id.is_some() => return Ok(()),
                None => return Err(Error::Unreadable("the row just written can't be found".to_owned())),
            }
        }
    };
    // A running row wakes when its lease ends, and one that has moved on has a later wake of its own.
    let waits =
        matches!(head.status, Status::Pending | Status::Retrying | Status::Deferred | Status::Waiting);
    if !waits || head.version != execution.version() {
        return Ok(());
    }
    write.sql.prepare_cached(COUNT_DEFERRAL)?.execute(params![head.seq, message.hops()])?;
    let wake = not_before.unwrap_or(write.now).as_millisecond();
    due::sleep_until(write, head.seq, Some(wake))
}
