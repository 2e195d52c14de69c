//! Waits for the end of an execution; the write that ends it wakes the waiter.

use std::time::Duration;

use beadle_application::port::StoreError;
use beadle_domain::execution::Execution;
use beadle_values::id::ExecutionId;

use crate::Embedded;

impl Embedded {
    pub(super) async fn ended_execution(
        &self,
        id: ExecutionId,
        patience: Duration,
    ) -> Result<Option<Execution>, StoreError> {
        let waiter = self.shared.waiters.join(id);
        let signal = waiter.signal();
        tokio::pin!(signal);
        // Listening begins before the row is read, so that no end is missed in between.
        signal.as_mut().enable();
        let now = self.execution(id).await?;
        if now.as_ref().is_none_or(|execution| execution.status().is_final()) {
            return Ok(now);
        }
        // The row is the answer in either case: after the signal and after the timeout.
        let _ = tokio::time::timeout(patience, signal).await;
        self.execution(id).await
    }
}
