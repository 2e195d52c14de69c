//! What did not arrive and is taken up again: ticks and delayed messages that EventBridge Scheduler could not deliver, ticks that
//! the executor received several times and did not handle, and ticks that Lambda gave up on. All of them come back through one queue.
//!
//! - EventBridge Scheduler sends the input of the schedule, and says in attributes when it was due and whether the input is
//!   cut off: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html>.
//! - Lambda sends a record with the event in `requestPayload`:
//!   <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>.

use std::sync::Arc;

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent, SqsMessage};
use beadle_application::{
    port::{Queue, QueueError},
    tick::TickError,
};
use beadle_domain::{
    execution::Message,
    tick::{PayloadError, Tick},
};
use beadle_values::cause::Chain;
use jiff::Timestamp;
use serde_json::Value;

use crate::TickHandler;

/// The attribute with the time for which the schedule was due.
const SCHEDULED_TIME: &str = "SCHEDULED_TIME";

/// Takes up what was not delivered.
#[derive(Clone)]
pub struct Undelivered {
    ticks: TickHandler,
    queue: Arc<dyn Queue>,
}

/// Why something is not taken up. It stays in the queue until it was delivered too often.
#[derive(Debug, thiserror::Error)]
enum TakeUpError {
    #[error("neither a tick nor a message")]
    Shape(#[source] serde_json::Error),
    #[error(transparent)]
    Payload(#[from] PayloadError),
    #[error(transparent)]
    Tick(#[from] TickError),
    #[error(transparent)]
    Queue(#[from] QueueError),
}

impl Undelivered {
    /// Hands ticks to `ticks`, and messages to `queue`.
    pub fn new(ticks: TickHandler, queue: Arc<dyn Queue>) -> Self {
        Self { ticks, queue }
    }

    /// Takes up each record of `event`, and returns those to be redelivered. Each fails on its own.
    pub async fn handle(&self, event: &SqsEvent) -> SqsBatchResponse {
        let mut again = Vec::new();
        for record in &event.records {
            let id = record.message_id.as_deref().unwrap_or_default();
            if let Err(error) = self.take_up(record).await {
                tracing::error!(message.id = id, error = %Chain(&error), "failed to process an undelivered record; it will be redelivered");
                again.push(id);
            }
        }
        let mut response = SqsBatchResponse::default();
        response.set_failures(again);
        response
    }

    async fn take_up(&self, record: &SqsMessage) -> Result<(), TakeUpError> {
        let body = record.body.as_deref().unwrap_or_default();
        let mut body: Value = serde_json::from_str(body).map_err(TakeUpError::Shape)?;
        if let Some(payload) = body.get_mut("requestPayload") {
            body = payload.take();
        }
        if body.get("task_id").is_some() {
            let tick = Tick::try_from(body)?;
            let scheduled_time = tick.scheduled_time.or_else(|| scheduled_time(record));
            let tick = Tick { scheduled_time, ..tick };
            // A message that was moved here keeps the time at which it was sent.
            let sent = record.attributes.get("SentTimestamp");
            let sent_at = sent.and_then(|sent| Timestamp::from_millisecond(sent.parse().ok()?).ok());
            if let Some(message) = self.ticks.take_up(&tick, sent_at).await? {
                self.queue.send(&message, None).await?;
            }
            return Ok(());
        }
        let message: Message = serde_json::from_value(body).map_err(TakeUpError::Shape)?;
        tracing::warn!(execution.id = %message.execution().id(), "delayed message was not delivered; sending it now");
        Ok(self.queue.send(&message, message.due()).await?)
    }
}

fn scheduled_time(record: &SqsMessage) -> Option<Timestamp> {
    record.message_attributes.get(SCHEDULED_TIME)?.string_value.as_deref()?.parse().ok()
}
