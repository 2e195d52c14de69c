//! The event that Lambda sends: records of a DynamoDB stream, with or without the properties of a window.

use std::collections::HashMap;

use beadle_application::port::StoreError;
use beadle_aws::stream::change_of;
use beadle_domain::projection::{ChangeRecord, Sequence};
use beadle_values::cause::Chain;
use jiff::Timestamp;
use serde::Deserialize;
use serde_dynamo::{AttributeValue, Item};
use serde_json::{Map, Value};

/// A batch of a stream.
#[derive(Debug, Clone, Deserialize)]
pub struct StreamEvent {
    #[serde(rename = "Records", default)]
    records: Vec<StreamRecord>,
    #[serde(rename = "shardId", default)]
    shard_id: Option<String>,
    #[serde(default)]
    pub(super) state: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
struct StreamRecord {
    #[serde(rename = "eventSourceARN")]
    stream: String,
    dynamodb: Images,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Images {
    /// Seconds since 1970.
    approximate_creation_date_time: f64,
    sequence_number: String,
    #[serde(default = "nothing")]
    old_image: Item,
    #[serde(default = "nothing")]
    new_image: Item,
}

fn nothing() -> Item {
    HashMap::<String, AttributeValue>::new().into()
}

impl StreamEvent {
    /// The changes of the records that can be read.
    pub(super) fn changes(&self) -> Vec<ChangeRecord> {
        let mut changes = Vec::with_capacity(self.records.len());
        for record in &self.records {
            match self.change(record) {
                Ok(change) => changes.extend(change),
                Err(error) => {
                    let sequence = &record.dynamodb.sequence_number;
                    tracing::error!(sequence, error = %Chain(&error), "change can't be read and is passed over");
                }
            }
        }
        changes
    }

    fn change(&self, record: &StreamRecord) -> Result<Option<ChangeRecord>, StoreError> {
        let images = &record.dynamodb;
        let Some(change) = change_of(&images.old_image, &images.new_image)? else { return Ok(None) };
        Ok(Some(ChangeRecord {
            shard: self.shard_id.clone().unwrap_or_else(|| record.stream.clone()),
            sequence: Sequence::of(&images.sequence_number),
            at: time(images.approximate_creation_date_time)?,
            change,
        }))
    }

    /// The sequence number in the stream of `sequence`, which is in the batch.
    pub(super) fn number_of(&self, sequence: &Sequence) -> Option<String> {
        let mut numbers = self.records.iter().map(|record| &record.dynamodb.sequence_number);
        let first = numbers.clone().next();
        numbers.find(|number| Sequence::of(number) == *sequence).or(first).cloned()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and the range is checked")]
fn time(seconds: f64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond((seconds * 1_000.0).round() as i64)
        .map_err(|error| StoreError::Corrupt(format!("the time of a change: {error}").into()))
}
