//! Response about a batch.

use beadle_domain::{
    batch::{BatchOutcome, BatchStatus, CountedBatch, Successor},
    execution::Status,
    spec::TaskType,
};
use beadle_values::id::{BatchId, ExecutionId, TaskId};
use jiff::Timestamp;
use serde::Serialize;

use crate::tasks::response::config::ConfigResponse;

/// A batch of executions.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Batch))]
pub(crate) struct BatchResponse<'a> {
    /// Id.
    #[cfg_attr(test, schema(value_type = String, example = "bat_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"))]
    id: BatchId,
    /// Name, if it has one.
    name: Option<&'a str>,
    /// Id of the owner.
    user_id: &'a str,
    /// Status: `open` until it is closed, `closed` until all executions have ended, then `completed` if all of them
    /// completed, else `failed`.
    status: BatchStatus,
    /// Number of executions that were added.
    total: u64,
    /// Number of executions with each status.
    counts: BatchCounts,
    /// What runs once all executions have completed.
    on_complete: Option<SuccessorResponse<'a>>,
    /// What runs once all executions have ended, if one of them failed or was cancelled.
    on_failure: Option<SuccessorResponse<'a>>,
    /// Id of the execution that runs at its end.
    #[cfg_attr(test, schema(value_type = Option<String>))]
    execution_id: Option<ExecutionId>,
    /// Why nothing runs at its end, although something was asked for.
    skipped: Option<&'a str>,
    /// Number of executions that end in a minute, since the first of them began. Null as long as none has ended.
    #[cfg_attr(test, schema(example = 1250.5))]
    rate_per_minute: Option<f64>,
    /// Estimated time at which the last execution ends, at that rate. Null unless it is closed and has not ended.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    estimated_end_at: Option<Timestamp>,
    /// Time at which it was created.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    created_at: Timestamp,
    /// Time at which it was closed.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    closed_at: Option<Timestamp>,
    /// Time at which its end was noticed.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    ended_at: Option<Timestamp>,
}

/// Executions of a batch by status.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct BatchCounts {
    pending: u64,
    running: u64,
    retrying: u64,
    deferred: u64,
    waiting: u64,
    completed: u64,
    failed: u64,
    cancelled: u64,
}

/// What runs at the end of a batch: a task or a request.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = BatchSuccessor))]
pub(crate) struct SuccessorResponse<'a> {
    /// Id of the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    task_id: Option<TaskId>,
    /// Type of the request.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    task_type: Option<TaskType>,
    /// The request, with credentials masked and without its body.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<ConfigResponse<'a>>,
}

impl<'a> BatchResponse<'a> {
    /// The response about `counted` at `now`.
    pub(crate) fn of(counted: &'a CountedBatch, now: Timestamp) -> Self {
        let (batch, pace) = (&counted.batch, counted.pace(now));
        let end = batch.end.as_ref();
        let successor = |outcome| batch.successor(outcome).map(SuccessorResponse::of);
        Self {
            id: batch.id,
            name: batch.name.as_deref(),
            user_id: batch.owner.as_str(),
            status: batch.status(),
            total: counted.total(),
            counts: BatchCounts::of(counted),
            on_complete: successor(BatchOutcome::Completed),
            on_failure: successor(BatchOutcome::Failed),
            execution_id: end.and_then(|end| end.execution),
            skipped: end.and_then(|end| end.skipped.as_deref()),
            rate_per_minute: pace.map(|pace| pace.per_minute),
            estimated_end_at: pace.and_then(|pace| pace.estimated_end_at),
            created_at: batch.created_at,
            closed_at: batch.closed_at,
            ended_at: end.map(|end| end.at),
        }
    }
}

impl BatchCounts {
    fn of(counted: &CountedBatch) -> Self {
        Self {
            pending: counted.count(Status::Pending),
            running: counted.count(Status::Running),
            retrying: counted.count(Status::Retrying),
            deferred: counted.count(Status::Deferred),
            waiting: counted.count(Status::Waiting),
            completed: counted.count(Status::Completed),
            failed: counted.count(Status::Failed),
            cancelled: counted.count(Status::Cancelled),
        }
    }
}

impl<'a> SuccessorResponse<'a> {
    fn of(successor: &'a Successor) -> Self {
        match successor {
            Successor::Task(task) => Self { task_id: Some(*task), task_type: None, request: None },
            Successor::Request(request) => Self {
                task_id: None,
                task_type: Some(request.spec.task_type()),
                request: Some(ConfigResponse::without_body(&request.spec)),
            },
        }
    }
}
