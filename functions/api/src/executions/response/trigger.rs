//! What started an execution, in detail.

use beadle_domain::{execution::Trigger, hook::Delivery, signature::SignatureScheme};
use beadle_values::id::{ExecutionId, TaskId};
use jiff::Timestamp;
use serde::Serialize;

/// Details of the trigger of an execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = TriggerData))]
pub(crate) struct TriggerData<'a> {
    /// Time for which it was scheduled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    scheduled_for: Option<Timestamp>,
    /// Id of the execution that it replays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    replay_of: Option<ExecutionId>,
    /// Id of the task about which it notifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<String>))]
    notice_of: Option<TaskId>,
    /// The delivery of a webhook that started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<DeliveryResponse<'a>>,
}

/// The delivery of a webhook that started an execution.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = StartingDelivery))]
pub(crate) struct DeliveryResponse<'a> {
    /// The scheme by which its sender was verified; null if the hook verifies nobody.
    scheme: Option<SignatureScheme>,
    /// Its id; null if it has none.
    #[cfg_attr(test, schema(example = "72d3162e-cc78-11e3-81ab-4c9367dc0958"))]
    id: Option<&'a str>,
}

impl<'a> TriggerData<'a> {
    pub(super) fn of(trigger: &'a Trigger) -> Self {
        let Trigger { scheduled_for, replay_of, notice_of, .. } = *trigger;
        let delivery = trigger.delivery.as_deref();
        let delivery =
            delivery.map(|Delivery { scheme, id }| DeliveryResponse { scheme: *scheme, id: id.as_deref() });
        Self { scheduled_for, replay_of, notice_of, delivery }
    }
}
