//! Limits the concurrent calls of one owner across all configs.
//!
//! Only an owner whose level sets a limit has such a gate. The limit is cached for a minute, so that an
//! ordinary execution reads no account.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::port::StoreError;
use beadle_domain::{
    execution::{Hold, HoldKind},
    gate::GateSubject,
    task::Priority,
};
use beadle_values::{cause::Chain, duration, id::OwnerId};
use jiff::Timestamp;

use super::{
    GateContext, Gates, LocalWait, PermitGuard,
    local_wait::Waited,
    permits::Permits,
    waiting::{Acquired, Waiter, lock},
};

/// For how long an owner's limit is cached.
const CACHE_TTL: Duration = Duration::from_secs(60);

/// The number of cached owners at which idle ones are removed.
const MAX_OWNERS: usize = 10_000;

/// The cached owners.
#[derive(Default)]
pub(super) struct Owners(Mutex<HashMap<OwnerId, CachedOwner>>);

struct CachedOwner {
    concurrency: Option<u32>,
    read_at: Timestamp,
    /// The owner's permits; `None` until a call asks for one.
    permits: Option<Arc<Permits>>,
}

/// Whether a call of an owner may be made now.
#[derive(Debug)]
pub enum OwnerAdmission {
    /// It may.
    Go(PermitGuard),
    /// It may soon: it waits in this process and asks again with this.
    Wait(LocalWait),
    /// It may not; this uses up no retry.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What blocks it.
        hold: Hold,
    },
}

impl Gates {
    /// The cached concurrency limit of `owner`: `Some(None)` for no limit, `None` if its account has to be
    /// read.
    pub fn owners_concurrency(&self, owner: &OwnerId) -> Option<Option<u32>> {
        let now = self.context.clock.now();
        let owners = lock(&self.owners.0);
        let cached = owners.get(owner).filter(|cached| duration::between(cached.read_at, now) < CACHE_TTL);
        cached.map(|cached| cached.concurrency)
    }

    /// Caches the concurrency limit of `owner`, whose account was just read.
    pub fn cache_owners_concurrency(&self, owner: &OwnerId, concurrency: Option<u32>) {
        let now = self.context.clock.now();
        let mut owners = lock(&self.owners.0);
        if owners.len() >= MAX_OWNERS && !owners.contains_key(owner) {
            owners.retain(|_, cached| cached.is_used(now));
        }
        match owners.get_mut(owner) {
            Some(cached) => (cached.concurrency, cached.read_at) = (concurrency, now),
            None => {
                owners.insert(owner.clone(), CachedOwner { concurrency, read_at: now, permits: None });
            }
        }
    }

    /// Whether an execution of `owner` with `priority` that was deferred `hops` times may make its call now, with at most
    /// `concurrency` calls at once. What it has `waited` for is used, if that is the owner's permit.
    ///
    /// # Errors
    /// [`StoreError`] if the gate can't be read or written; the message is then delivered again.
    pub async fn admit_owner(
        &self,
        owner: &OwnerId,
        concurrency: u32,
        priority: Priority,
        hops: u32,
        waited: &mut Option<LocalWait>,
    ) -> Result<OwnerAdmission, StoreError> {
        let permits = self.owners.permits(owner, concurrency, self.context.clock.now());
        // Boxed, because few owners have such a gate and all other executions would carry this future's
        // size.
        let kind = Waiter::of(priority, hops);
        let ticket = waited.take_if(|waited| waited.is_for(permits.gate())).and_then(LocalWait::into_ticket);
        let taken = PermitGuard::take(&self.context, &permits, concurrency, kind, ticket);
        Ok(match Box::pin(taken).await? {
            Acquired::Granted(permit) => OwnerAdmission::Go(permit),
            Acquired::Wait(ticket) => {
                let wait = Waited { ticket: Some(ticket), ..Waited::default() };
                OwnerAdmission::Wait(LocalWait::new(&self.context, permits.gate().clone(), wait))
            }
            Acquired::RetryAt(due) => {
                let reason = format!("its owner's level allows {concurrency} calls at once");
                OwnerAdmission::Defer { due, hold: Hold::new(HoldKind::Concurrency, reason) }
            }
        })
    }
}

impl Owners {
    fn permits(&self, owner: &OwnerId, concurrency: u32, now: Timestamp) -> Arc<Permits> {
        let mut owners = lock(&self.0);
        let cached = owners.entry(owner.clone()).or_insert(CachedOwner {
            concurrency: Some(concurrency),
            read_at: now,
            permits: None,
        });
        let new = || Arc::new(Permits::new(GateSubject::Owner(owner.clone())));
        Arc::clone(cached.permits.get_or_insert_with(new))
    }

    /// Returns unused permits that other processes wait for.
    pub(super) async fn return_idle(&self, context: &GateContext, at_once: bool) {
        let now = context.clock.now();
        let cached: Vec<(Arc<Permits>, u32)> = {
            let mut owners = lock(&self.0);
            owners.retain(|_, cached| cached.is_used(now));
            owners.values().filter_map(|cached| cached.permits.clone().zip(cached.concurrency)).collect()
        };
        for (permits, concurrency) in cached {
            if let Err(error) = permits.return_idle(context, concurrency, at_once).await {
                tracing::warn!(gate = %permits.gate(), error = %Chain(&error), "failed to return idle permits");
            }
        }
    }
}

impl CachedOwner {
    fn is_used(&self, now: Timestamp) -> bool {
        let in_use = self.permits.as_ref().is_some_and(|permits| Arc::strong_count(permits) > 1);
        in_use || duration::between(self.read_at, now) < CACHE_TTL * 2
    }
}
