//! The Lambda handler of the table's stream.
//!
//! To count each change once, the projector needs a checkpoint for each shard of the stream, and Lambda
//! passes the shard's name only to functions with a tumbling window (`TumblingWindowInSeconds` in the
//! template). The window has no other purpose: the state that Lambda carries from batch to batch is returned
//! unchanged. If no shard is named, as by an emulator whose streams have only one, the ARN of the stream is
//! used instead.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html>

mod event;

use serde::Serialize;
use serde_json::{Map, Value};

pub use self::event::StreamEvent;
use crate::Projector;

/// The response to Lambda.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamResponse {
    /// The first record that was not handled, if any; Lambda continues there.
    pub batch_item_failures: Vec<ItemFailure>,
    /// The state of the window; Lambda treats a response without it as a failure.
    pub state: Map<String, Value>,
}

/// A record that was not handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemFailure {
    /// Its sequence number in the stream.
    pub item_identifier: String,
}

/// Projects the changes of `event`. A record that can't be read is logged and passed over: the row is still
/// in the table, and no retry would read it.
pub async fn handle(projector: &Projector, event: StreamEvent) -> StreamResponse {
    let undone = match projector.handle(&event.changes()).await {
        Ok(_) => None,
        Err(error) => event.number_of(&error.first_undone),
    };
    StreamResponse {
        batch_item_failures: undone
            .map(|item_identifier| ItemFailure { item_identifier })
            .into_iter()
            .collect(),
        state: event.state,
    }
}
