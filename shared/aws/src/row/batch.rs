//! The rows of a batch: the batch, the number of its executions, and how many have which status.
//!
//! The number is written by who adds executions, the counts by the projector, and the batch by neither: they are
//! rows of their own, so that they do not conflict.

use std::{collections::HashMap, time::Duration};

use aws_sdk_dynamodb::types::AttributeValue;
use beadle_application::port::StoreError;
use beadle_domain::{
    adhoc::FARTHEST,
    batch::{Batch, BatchTally, CountedBatch},
    execution::Status,
};
use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    errors::unreadable,
    executions::Retention,
    keys::{self, Key},
    table::Item,
};

/// How long the rows of a batch are kept after they were last written: longer than an execution may be due
/// ahead, and may live after that.
const KEPT: Duration = Duration::from_secs(FARTHEST.as_secs() + 180 * 86_400);

/// When a row of a batch expires that is written at `now`, in seconds since the epoch.
pub(crate) fn batch_ttl(now: Timestamp) -> i64 {
    duration::after(now, KEPT).as_second()
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BatchRow {
    pub pk: String,
    pub sk: String,
    gsi1pk: String,
    gsi1sk: String,
    pub version: u64,
    pub batch: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl BatchRow {
    /// The row of `batch`: kept for `retention` after its end, and without one for [`KEPT`] after it was closed, or
    /// else created.
    pub fn new(batch: &Batch, retention: Retention) -> Result<Self, StoreError> {
        let Key { pk, sk } = Key::batch(batch.id);
        let ttl = match &batch.end {
            Some(end) => retention.ttl(end.at),
            None => Some(batch_ttl(batch.closed_at.unwrap_or(batch.created_at))),
        };
        Ok(Self {
            pk,
            sk,
            gsi1pk: keys::batches_of(&batch.owner),
            gsi1sk: keys::position(batch.created_at, batch.id),
            version: batch.version,
            batch: serde_json::to_string(batch).map_err(|error| unreadable("a batch", error))?,
            ttl,
        })
    }

    /// The batch.
    pub fn batch(&self) -> Result<Batch, StoreError> {
        serde_json::from_str(&self.batch)
            .map_err(|error| unreadable(format!("the batch `{}`", self.pk), error))
    }
}

/// The batch in `item` with its counts.
pub(crate) fn counted(
    item: Item,
    members: Option<&Item>,
    tally: Option<&Item>,
) -> Result<CountedBatch, StoreError> {
    let row: BatchRow =
        serde_dynamo::from_item(item).map_err(|error| unreadable("the row of a batch", error))?;
    let nothing = HashMap::new();
    let (members, tally) = (members.unwrap_or(&nothing), tally.unwrap_or(&nothing));
    let closed = members.get("closed").and_then(|closed| closed.as_bool().ok()).copied();
    let mut counts = BatchTally::default();
    for status in Status::ALL {
        counts.count(status, count(tally, status.as_str())?);
    }
    counts.began_at = match count(tally, "began_at")? {
        0 => None,
        milliseconds => Some(
            Timestamp::from_millisecond(milliseconds)
                .map_err(|error| unreadable("when a batch began", error))?,
        ),
    };
    Ok(CountedBatch {
        batch: row.batch()?,
        added: u64::try_from(count(members, "added")?)
            .map_err(|error| unreadable("the size of a batch", error))?,
        is_sealed: closed == Some(true),
        tally: counts,
    })
}

/// The number in the attribute `name`; 0 if there is none.
fn count(item: &Item, name: &str) -> Result<i64, StoreError> {
    match item.get(name) {
        None => Ok(0),
        Some(AttributeValue::N(number)) => {
            number.parse().map_err(|error| unreadable(format!("the count `{name}` of a batch"), error))
        }
        Some(_) => Err(StoreError::Corrupt(format!("the count `{name}` of a batch is no number").into())),
    }
}
