//! The two writes of a row: a new row, and an update of its changing attributes.

use aws_sdk_dynamodb::{
    error::SdkError,
    operation::update_item::{UpdateItemError, UpdateItemOutput},
    types::{AttributeValue, ReturnValue},
};
use beadle_application::port::{Replaced, StoreError};
use beadle_domain::execution::{Execution, Status};
use beadle_values::id::ExecutionId;
use serde::Serialize;

use super::ExecutionStore;
use crate::{
    errors::{self, Conditional, conditional},
    keys::{self, Key},
    row::{
        early_cancel::CANCELLED_EARLY,
        execution::{ExecutionRow, Mutable},
        spec::SpecText,
    },
    table::{Item, attributes, number},
};

/// The condition that a row must meet for a write of its progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guard {
    pub version: Expected,
    /// Its position in the index: distinguishes it from another execution with the same deterministic id. A fresh id has no
    /// other.
    pub position: Option<String>,
    /// Its cancellation is not requested.
    pub cancel_not_requested: bool,
}

/// The version of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// This one.
    Version(u64),
    /// That of this claim, or the one before if the claim was not written.
    Claim(u64),
}

impl Expected {
    pub fn version(self) -> u64 {
        let (Self::Version(version) | Self::Claim(version)) = self;
        version
    }
}

/// The condition of a write that must not replace anything.
pub(super) const NO_ITEM: &str = "attribute_not_exists(pk)";

/// A link in a list to the row of an execution.
#[derive(Serialize)]
pub(super) struct Link {
    pub pk: String,
    pub sk: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
}

/// Result of inserting the row of an execution.
pub(super) enum Placed {
    /// It is written.
    Done,
    /// A row with its id exists.
    Exists(Option<Item>),
    /// Its batch takes no more executions.
    BatchClosed,
}

impl ExecutionStore {
    /// Writes the request of `execution` over that of its row, if it is claimed under this version. A large
    /// spec goes first, under keys of its own.
    pub(super) async fn put_request(&self, execution: &Execution) -> Result<Replaced, StoreError> {
        let (row, spec) = ExecutionRow::new(execution, self.table.list_parts())?;
        self.put_spec(execution, spec.as_ref()).await?;
        let mut update = self
            .table
            .update(&Key::execution(execution.id()))
            .condition_expression("version = :fence AND #status = :running")
            .expression_attribute_names("#status", "status")
            .expression_attribute_names("#request", "request")
            .expression_attribute_values(":fence", number(execution.version()))
            .expression_attribute_values(":running", AttributeValue::S(Status::Running.as_str().to_owned()))
            .expression_attribute_values(":request", AttributeValue::S(row.request));
        update = match &row.large_spec {
            Some(place) => update
                .update_expression("SET #request = :request, large_spec = :place")
                .expression_attribute_values(
                    ":place",
                    serde_dynamo::to_attribute_value(place)
                        .map_err(|error| errors::unreadable("the place of a spec", error))?,
                ),
            None => update.update_expression("SET #request = :request REMOVE large_spec"),
        };
        Ok(match conditional("replace the request of an execution", update.send().await)? {
            Conditional::Done(_) => Replaced::Done,
            Conditional::ConditionFailed(_) => Replaced::Conflict,
        })
    }

    async fn put_spec(&self, execution: &Execution, spec: Option<&SpecText>) -> Result<(), StoreError> {
        let ttl = self.retention.companion_ttl(execution);
        for chunk in spec.into_iter().flat_map(|spec| spec.chunks(execution.id(), ttl)) {
            let put = self.table.put(&chunk)?.send().await;
            put.map_err(|error| errors::store("write a large spec", error))?;
        }
        Ok(())
    }

    /// Inserts the row of `execution`, after it is added to its batch.
    pub(super) async fn put(&self, execution: &Execution) -> Result<Placed, StoreError> {
        if !self.register(std::slice::from_ref(execution)).await?.iter().all(|is_member| *is_member) {
            return Ok(Placed::BatchClosed);
        }
        self.put_row(execution).await
    }

    /// Inserts the row of `execution`, which ended in another service, after its companions. It is linked to its batch and
    /// not added to the number of those that the batch waits for.
    pub(super) async fn put_history(&self, execution: &Execution) -> Result<Placed, StoreError> {
        if let Some(batch) = execution.request.batch_id {
            let Key { pk, sk } = Key::member(batch, execution.id());
            let put =
                self.table.put(&Link { pk, sk, ttl: self.retention.companion_ttl(execution) })?.send().await;
            put.map_err(|error| errors::store("link an execution to its batch", error))?;
        }
        let (mut row, spec) = ExecutionRow::new(execution, self.table.list_parts())?;
        row.is_history = true;
        self.insert_row(execution, row, spec.as_ref(), NO_ITEM).await
    }

    /// Inserts the row of `execution`, after its companions: the link in the partition of its task, and a
    /// large spec. A crash in between leaves a link to nothing, which readers skip.
    pub(super) async fn put_row(&self, execution: &Execution) -> Result<Placed, StoreError> {
        let (row, spec) = ExecutionRow::new(execution, self.table.list_parts())?;
        self.insert_row(execution, row, spec.as_ref(), NO_ITEM).await
    }

