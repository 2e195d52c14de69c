//! A permit while a call uses it.

use std::{sync::Arc, time::Duration};

use beadle_application::port::StoreError;
use beadle_values::cause::Chain;
use tokio::time;

use super::{
    GateContext, PermitLost,
    permits::{Permit, Permits, Ticket},
    waiting::{Acquired, Waiter},
};

/// How long a call rests between its looks at the permits of its process.
const MIN_REST: Duration = Duration::from_millis(250);
const MAX_REST: Duration = Duration::from_secs(1);

/// A permit while a call uses it. Dropping it releases the permit.
#[must_use = "a permit that is dropped is given back"]
pub struct PermitGuard {
    context: Arc<GateContext>,
    permits: Arc<Permits>,
    permit: Permit,
    /// The limit that the permit is part of.
    concurrency: u32,
    /// How long the call took, if it was made.
    took: Option<Duration>,
}

impl PermitGuard {
    /// Acquires a permit for one call under the limit `concurrency`. Where one is near the execution gets a ticket, waits, and
    /// asks again with it.
    pub(super) async fn take(
        context: &Arc<GateContext>,
        permits: &Arc<Permits>,
        concurrency: u32,
        kind: Waiter,
        ticket: Option<Ticket>,
    ) -> Result<Acquired<Self, Ticket>, StoreError> {
        Ok(match permits.take(context, concurrency, kind, ticket).await? {
            Acquired::Granted(permit) => Acquired::Granted(Self {
                context: Arc::clone(context),
                permits: Arc::clone(permits),
                permit,
                concurrency,
                took: None,
            }),
            Acquired::Wait(ticket) => Acquired::Wait(ticket),
            Acquired::RetryAt(due) => Acquired::RetryAt(due),
        })
    }

    /// Renews the permit while its call runs, and returns those that the process does not use and others wait for; poll it
    /// beside the call. Returns only if the permit is lost.
    pub async fn keep(&self) -> PermitLost {
        let (context, permits) = (&*self.context, &*self.permits);
        loop {
            let rest = permits.time_to_renewal(self.permit, context.clock.now());
            time::sleep(rest.clamp(MIN_REST, MAX_REST)).await;
            if let Err(error) = permits.renew(context, self.concurrency, self.permit).await {
                tracing::warn!(gate = %permits.gate(), error = %Chain(&error), "failed to renew a permit");
            }
            if let Err(error) = permits.return_idle(context, self.concurrency, false).await {
                tracing::warn!(gate = %permits.gate(), error = %Chain(&error), "failed to return permits");
            }
            if !permits.is_valid(self.permit, context.clock.now()) {
                return PermitLost;
            }
        }
    }

    /// Releases the permit. `took` is the duration of its call, if one was made.
    pub fn end(mut self, took: Option<Duration>) {
        self.took = took;
    }
}

impl Drop for PermitGuard {
    fn drop(&mut self) {
        self.permits.release(self.permit, self.context.clock.now(), self.took);
    }
}

impl std::fmt::Debug for PermitGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PermitGuard")
            .field("permit", &self.permit)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
