//! Responses to deliveries.

use beadle_application::hook::Delivered;
use beadle_values::{id::ExecutionId, names};
use serde::Serialize;

names! {
    /// What a delivery did.
    pub enum DeliveryStatus, schema "DeliveryStatus" {
        /// It started an execution, now or before.
        Started = "started",
        /// The filter of the hook left it out.
        Filtered = "filtered",
    }
}

/// What a delivery did. A repeat has the same response.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(
    as = Delivery,
    example = json!({
        "status": "started",
        "execution_id": "exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70",
        "delivery_id": "72d3162e-cc78-11e3-81ab-4c9367dc0958"
    })
))]
pub(crate) struct DeliveryResponse {
    /// What it did.
    status: DeliveryStatus,
    /// Id of the execution that it started; omitted if it was filtered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    execution_id: Option<ExecutionId>,
    /// Id of the delivery; null if it has none, so that a repeat is another delivery.
    delivery_id: Option<String>,
}

/// The challenge of Slack, in return.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = HookChallenge, example = json!({"challenge": "3eZbrw1aBm2rZgRNFdxV"})))]
pub(crate) struct ChallengeResponse {
    /// The text that was sent.
    challenge: String,
}

/// The response to a delivery that was taken.
pub(super) enum Taken {
    /// 202, and whether it is a repeat.
    Accepted(DeliveryResponse, bool),
    /// 200.
    Challenged(ChallengeResponse),
}

impl From<Delivered> for Taken {
    fn from(delivered: Delivered) -> Self {
        let accepted = |status, execution_id, delivery_id, repeated| {
            Self::Accepted(DeliveryResponse { status, execution_id, delivery_id }, repeated)
        };
        match delivered {
            Delivered::Started { execution, id, repeated } => {
                accepted(DeliveryStatus::Started, Some(execution), id, repeated)
            }
            Delivered::Filtered { id } => accepted(DeliveryStatus::Filtered, None, id, false),
            Delivered::Challenged(challenge) => Self::Challenged(ChallengeResponse { challenge }),
        }
    }
}
