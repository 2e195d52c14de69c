//! Starting an execution, once per idempotency key.

use beadle_domain::execution::{Execution, Request};
use jiff::Timestamp;

use super::ExecutionService;
use crate::{Call, Error, port::Started};

/// An execution that was started by this call or by an earlier one with the same key.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// The execution as it was at the time of the call.
    pub execution: Execution,
    /// Whether an earlier call with the same key started it.
    pub replayed: bool,
}

impl ExecutionService {
    pub(super) async fn begin(
        &self,
        call: Call<'_>,
        mut request: Request,
        due: Timestamp,
    ) -> Result<Begun, Error> {
        request.trigger.trace = call.trace;
        let execution = Execution::new(request, due);
        match self.starter.start(&execution).await? {
            Started::Created => Ok(Begun { execution, replayed: false }),
            Started::Existing(existing) => {
                if let Some(key) = call.key {
                    key.check(existing.request.idempotency.as_ref())?;
                }
                // Without a key the id is fresh: the executor claimed the message before the row was written.
                Ok(Begun { execution: *existing, replayed: call.key.is_some() })
            }
        }
    }
}
