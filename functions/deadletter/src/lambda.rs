//! The Lambda handler of the dead-letter queue.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use beadle_application::dead_letter::{DeadLetter, Recorded};
use beadle_domain::execution::bundle;
use tracing::Instrument;

use crate::Recorder;

/// Records the dead letters of `event`, one for each message of a bundle, each of which was delivered `deliveries` times before it was moved
/// here. Returns those to be redelivered. A message's own receive count continues in the dead-letter queue,
/// so it is less accurate.
pub async fn handle(recorder: &Recorder, event: &SqsEvent, deliveries: u32) -> SqsBatchResponse {
    let mut again = Vec::new();
    for message in &event.records {
        let id = message.message_id.as_deref().unwrap_or_default();
        let body = message.body.as_deref().unwrap_or_default();
        let mut is_recorded = true;
        for body in bundle::messages(body) {
            let letter = DeadLetter { body, deliveries };
            let recorded =
                recorder.handle(letter).instrument(tracing::info_span!("message", message.id = id)).await;
            is_recorded &= matches!(
                recorded,
                Ok(Recorded::Failed(_) | Recorded::Settled(_) | Recorded::Unreadable { .. })
            );
        }
        if !is_recorded {
            again.push(id);
        }
    }
    let mut response = SqsBatchResponse::default();
    response.set_failures(again);
    response
}
