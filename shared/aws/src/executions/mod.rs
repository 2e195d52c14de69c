//! Executions in the table.
//!
//! A small execution costs three write units in all: the row, a claim and a settlement. One of a saved task has a link too, and
//! one whose id does not say where its owner's list has it an entry in the index. The guarantees rest on the order of writes:
//! message, link, row.

mod answer;
mod before_record;
mod claim;
mod lines;
mod members;
mod note;
mod read;
mod save;
mod start;
mod watch;
mod write;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{
    BeforeRecord, CancelRequest, ExecutionQuery, Executions, LineHead, Noted, Queue, Saved, StoreError,
};
use beadle_domain::{
    execution::{Cancellation, Execution, Note},
    order::OrderLine,
};
use beadle_values::{
    duration,
    id::{ExecutionId, OwnerId},
    page::{Cursor, Page},
};
use jiff::Timestamp;

use self::write::Expected;
use crate::{
    cursor::Cursors,
    errors::unreadable,
    keys,
    row::{
        execution::ExecutionRow,
        spec::{LargeSpec, SpecChunk},
    },
    table::{Item, Table},
};

/// How long the queues of the template keep a message. One that moves to the queue of dead letters keeps its age.
pub const MESSAGES_KEPT: Duration = Duration::from_secs(4 * 86_400);

/// How long executions are kept after their end, and entries of the audit trail after the audited action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// Removed after this time.
    After(Duration),
    /// Never removed.
    Forever,
}

impl Retention {
    /// The minimum: a message can be redelivered as long as its queue keeps it ([`MESSAGES_KEPT`]), and must find the row of its
    /// execution.
    pub const MIN: Duration = Duration::from_secs(5 * 86_400);

    /// How much longer than its execution's retention a link or a large spec is kept: a retried or deferred
    /// execution may live long after it was due.
    const SLACK: Duration = Duration::from_secs(180 * 86_400);

    /// The default for the audit trail: 365 days.
    pub const AUDIT: Self = Self::After(Duration::from_secs(365 * 86_400));

    /// Kept for `time` after the end; `None` if that is shorter than [`Self::MIN`].
    pub fn after_end(time: Duration) -> Option<Self> {
        (time >= Self::MIN).then_some(Self::After(time))
    }

    /// When an item kept from `time` on expires, in seconds since the epoch.
    pub(crate) fn ttl(self, time: Timestamp) -> Option<i64> {
        match self {
            Self::After(retention) => Some(duration::after(time, retention).as_second()),
            Self::Forever => None,
        }
    }

    /// When the items beside `execution`, which has just started, expire.
    fn companion_ttl(self, execution: &Execution) -> Option<i64> {
        let begin = execution.request.created_at;
        let begin = execution.state().due().map_or(begin, |due| due.max(begin));
        self.ttl(duration::after(begin, Self::SLACK))
    }
}

impl Default for Retention {
    /// 30 days.
    fn default() -> Self {
        Self::After(Duration::from_secs(30 * 86_400))
    }
}

/// The ports of executions over the table and the queues.
pub struct ExecutionStore {
    table: Table,
    queue: Arc<dyn Queue>,
    retention: Retention,
    cursors: Cursors,
}

impl ExecutionStore {
    /// Executions in `table`, whose messages go through `queue`.
    pub fn new(table: Table, queue: Arc<dyn Queue>, retention: Retention) -> Self {
        let cursors = Cursors::new(table.clone());
        Self { table, queue, retention, cursors }
    }

    /// The execution in `item`, with its response.
    async fn read(&self, item: Item) -> Result<Execution, StoreError> {
        self.with_answer(self.execution(&row(item)?).await?).await
    }

    /// The execution in the item that a conditional write found.
    async fn existing(&self, item: Option<Item>) -> Result<Execution, StoreError> {
        let missing = || StoreError::Unavailable("a write found a row that a read does not find".into());
        self.read(item.ok_or_else(missing)?).await
    }

    /// The execution of `row`, without a response that is stored apart. A large spec needs another read.
    async fn execution(&self, row: &ExecutionRow) -> Result<Execution, StoreError> {
        match &row.large_spec {
            Some(place) => {
                let spec = self.large_spec(row, place).await?;
                row.execution(Some(&spec))
            }
            None => row.execution(None),
        }
    }

    async fn large_spec(&self, row: &ExecutionRow, place: &LargeSpec) -> Result<String, StoreError> {
        let (id, ..) = row.identity()?;
        let items = self.table.partition(keys::by_itself(id), &keys::spec_chunks(&place.digest)).await?;
        if items.len() != place.chunks {
            let message =
                format!("{id} lacks a part of its spec: {} of {} are there", items.len(), place.chunks);
            return Err(StoreError::Corrupt(message.into()));
        }
        let mut spec = String::new();
        for item in items {
            let chunk: SpecChunk = serde_dynamo::from_item(item).map_err(|error| unreadable(id, error))?;
            spec.push_str(&chunk.text);
        }
        Ok(spec)
    }
}

#[async_trait]
impl Executions for ExecutionStore {
    async fn get(&self, id: ExecutionId) -> Result<Option<Execution>, StoreError> {
        self.find(id).await
    }

    async fn list(&self, query: &ExecutionQuery) -> Result<Page<Execution>, StoreError> {
        self.page(query).await
    }

    async fn ended(&self, id: ExecutionId, patience: Duration) -> Result<Option<Execution>, StoreError> {
        self.watch(id, patience).await
    }

    async fn save(&self, execution: &Execution, expected: u64, hops: u32) -> Result<Saved, StoreError> {
        self.replace(execution, Expected::Version(expected), hops).await
    }

    async fn request_cancel(
        &self,
        id: ExecutionId,
        cancellation: &Cancellation,
    ) -> Result<CancelRequest, StoreError> {
        self.mark_to_be_cancelled(id, cancellation).await
    }

    async fn before_record(&self, id: ExecutionId, now: Timestamp) -> Result<BeforeRecord, StoreError> {
        self.in_place_of_row(id, now).await
    }

    async fn cancel_before_record(
        &self,
        id: ExecutionId,
        owner: Option<&OwnerId>,
        cancellation: &Cancellation,
        now: Timestamp,
    ) -> Result<BeforeRecord, StoreError> {
        self.cancel_early(id, owner, cancellation, now).await
    }

    async fn note(&self, id: ExecutionId, version: u64, note: &Note) -> Result<Noted, StoreError> {
        self.note_beside(id, version, note).await
    }

    async fn first_in_line(&self, line: &OrderLine) -> Result<Option<ExecutionId>, StoreError> {
        self.first_of(line).await
    }

    async fn leave_line(&self, line: &OrderLine, id: ExecutionId) -> Result<Option<ExecutionId>, StoreError> {
        self.take_out(line, id).await
    }

    async fn order_lines(
        &self,
        owner: &OwnerId,
        limit: usize,
        cursor: Option<&Cursor>,
    ) -> Result<Page<LineHead>, StoreError> {
        self.line_heads(owner, limit, cursor).await
    }
}

/// The row in `item`.
fn row(item: Item) -> Result<ExecutionRow, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| unreadable("the row of an execution", error))
}
