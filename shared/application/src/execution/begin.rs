//! Starting an execution, once a key.

use beadle_domain::execution::{Execution, Request};
use jiff::Timestamp;

use crate::{
    GivenKey, Refusal,
    port::{StartExecutions, Started},
};

/// An execution that was started, now or earlier under the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// The execution, as it stood when this was asked.
    pub execution: Execution,
    /// Whether it was started earlier under the same key.
    pub replayed: bool,
}

pub(super) async fn begin(
    executions: &dyn StartExecutions,
    request: Request,
    due: Timestamp,
    key: Option<&GivenKey>,
) -> Result<Begun, Refusal> {
    let execution = Execution::new(request, due);
    match executions.start(&execution).await? {
        Started::Created => Ok(Begun { execution, replayed: false }),
        Started::Existing(existing) => {
            if let Some(key) = key {
                key.check(existing.request.idempotency.as_ref())?;
            }
            // A fresh id that exists is our own: the executor was faster than the row.
            Ok(Begun { execution: *existing, replayed: key.is_some() })
        }
    }
}
