//! A request to cancel an execution that has no row yet. It has the key of the row, so that a claim, which writes the row, finds it.

use beadle_application::port::StoreError;
use beadle_domain::execution::{Cancellation, Request};
use beadle_values::id::{ExecutionId, OwnerId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{errors::unreadable, keys::Key};

/// The attribute that tells it from a row.
pub(crate) const CANCELLED_EARLY: &str = "cancelled_early";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EarlyCancel {
    pk: String,
    sk: String,
    /// The request, as JSON.
    cancelled_early: String,
    /// The one whose execution it is to be; anybody's if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<OwnerId>,
    /// When it was made, in milliseconds since the epoch.
    at: i64,
    /// When no message of the execution can come any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ttl: Option<i64>,
}

impl EarlyCancel {
    /// The request `cancellation`, made at `at` and kept until `ttl`, of the execution `id` of `owner`.
    pub fn new(
        id: ExecutionId,
        owner: Option<&OwnerId>,
        cancellation: &Cancellation,
        at: Timestamp,
        ttl: Option<i64>,
    ) -> Result<Self, StoreError> {
        let Key { pk, sk } = Key::execution(id);
        let cancelled_early = serde_json::to_string(cancellation).map_err(|error| unreadable(id, error))?;
        Ok(Self { pk, sk, cancelled_early, owner: owner.cloned(), at: at.as_millisecond(), ttl })
    }

    /// The request and when it was made, if it is about the execution of `request`.
    pub fn of(&self, request: &Request) -> Result<Option<(Cancellation, Timestamp)>, StoreError> {
        if self.owner.as_ref().is_some_and(|owner| *owner != request.owner) {
            return Ok(None);
        }
        let broken = |error| unreadable(format!("the early cancellation of {}", request.id), error);
        let cancellation = serde_json::from_str(&self.cancelled_early).map_err(broken)?;
        let at = Timestamp::from_millisecond(self.at)
            .map_err(|error| unreadable(format!("the early cancellation of {}", request.id), error))?;
        Ok(Some((cancellation, at)))
    }
}
