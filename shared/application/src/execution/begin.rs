//! Starting an execution, once per idempotency key.

use beadle_domain::execution::{Execution, Request};
use jiff::Timestamp;

use super::ExecutionService;
use crate::{Call, Error, IdempotencyKey, port::Started};

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
        let started = self.starter.start(&execution).await?;
        Begun::of(execution, started, call.key)
    }
}

impl Begun {
    /// The result of starting `execution` under `key`.
    ///
    /// # Errors
    /// [`Error::KeyReused`].
    pub(crate) fn of(
        execution: Execution,
        started: Started,
        key: Option<&IdempotencyKey>,
    ) -> Result<Self, Error> {
        match started {
            Started::Created => Ok(Self { execution, replayed: false }),
            Started::Existing(existing) => {
                if let Some(key) = key {
                    key.check(existing.request.idempotency.as_ref())?;
                }
                // Without a key the id is fresh: the executor claimed the message before the row was written.
                Ok(Self { execution: *existing, replayed: key.is_some() })
            }
        }
    }
}
