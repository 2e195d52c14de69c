//! Saves executions: first the row, then the message that its new state needs.

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use beadle_application::port::{CancelRequest, Saved, StoreError};
use beadle_domain::execution::{Cancellation, Execution, Message, Status};
use beadle_values::id::ExecutionId;

use super::{
    ExecutionStore, row,
    write::{Expected, Guard},
};
use crate::{
    errors::{Conditional, conditional, unreadable},
    keys::Key,
    table::Item,
};

impl ExecutionStore {
    pub(super) async fn replace(
        &self,
        execution: &Execution,
        expected: Expected,
        hops: u32,
    ) -> Result<Saved, StoreError> {
        let mutable = self.mutable(execution).await?;
        let goes_on = !execution.status().is_final();
        let guard = Guard { version: expected, position: None, cancel_not_requested: goes_on };
        let expected = expected.version();
        // Only a cancelled or abandoned execution may end before it is due; one that ran was due.
        let answer = match execution.status() {
            Status::Cancelled | Status::Failed => ReturnValue::AllOld,
            _ => ReturnValue::None,
        };
        match self.update(execution, mutable.clone(), guard, answer).await? {
            Conditional::Done(output) => self.outlast_due(execution, output.attributes).await?,
            Conditional::ConditionFailed(None) => return Ok(Saved::Conflict),
            Conditional::ConditionFailed(Some(item)) => {
                let row = row(item)?;
                // A repeated write whose first response was lost.
                if !row.has(&mutable) {
                    return Ok(match row.version == expected {
                        true if row.early.is_some() && !execution.progress.knows_report() => Saved::Reported,
                        true if row.cancel_requested => Saved::CancelRequested,
                        _ => Saved::Conflict,
                    });
                }
            }
        }
        if let Some(message) = Message::follow_up(execution, hops) {
            self.queue.send(&message, message.due()).await?;
        }
        Ok(Saved::Done)
    }

    pub(super) async fn mark_to_be_cancelled(
        &self,
        id: ExecutionId,
        cancellation: &Cancellation,
    ) -> Result<CancelRequest, StoreError> {
        let asked = serde_json::to_string(cancellation).map_err(|error| unreadable(id, error))?;
        let update = self
            .table
            .update(&Key::execution(id))
            .update_expression(
                "SET cancel_requested = :true, cancellation = if_not_exists(cancellation, :asked)",
            )
            .condition_expression("#status = :running")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":true", AttributeValue::Bool(true))
            .expression_attribute_values(":asked", AttributeValue::S(asked))
            .expression_attribute_values(":running", AttributeValue::S(Status::Running.as_str().to_owned()));
        Ok(match conditional("ask to cancel an execution", update.send().await)? {
            Conditional::Done(_) => CancelRequest::Requested,
            Conditional::ConditionFailed(_) => CancelRequest::NotRunning,
        })
    }

    /// An execution that ended before it was due still has a message in the queue. The row must exist when
    /// that arrives: a start message that finds none would run the execution.
    async fn outlast_due(&self, execution: &Execution, before: Option<Item>) -> Result<(), StoreError> {
        let (Some(ended), Some(before)) = (execution.state().ended_at(), before) else { return Ok(()) };
        match row(before)?.progress()?.state.due() {
            Some(due) if due > ended => match self.retention.ttl(due) {
                Some(ttl) => self.keep_until(execution.id(), ttl).await,
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}
