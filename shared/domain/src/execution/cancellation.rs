//! A request to cancel an execution: why, and who made it.

use std::borrow::Cow;

use beadle_values::id::OwnerId;
use serde::{Deserialize, Serialize};

use super::CancelReason;

/// What is known of the effect of a call that was cut off.
pub const CUT_OFF: &str =
    "the call was cut off after it was sent; whether it had an effect at the destination is not known";

/// A request to cancel an execution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// The reason.
    pub reason: CancelReason,
    /// Who asked for it; `None` if a rule of the system did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OwnerId>,
}

impl Cancellation {
    /// A caller asks for it.
    pub fn requested_by(caller: OwnerId) -> Self {
        Self { reason: CancelReason::Requested, by: Some(caller) }
    }

    /// The reason in words, with the name of the one who asked.
    pub fn sentence(&self) -> Cow<'static, str> {
        match (&self.by, self.reason) {
            (Some(by), CancelReason::Requested) => Cow::Owned(format!("{} asked for it", by.as_str())),
            (_, reason) => Cow::Borrowed(reason.sentence()),
        }
    }
}

impl From<CancelReason> for Cancellation {
    fn from(reason: CancelReason) -> Self {
        Self { reason, by: None }
    }
}
