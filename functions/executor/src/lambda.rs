//! Translates an SQS event of Lambda into a batch.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use jiff::Timestamp;

use crate::{Executor, Record};

/// Handles the messages of an invocation that stops at `deadline`, in milliseconds since 1970. The response
/// lists the messages that are to be delivered again.
pub async fn handle(executor: &Executor, event: &SqsEvent, deadline: u64) -> SqsBatchResponse {
    let records: Vec<Record<'_>> = event
        .records
        .iter()
        .map(|message| Record {
            id: message.message_id.as_deref().unwrap_or_default(),
            body: message.body.as_deref().unwrap_or_default(),
            sent_at: message
                .attributes
                .get("SentTimestamp")
                .and_then(|sent| milliseconds(sent.parse().ok()?)),
            deliveries: message
                .attributes
                .get("ApproximateReceiveCount")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1),
        })
        .collect();
    let mut response = SqsBatchResponse::default();
    response.set_failures(executor.handle_batch(&records, milliseconds(deadline)).await);
    response
}

fn milliseconds(time: u64) -> Option<Timestamp> {
    Timestamp::from_millisecond(i64::try_from(time).ok()?).ok()
}
