//! Waits for the end of an execution. DynamoDB does not notify a Lambda function of a write, so this polls
//! with growing pauses.

use std::time::Duration;

use beadle_application::port::StoreError;
use beadle_domain::execution::Execution;
use beadle_values::id::ExecutionId;
use tokio::time::{Instant, sleep_until};

use super::ExecutionStore;

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const MAX_PAUSE: Duration = Duration::from_secs(1);

impl ExecutionStore {
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
