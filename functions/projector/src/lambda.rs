//! The stream of the table, as Lambda hands it over.
//!
//! Counting each change once takes a checkpoint for each shard of the stream, and Lambda tells the shard only to functions
//! with a tumbling window (`TumblingWindowInSeconds` in the template). That is all the window is there for: the state that
//! Lambda carries from batch to batch stays as it is. Where no shard is named, as in an emulator whose streams have but one,
//! the stream itself stands for it.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html>

mod event;

use serde::Serialize;
use serde_json::{Map, Value};

pub use self::event::StreamEvent;
use crate::Projector;

/// What is answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamResponse {
    /// The first record that was not done, if any; Lambda goes on from there.
    pub batch_item_failures: Vec<ItemFailure>,
    /// The state of the window; a response without it counts as a failure there.
    pub state: Map<String, Value>,
}

/// A record that was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemFailure {
    /// Its sequence number, as the stream gave it.
    pub item_identifier: String,
}

/// Projects the changes of `event`. A record that can't be read holds the shard up until the stream's patience with it is
/// over; those before it are done.
pub async fn handle(projector: &Projector, event: StreamEvent) -> StreamResponse {
    let (changes, unreadable) = event.changes();
    let undone = match projector.handle(&changes).await {
        Ok(_) => unreadable,
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
