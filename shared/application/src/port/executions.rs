//! Where executions are kept and driven from.

use std::time::Duration;

use async_trait::async_trait;
use beadle_domain::{
    execution::{Execution, Message, Status},
    spec::TaskType,
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    page::{Cursor, Page},
};
use jiff::Timestamp;

use super::StoreError;

/// Starts executions.
#[async_trait]
pub trait StartExecutions: Send + Sync {
    /// Starts `execution` (`pending`, version 1): its message is safely sent and its row is written, or nothing
    /// happened. On AWS the message goes first, so no row is ever without a message; on SQLite both are one transaction.
    ///
    /// # Errors
    /// [`StoreError`] when it is not started.
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError>;
}

/// What came of a start.
#[derive(Debug, Clone, PartialEq)]
pub enum Started {
    /// It is started.
    Created,
    /// One with its id exists already, and stays as it is.
    Existing(Box<Execution>),
}

/// Runs executions: claims, keeps the claim, settles.
#[async_trait]
pub trait RunExecutions: ChangeExecutions {
    /// Claims the execution of `message` at `now`, as [`beadle_domain::execution::claim::decide`] decides; what the decision
    /// writes is written on condition that the row is still the one that was decided on. A row that was never written is
    /// taken from the message.
    ///
    /// # Errors
    /// [`StoreError`] when nothing was decided; the message has to come again.
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError>;

    /// Extends the lease of the execution claimed under `fence` to `lease_until`.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be extended.
    async fn renew(&self, id: ExecutionId, fence: u64, lease_until: Timestamp)
    -> Result<Renewal, StoreError>;

    /// Executions of `task` that were created before `execution` and have not ended, newest first, at most ten.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn unended_before(&self, task: TaskId, execution: &Execution)
    -> Result<Vec<Execution>, StoreError>;
}

/// What came of a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// Run it: it is `running`, and its version is the fence.
    Taken(Box<Execution>),
    /// Nothing is to be run and the message is done with: it ended, was given up, or a newer message drives it.
    Done,
    /// Send the message again for then, and be done with this one: it came early, or another runner holds it.
    Later(Timestamp),
    /// Send this message instead, and be done with this one.
    Reissue(Box<Message>),
}

/// What came of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// The lease is extended.
    Extended {
        /// Whether someone asked to cancel it.
        cancel_requested: bool,
    },
    /// Someone else took it over, or it ended: stop working on it.
    Lost,
}

/// Changes executions.
#[async_trait]
pub trait ChangeExecutions: Send + Sync {
    /// Writes `execution` in place of version `expected` and sends the message its state waits for, if any
    /// ([`Message::follow_up`] with `hops`). The row is written first; whoever finds it without its message re-issues it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written, or the follow-up may not be sent; the message in hand has to come again.
    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError>;

    /// Marks the running execution `id` as to be cancelled; whoever runs it stops when it notices.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn request_cancel(&self, id: ExecutionId) -> Result<CancelRequest, StoreError>;
}

/// What came of a write.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// It is written.
    Done,
    /// The row has another version by now, or is gone.
    Conflict,
    /// The version is right, but someone asked to cancel it and `execution` would go on: decide again.
    CancelRequested,
}

/// What came of asking a running execution to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelRequest {
    /// It is marked.
    Requested,
    /// It is not running.
    NotRunning,
}

/// Which executions a list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExecutionScope {
    /// All of an owner, of tasks and ad hoc.
    Owner(OwnerId),
    /// All of a task.
    Task(TaskId),
}

/// What to list, newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutionQuery {
    /// Whose.
    pub scope: ExecutionScope,
    /// Only those in this state.
    pub status: Option<Status>,
    /// Only those of this type.
    pub task_type: Option<TaskType>,
    /// Only those created at this time or later.
    pub from: Option<Timestamp>,
    /// Only those created before this time.
    pub to: Option<Timestamp>,
    /// How many at most, 1 to 100.
    pub limit: usize,
    /// Where to go on.
    pub cursor: Option<Cursor>,
}

/// Reads executions.
#[async_trait]
pub trait ReadExecutions: Send + Sync {
    /// The execution, as it was last written.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError>;

    /// A page of executions, newest first (by creation time, then id). A page may be short and still have a next one.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another's making.
    async fn list(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError>;
}

/// Waits for executions.
#[async_trait]
pub trait AwaitExecutions: Send + Sync {
    /// Waits until the execution has ended, at most `patience`; answers it as it then stands.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn ended(&self, id: ExecutionId, patience: Duration) -> Result<Option<Execution>, StoreError>;
}
