//! Waits for the end of an execution, or for a request to cancel it. DynamoDB does not notify a Lambda
//! function of a write, so this polls: for the end with growing pauses, for a request every two seconds.

use std::time::Duration;

use beadle_application::port::StoreError;
use beadle_domain::execution::{CancelReason, Cancellation, Execution};
use beadle_values::{cause::Chain, id::ExecutionId};
use tokio::time::{Instant, sleep, sleep_until};

use super::{ExecutionStore, row};
use crate::{errors, keys::Key, table::attributes};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const MAX_PAUSE: Duration = Duration::from_secs(1);

/// The pause before each look for a request to cancel. Calls usually end before the first one.
const LOOK_EVERY: Duration = Duration::from_secs(2);

impl ExecutionStore {
    pub(super) async fn watch_for_cancellation(&self, id: ExecutionId) -> Cancellation {
        loop {
            sleep(LOOK_EVERY).await;
            match self.cancellation(id).await {
                Ok(Some(cancellation)) => return cancellation,
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(execution.id = %id, error = %Chain(&error), "failed to look for a request to cancel");
                }
            }
        }
    }

    /// The request to cancel it. Eventually consistent, which halves the price: a request is at most one look
    /// later.
    async fn cancellation(&self, id: ExecutionId) -> Result<Option<Cancellation>, StoreError> {
        let get = self.table.client().get_item().table_name(self.table.name());
        let read = get.set_key(Some(attributes(&Key::execution(id)))).send().await;
        let item = read.map_err(|error| errors::store("look for a request to cancel", error))?.item;
        let Some(row) = item.map(row).transpose()?.filter(|row| row.cancel_requested) else {
            return Ok(None);
        };
        Ok(Some(row.cancellation()?.unwrap_or_else(|| CancelReason::Requested.into())))
    }

    pub(super) async fn watch(
        &self,
        id: ExecutionId,
        patience: Duration,
    ) -> Result<Option<Execution>, StoreError> {
        let end = Instant::now() + patience;
        let mut pause = FIRST_PAUSE;
        loop {
            let execution = self.find(id).await?;
            let ended = execution.as_ref().is_some_and(|execution| execution.status().is_final());
            if ended || Instant::now() >= end {
                return Ok(execution);
            }
            sleep_until((Instant::now() + pause).min(end)).await;
            pause = (pause * 3 / 2).min(MAX_PAUSE);
        }
    }
}
