//! Storage of executions, and how they are started.

use std::time::Duration;

use async_trait::async_trait;
use beadle_domain::{
    execution::{Cancellation, Execution, ExecutionFilter, Note, Status},
    order::OrderLine,
    spec::TaskType,
};
use beadle_values::{
    id::{BatchId, ExecutionId, OwnerId, TaskId},
    page::{Cursor, Page},
};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;

use super::{StoreError, batches::Added};

/// Starts executions. Separate from [`Executions`], so that what only starts them can neither read nor change
/// them.
#[async_trait]
pub trait StartExecutions: Send + Sync {
    /// Starts `execution` (`pending`, version 1): its message is safely sent and its row is written, or
    /// nothing happened. On AWS the message goes first, so no row is ever without a message; on SQLite both
    /// are one transaction.
    ///
    /// An execution that has already ended ([`Execution::completed`]) is only recorded: nothing has to drive
    /// it, so there is no message.
    ///
    /// One with an order key joins the end of its line in the same write as its row. If it replays one that is the first of
    /// the line, it takes that one's place instead.
    ///
    /// # Errors
    /// [`StoreError`] when it is not started.
    async fn start(&self, execution: &Execution) -> Result<Started, StoreError>;

    /// Starts each of `executions` as [`Self::start`] does. Returns a result for each, in their order, which is also the order in
    /// which those with an order key join their lines.
    async fn start_all(&self, executions: &[Execution]) -> Vec<Result<Started, StoreError>> {
        let started: Vec<_> = executions.iter().map(|execution| self.start(execution)).collect();
        stream::iter(started).buffered(at_once(executions, STARTED_AT_ONCE)).collect().await
    }

    /// Records `execution`, which ended in another service: it is listed with its owner, its task and its batch, and counted
    /// with them, and nothing follows from its end. Its batch need not exist, and the number of its executions stays.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be recorded.
    async fn record(&self, execution: &Execution) -> Result<Started, StoreError>;

    /// Adds `executions`, all of one batch, to that batch and starts them. Each is counted in the batch before
    /// it runs, and once by its id however often it is added.
    ///
    /// What of them is unclear after an error or a crash is either not in the batch and never runs, or is in
    /// the batch and runs.
    ///
    /// # Errors
    /// [`StoreError`] when it is unclear of one or all.
    async fn add_to_batch(&self, executions: &[Execution]) -> Result<Vec<Added>, StoreError>;

    /// Whether [`Self::start`] writes no row for an execution whose id says that its record is deferred
    /// ([`ExecutionId::defers_its_record`]): whoever claims it does.
    fn defers_records(&self) -> bool {
        false
    }
}

/// The number of executions that [`StartExecutions::start_all`] starts at once, where nothing else is said.
const STARTED_AT_ONCE: usize = 8;

/// How many of `executions` may be written at once, at most `most`: one if any has an order key, whose place is taken with the row.
pub fn at_once(executions: &[Execution], most: usize) -> usize {
    if executions.iter().any(|execution| execution.order_line().is_some()) { 1 } else { most }
}

/// Result of a start.
#[derive(Debug, Clone, PartialEq)]
pub enum Started {
    /// It is started.
    Created,
    /// One with the same id exists and was not changed.
    Existing(Box<Execution>),
}

/// Reads and changes executions.
#[async_trait]
pub trait Executions: Send + Sync {
    /// The execution as it was last written. The body of a response that is gone is [`Apart`](beadle_domain::execution::AnswerBody::Apart).
    ///
    /// # Errors
    /// [`StoreError`].
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError>;

    /// A page of executions, newest or oldest first (by creation time, then id); those of a batch may have another order,
    /// which stays. A page may be short and still have a next one. Bodies of large responses may be left out, as in [`Self::get`].
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another store.
    async fn list(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError>;

    /// Waits at most `patience` until the execution has ended, and returns its current state.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn ended(&self, id: ExecutionId, patience: Duration) -> Result<Option<Execution>, StoreError>;

    /// Replaces version `expected` with `execution` and sends the message that its state needs, if any
    /// ([`Message::follow_up`] with `hops`). The row is written first; a redelivered message that finds the
    /// row without its follow-up sends it again.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written, or the follow-up may not be sent: the message in hand must
    /// be redelivered.
    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError>;

    /// Requests cancellation of the running execution `id`; its executor stops when it notices. The first
    /// request counts: a later one changes neither the reason nor who asked.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn request_cancel(
        &self,
        id: ExecutionId,
        cancellation: &Cancellation,
    ) -> Result<CancelRequest, StoreError>;

