//! A permit while a call uses it.

use std::{sync::Arc, time::Duration};

use beadle_application::port::StoreError;
use jiff::Timestamp;
use tokio::time;

use super::{
    Uncovered, World,
    permits::{Permission, Permit, Permits},
    waiting::Kind,
};

/// A permit while a call uses it. It is free again when this is dropped.
#[must_use = "a permit that is dropped is given back"]
pub struct Held {
    world: Arc<World>,
    permits: Arc<Permits>,
    permit: Permit,
    /// Of how many at once.
    concurrency: u32,
    /// How long the call took, if it was made.
    took: Option<Duration>,
}

/// What came of asking for a permit.
#[derive(Debug)]
pub(super) enum Taken {
    /// There is one.
    Granted(Held),
    /// There is none; ask again then.
    Later(Timestamp),
}

impl Held {
    /// A permit for one call, of `concurrency` that there are.
    pub(super) async fn take(
        world: &Arc<World>,
        permits: &Arc<Permits>,
        concurrency: u32,
        kind: Kind,
    ) -> Result<Taken, StoreError> {
        Ok(match permits.take(world, concurrency, kind).await? {
            Permission::Granted(permit) => Taken::Granted(Self {
                world: Arc::clone(world),
                permits: Arc::clone(permits),
                permit,
                concurrency,
                took: None,
            }),
            Permission::Later(due) => Taken::Later(due),
        })
    }

    /// Keeps it for as long as its call takes; to be polled beside the call. Comes back only when the permit is lost.
    pub async fn keep(&self) -> Uncovered {
        let (world, permits) = (&*self.world, &*self.permits);
        loop {
            let rest = permits.rest(self.permit, world.clock.now());
            time::sleep(rest.max(Duration::from_millis(250))).await;
            if let Err(error) = permits.renew(world, self.concurrency, self.permit).await {
                tracing::warn!(gate = %permits.gate(), %error, "a permit was not renewed");
            }
            if !permits.covers(self.permit, world.clock.now()) {
                return Uncovered;
            }
        }
    }

    /// Gives it back after a call that took `took`, if one was made.
    pub fn end(mut self, took: Option<Duration>) {
        self.took = took;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.permits.put_back(self.permit, self.world.clock.now(), self.took);
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Held")
            .field("permit", &self.permit)
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