    /// The same over a request to cancel it that came before.
    pub(super) async fn put_over_early_cancel(&self, execution: &Execution) -> Result<Placed, StoreError> {
        let (row, spec) = ExecutionRow::new(execution, self.table.list_parts())?;
        self.insert_row(execution, row, spec.as_ref(), &format!("attribute_exists({CANCELLED_EARLY})")).await
    }

    async fn insert_row(
        &self,
        execution: &Execution,
        mut row: ExecutionRow,
        spec: Option<&SpecText>,
        condition: &str,
    ) -> Result<Placed, StoreError> {
        row.ttl = execution.state().ended_at().and_then(|ended| self.retention.ttl(ended));
        // What is imported may have ended long ago: an object would outlast its row.
        if execution.status().is_final() && !row.is_history {
            row.progress = self.mutable(execution).await?.progress;
        }
        self.put_spec(execution, spec).await?;
        let ttl = self.retention.companion_ttl(execution);
        if let Some(task) = execution.request.listed_with() {
            let Key { pk, sk } = Key::link(task, execution.request.created_at, execution.id());
            let put = self.table.put(&Link { pk, sk, ttl })?.send().await;
            put.map_err(|error| errors::store("link an execution to its task", error))?;
        }
        if let Some(line) = execution.order_line().filter(|_| !execution.status().is_final()) {
            return Ok(match self.put_in_line(&row, execution, &line).await? {
                Conditional::Done(()) => Placed::Done,
                Conditional::ConditionFailed(item) => Placed::Exists(item),
            });
        }
        let put = self.table.put(&row)?.condition_expression(condition).send().await;
        Ok(match conditional("write an execution", put)? {
            Conditional::Done(_) => Placed::Done,
            Conditional::ConditionFailed(item) => Placed::Exists(item),
        })
    }

    /// Writes the progress `mutable` of `execution` over a row that meets `guard`.
    pub(super) async fn update(
        &self,
        execution: &Execution,
        mutable: Mutable,
        guard: Guard,
        answer: ReturnValue,
    ) -> Result<Conditional<UpdateItemOutput>, StoreError> {
        conditional("change an execution", self.send_update(execution, mutable, guard, answer).await)
    }

    async fn send_update(
        &self,
        execution: &Execution,
        mutable: Mutable,
        guard: Guard,
        answer: ReturnValue,
    ) -> Result<UpdateItemOutput, SdkError<UpdateItemError>> {
        let mut set = "SET version = :version, #status = :status, progress = :progress".to_owned();
        let mut update = self
            .table
            .update(&Key::execution(execution.id()))
            .return_values(answer)
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":version", number(mutable.version))
            .expression_attribute_values(":status", AttributeValue::S(mutable.status.as_str().to_owned()))
            .expression_attribute_values(":progress", mutable.progress.into())
            .expression_attribute_values(":expected", number(guard.version.version()));
        let mut condition = match guard.version {
            Expected::Version(_) => "version = :expected".to_owned(),
            Expected::Claim(claim) => {
                let running = AttributeValue::S(Status::Running.as_str().to_owned());
                update = update
                    .expression_attribute_values(":running", running)
                    .expression_attribute_values(":before", number(claim.saturating_sub(1)));
                // A row that was cancelled has the version of the claim that was not written.
                "(version = :before OR (version = :expected AND #status = :running))".to_owned()
            }
        };
        if let Some(position) = guard.position {
            condition.push_str(" AND gsi1sk = :position");
            update = update.expression_attribute_values(":position", AttributeValue::S(position));
        }
        if guard.cancel_not_requested {
            condition.push_str(" AND attribute_not_exists(cancel_requested)");
        }
        if let Some(ttl) = execution.state().ended_at().and_then(|ended| self.retention.ttl(ended)) {
            set.push_str(", #ttl = :ttl");
            update = update
                .expression_attribute_names("#ttl", keys::TTL)
                .expression_attribute_values(":ttl", number(ttl));
        }
        // What was written while it ran is in the progress from then on.
        let mut remove = match execution.request.spec.task_type().runs_code() {
            true => vec!["live_output"],
            false => Vec::new(),
        };
        if execution.request.spec.task_type().has_job() {
            if !execution.progress.knows_report() {
                condition.push_str(" AND attribute_not_exists(early)");
            } else if execution.progress.job.early.is_none() {
                remove.push("early");
            }
        }
        match mutable.lease_until {
            Some(lease_until) => {
                set.push_str(", lease_until = :lease_until");
                update = update.expression_attribute_values(":lease_until", number(lease_until));
            }
            None => remove.push("lease_until"),
        }
        if !remove.is_empty() {
            set.push_str(&format!(" REMOVE {}", remove.join(", ")));
        }
        update.update_expression(set).condition_expression(condition).send().await
    }

    /// Keeps the row of an execution that ended before it was due as long as a message for it may still
    /// arrive.
    pub(super) async fn keep_until(&self, id: ExecutionId, ttl: i64) -> Result<(), StoreError> {
        let update = self
            .table
            .client()
            .update_item()
            .table_name(self.table.name())
            .set_key(Some(attributes(&Key::execution(id))))
            .update_expression("SET #ttl = :ttl")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_names("#ttl", keys::TTL)
            .expression_attribute_values(":ttl", number(ttl));
        conditional("keep an execution", update.send().await).map(|_| ())
    }
}
