//! Pauses as this process knows them.
//!
//! Each is read at most once in two seconds, so a pause and a resumption take effect within that time, and a busy process
//! reads a handful of small documents a second whatever it runs.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use beadle_application::{pause::in_force, port::StoreError};
use beadle_domain::gate::{Pause, PauseTarget, pause};
use beadle_values::{
    duration,
    id::{ConfigId, OwnerId},
};
use futures_util::future;
use jiff::Timestamp;

use super::{GateContext, Gates, waiting::lock};

/// For how long a read pause is used, and also that there is none.
const CACHE_TTL: Duration = Duration::from_secs(2);

/// The number of cached pauses at which outdated ones are removed.
const MAX_CACHED: usize = 10_000;

/// The cached pauses.
#[derive(Default)]
pub(super) struct Pauses(Mutex<HashMap<PauseTarget, CachedPause>>);

struct CachedPause {
    pause: Option<Pause>,
    read_at: Timestamp,
}

impl CachedPause {
    fn is_fresh(&self, now: Timestamp) -> bool {
        duration::between(self.read_at, now) < CACHE_TTL
    }
}

impl Gates {
    /// Of the pauses that hold executions of `owner` with `config`, the one that holds the longest.
    ///
    /// # Errors
    /// [`StoreError`] if one can't be read; the message is then delivered again.
    pub async fn pause(
        &self,
        owner: &OwnerId,
        config: Option<ConfigId>,
    ) -> Result<Option<(PauseTarget, Pause)>, StoreError> {
        let known = PauseTarget::over(owner, config).map(|target| self.pauses.known(&self.context, target));
        let known = future::try_join_all(known).await?;
        Ok(pause::longest(known.into_iter().filter_map(|(target, pause)| Some((target, pause?)))))
    }
}

impl Pauses {
    /// The pause of `target`, from the cache or else from the store.
    async fn known(
        &self,
        context: &GateContext,
        target: PauseTarget,
    ) -> Result<(PauseTarget, Option<Pause>), StoreError> {
        let now = context.clock.now();
        if let Some(cached) = lock(&self.0).get(&target).filter(|cached| cached.is_fresh(now)) {
            let pause = cached.pause.clone().filter(|pause| pause.is_in_force(now));
            return Ok((target, pause));
        }
        let pause = in_force(&*context.store, &target, now).await?;
        let mut cached = lock(&self.0);
        if cached.len() >= MAX_CACHED {
            cached.retain(|_, cached| cached.is_fresh(now));
        }
        cached.insert(target.clone(), CachedPause { pause: pause.clone(), read_at: now });
        Ok((target, pause))
    }
}
