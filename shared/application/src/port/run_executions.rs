//! How executions are run: claimed, kept and settled.

use async_trait::async_trait;
use beadle_domain::execution::{Cancellation, Execution, Message, Output};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;

use super::{Executions, Saved, StoreError, tasks::Replaced};

/// The most executions that [`RunExecutions::unended_before`] returns: more than a schedule makes ahead.
pub const MAX_UNENDED: usize = 70;

/// Runs executions: claims them, renews their leases and settles them.
#[async_trait]
pub trait RunExecutions: Executions {
    /// Claims the execution of `message` at `now`, as [`beadle_domain::execution::claim::decide`] decides.
    /// The decision is written only if the row has not changed since it was read. A row that was never
    /// written is taken from the message.
    ///
    /// # Errors
    /// [`StoreError`] when nothing was decided: the message must be redelivered.
    async fn claim(&self, message: &Message, now: Timestamp) -> Result<Claim, StoreError>;

    /// Claims the execution that `start` would start, at `now`, as [`claim`](Self::claim) does. It most likely has no row, so a store
    /// tries to write it as claimed first. `start` was not sent, so the caller must keep what asked for the execution until that has
    /// ended or is saved.
    ///
    /// # Errors
    /// [`StoreError`] when nothing was decided.
    async fn claim_new(&self, start: &Message, now: Timestamp) -> Result<Claim, StoreError> {
        self.claim(start, now).await
    }

    /// Saves `settled`, what became of the attempt of `claimed`, as [`save`](Executions::save) does. An execution that
    /// [needs no claim](beadle_domain::execution::claim::needs_no_claim) may still have the row that it had before.
    ///
    /// # Errors
    /// [`StoreError`] as for [`save`](Executions::save).
    async fn settle(&self, settled: &Execution, claimed: &Execution, hops: u32) -> Result<Saved, StoreError> {
        self.save(settled, claimed.version(), hops).await
    }

    /// Extends the lease of the execution claimed under `fence` to `lease_until`.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be extended.
    async fn renew(&self, id: ExecutionId, fence: u64, lease_until: Timestamp)
    -> Result<Renewal, StoreError>;

    /// Stores what the execution claimed under `fence` has written so far, in place of what was stored of it. Its version
    /// stays. Nothing is stored if another executor took it over, or it ended.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be stored.
    async fn note_output(&self, id: ExecutionId, fence: u64, output: &Output) -> Result<(), StoreError>;

    /// Replaces the stored request of the claimed `execution`, whose version is the fence, with the one that it
    /// has. Only what the task decides may differ: neither the id, nor the owner, nor the creation time.
    ///
    /// # Errors
    /// [`StoreError`] when it may not be replaced.
    async fn replace_request(&self, execution: &Execution) -> Result<Replaced, StoreError>;

    /// Waits until the cancellation of the running execution `id` is requested, and returns the request; waits
    /// for ever if it never is. SQLite notifies the process that runs it at once. DynamoDB is asked every
    /// two seconds, the first time after two seconds, so that a short call costs no read; a failed read is
    /// repeated with the next one.
    async fn cancelled(&self, id: ExecutionId) -> Cancellation;

    /// Executions of `task` that were created before `execution`, have not ended and go before it
    /// ([`Execution::goes_before`]), newest first, at most [`MAX_UNENDED`].
    ///
    /// # Errors
    /// [`StoreError`].
    async fn unended_before(&self, task: TaskId, execution: &Execution)
    -> Result<Vec<Execution>, StoreError>;

    /// The first execution of `task` that was created after `execution` and has not ended, among the next two hundred.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn next_unended(
        &self,
        task: TaskId,
        execution: &Execution,
    ) -> Result<Option<Execution>, StoreError>;
}

/// Result of a claim.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// Run it: it is `running`, and its version is the fence.
    Taken(Box<Execution>),
    /// Nothing to run, acknowledge the message: the execution ended, was given up, or a newer message drives
    /// it.
    Done,
    /// Send the message again for this time and acknowledge it: it is early, or another executor holds the
    /// execution.
    Later(Timestamp),
    /// Send this message instead and acknowledge the other.
    Reissue(Box<Message>),
}

/// Result of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// The lease is extended.
    Extended {
        /// Whether cancellation was requested.
        cancel_requested: bool,
    },
    /// Another executor took it over, or it ended: stop working on it.
    Lost,
}