    /// What there is at `now` of the execution `id`, whose record is deferred, in place of a row.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn before_record(&self, _id: ExecutionId, _now: Timestamp) -> Result<BeforeRecord, StoreError> {
        Ok(BeforeRecord::Over)
    }

    /// Cancels the execution `id`, whose record is deferred, at `now`: whoever claims it writes its row as cancelled, if it belongs to
    /// `owner`, or whoever it belongs to if that is `None`. Returns what there was of it; unless that is [`BeforeRecord::Waiting`],
    /// nothing has changed.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn cancel_before_record(
        &self,
        _id: ExecutionId,
        _owner: Option<&OwnerId>,
        _cancellation: &Cancellation,
        _now: Timestamp,
    ) -> Result<BeforeRecord, StoreError> {
        Ok(BeforeRecord::Over)
    }

    /// Writes `note` beside the progress of the execution `id`, if its row has this version. The version stays, and so
    /// does the fence of a runner. A later [`Self::save`] that does not know of an early report is refused; heartbeats
    /// and late reports outlast it.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be written.
    async fn note(&self, id: ExecutionId, version: u64, note: &Note) -> Result<Noted, StoreError>;

    /// The first of `line`, as it was last written; `None` for an empty line. It may have ended.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn first_in_line(&self, line: &OrderLine) -> Result<Option<ExecutionId>, StoreError>;

    /// Takes `id` out of `line` if it is the first, and returns who is first then. What was taken out never comes back. A store
    /// whose writes of executions hand lines on itself also wakes who is first then.
    ///
    /// # Errors
    /// [`StoreError`] when it may still be in the line.
    async fn leave_line(&self, line: &OrderLine, id: ExecutionId) -> Result<Option<ExecutionId>, StoreError>;

    /// A page of the lines of `owner` that are not empty, in the order of their keys. A page may be short and still have a next
    /// one.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::InvalidCursor`] for a cursor of another list or another store.
    async fn order_lines(
        &self,
        owner: &OwnerId,
        limit: usize,
        cursor: Option<&Cursor>,
    ) -> Result<Page<LineHead>, StoreError>;
}

/// The most executions behind the first of a line that [`Executions::order_lines`] counts.
pub const MAX_COUNTED_BEHIND: usize = 1_000;

/// The beginning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineHead {
    /// The line.
    pub line: OrderLine,
    /// The first of it, which may have ended.
    pub first: ExecutionId,
    /// The number of executions behind it, counted up to [`MAX_COUNTED_BEHIND`].
    pub behind: usize,
}

/// Result of a save.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// It is written.
    Done,
    /// The row has another version by now, or does not exist.
    Conflict,
    /// The version is right, but cancellation was requested and `execution` would continue: decide again.
    CancelRequested,
    /// The version is right, but its job was reported meanwhile, which `execution` does not know of: decide again.
    Reported,
}

/// What there is of an execution whose record is deferred, in place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeforeRecord {
    /// Its message, if it was ever accepted.
    Waiting,
    /// Its message, and a request to cancel it.
    Cancelled,
    /// It has a row, or had one: no queue keeps a message for so long, or the store writes the row of each execution at once.
    Over,
}

/// Result of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It is written.
    Done,
    /// The row has another version or state by now, or another early report.
    Conflict,
}

/// Result of a request to cancel a running execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelRequest {
    /// Cancellation is requested.
    Requested,
    /// It is not running.
    NotRunning,
}

/// The executions that a list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExecutionScope {
    /// All executions of an owner, ad hoc or of tasks.
    Owner(OwnerId),
    /// All executions of a task, and the notifications about it.
    Task(TaskId),
    /// All executions of a batch.
    Batch(BatchId),
}

/// The order of a list of executions, by creation time, then id. Stores have a key for it and read it in both directions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExecutionOrder {
    /// The newest first.
    #[default]
    NewestFirst,
    /// The oldest first.
    OldestFirst,
}

/// A query for a list of executions.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecutionQuery {
    /// The scope.
    pub scope: ExecutionScope,
    /// Only executions in this state, for which a store may have a key.
    pub status: Option<Status>,
    /// Only executions of this type.
    pub task_type: Option<TaskType>,
    /// Only notifications that could not be delivered.
    pub undelivered: bool,
    /// Only executions created at this time or later.
    pub from: Option<Timestamp>,
    /// Only executions created before this time.
    pub to: Option<Timestamp>,
    /// Further conditions.
    pub filter: ExecutionFilter,
    /// The order.
    pub order: ExecutionOrder,
    /// The most executions to return, 1 to 100.
    pub limit: usize,
    /// The start of the page; `None` for the first one.
    pub cursor: Option<Cursor>,
}

impl ExecutionQuery {
    /// The newest executions of `scope`, unfiltered.
    pub fn newest(scope: ExecutionScope, limit: usize) -> Self {
        Self {
            scope,
            status: None,
            task_type: None,
            undelivered: false,
            from: None,
            to: None,
            filter: ExecutionFilter::default(),
            order: ExecutionOrder::default(),
            limit,
            cursor: None,
        }
    }
}
