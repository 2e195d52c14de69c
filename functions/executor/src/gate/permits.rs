//! The permits that this process holds. Each serves one call after another for as long as there are calls.

mod holdings;

use std::{sync::Mutex, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::gate::{
    GateKey, GatePart, GateState, GateSubject,
    limiter::{CLOCK_TOLERANCE, TRANSIT},
    permits::{self, JobPermit, JobRequest, Request},
};
use beadle_values::duration;

use self::holdings::{Holdings, Shard};
use super::{
    GateContext,
    document::Document,
    waiting::{Acquired, MAX_ROUNDS, MAX_SHARDS_ASKED, Refused, Waiter, Waiters, lock, retry_soon},
};

/// For how long a permit is idle before it is returned to waiting processes.
const IDLE: Duration = Duration::from_secs(1);

/// The permits of one config or of one owner.
#[derive(Debug)]
pub(super) struct Permits {
    gate: GateSubject,
    documents: tokio::sync::Mutex<Vec<Document>>,
    holdings: Mutex<Holdings>,
    waiters: Waiters,
}

/// A permit in use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permit {
    shard: u16,
    /// The lease that it belongs to. Permits of a lost lease are not returned.
    lease: u64,
}

impl Permits {
    pub(super) fn new(gate: GateSubject) -> Self {
        Self { gate, documents: Default::default(), holdings: Mutex::default(), waiters: Waiters::default() }
    }

    /// The config or owner that they belong to.
    pub(super) fn gate(&self) -> &GateSubject {
        &self.gate
    }

    /// Acquires a permit for one call under the limit `concurrency`.
    pub(super) async fn take(
        &self,
        context: &GateContext,
        concurrency: u32,
        kind: Waiter,
    ) -> Result<Acquired<Permit>, StoreError> {
        for _ in 0..MAX_ROUNDS {
            if let Some(acquired) = self.try_acquire(context, kind) {
                return Ok(acquired);
            }
            let _asking = self.waiters.register(kind);
            let mut documents = self.documents.lock().await;
            // The caller that held the lock before may have asked for this one too.
            if let Some(acquired) = self.try_acquire(context, kind) {
                return Ok(acquired);
            }
            self.ask(context, concurrency, &mut documents).await?;
            if let Some(acquired) = self.try_acquire(context, kind) {
                return Ok(acquired);
            }
        }
        Ok(Acquired::RetryAt(retry_soon(context.clock.now(), context)))
    }

    /// Acquires a permit for a job, which keeps it until its row says that nobody waits for it any more. A job that keeps
    /// one gets no second one. Returns the shard in which it stands.
    pub(super) async fn keep_for_job(
        &self,
        context: &GateContext,
        concurrency: u32,
        kind: Waiter,
        permit: JobPermit,
    ) -> Result<Acquired<u16>, StoreError> {
        let shard = permits::shard_of(permit.job, concurrency);
        let job = Some(JobRequest { permit, returning: kind != Waiter::Newcomer });
        let demand = Demand { job, last: true, ..Demand::default() };
        let mut documents = self.documents.lock().await;
        if self.ask_shard(context, concurrency, shard, demand, &mut documents).await? {
            return Ok(Acquired::Granted(shard));
        }
        let now = context.clock.now();
        let blocked = lock(&self.holdings).refusals.blocked_until(now, context);
        Ok(Acquired::RetryAt(blocked.unwrap_or_else(|| retry_soon(now, context))))
    }

    /// How many permits jobs keep, if they keep all of them.
    pub(super) fn blocked_by_jobs(&self) -> u32 {
        lock(&self.holdings).refusals.blocked_by_jobs()
    }

    /// Renews the lease of the permit if that is due and no other call has renewed it.
    pub(super) async fn renew(
        &self,
        context: &GateContext,
        concurrency: u32,
        permit: Permit,
    ) -> Result<(), StoreError> {
        let mut documents = self.documents.lock().await;
        if self.time_to_renewal(permit, context.clock.now()).is_zero() {
            self.ask_shard(context, concurrency, permit.shard, Demand::default(), &mut documents).await?;
        }
        Ok(())
    }

    /// Returns idle permits of shards that other processes wait for: all of them with `at_once`, otherwise
    /// those idle for [`IDLE`].
    pub(super) async fn return_idle(
        &self,
        context: &GateContext,
        concurrency: u32,
        at_once: bool,
    ) -> Result<(), StoreError> {
        let now = context.clock.now();
        let idle = |shard: &Shard| {
            let rested = at_once || duration::between(shard.idle_since, now) >= IDLE;
            shard.held > shard.in_use && shard.scarce && rested && now < shard.covered_until
        };
        let shards: Vec<u16> = {
            let holdings = lock(&self.holdings);
            (0..).zip(&holdings.shards).filter(|(_, shard)| idle(shard)).map(|(number, _)| number).collect()
        };
        if shards.is_empty() {
            return Ok(());
        }
        let mut documents = self.documents.lock().await;
        for shard in shards {
            let still = lock(&self.holdings).shards.get(usize::from(shard)).is_some_and(idle);
            if still {
                let demand = Demand { returns_idle: true, ..Demand::default() };
                self.ask_shard(context, concurrency, shard, demand, &mut documents).await?;
            }
        }
        Ok(())
    }

    /// The answer that needs no store, if there is one.
    fn try_acquire(&self, context: &GateContext, kind: Waiter) -> Option<Acquired<Permit>> {
        let now = context.clock.now();
        let mut holdings = lock(&self.holdings);
        for (number, shard) in (0..).zip(&mut holdings.shards) {
            if shard.in_use < shard.held && now < shard.renew_at {
                shard.in_use += 1;
                return Some(Acquired::Granted(Permit { shard: number, lease: shard.lease }));
            }
        }
        holdings.refusals.due(kind, now, context).map(Acquired::RetryAt)
    }

    /// Asks for all waiting executions together: the home shard of this process first, then those after it.
    async fn ask(
        &self,
        context: &GateContext,
        concurrency: u32,
        documents: &mut Vec<Document>,
    ) -> Result<(), StoreError> {
        let shards = permits::shards(concurrency);
        let home = (context.holder.number() % u64::from(shards)) as u16;
        let tries = shards.min(MAX_SHARDS_ASKED);
        for tried in 0..tries {
            let (returning, newcomers) = (self.waiters.returning(), self.waiters.newcomers());
            let last = tried + 1 == tries;
            let (places, back) = if last {
                let holdings = lock(&self.holdings);
                (holdings.refusals.places_to_reserve(newcomers), holdings.refusals.back_to_reserve(returning))
            } else {
                (0, 0)
            };
            let shard = (home.wrapping_add(tried)) % shards;
            let demand = Demand { returning, newcomers, places, back, last, ..Demand::default() };
            if self.ask_shard(context, concurrency, shard, demand, documents).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Asks one shard. Returns whether it met the whole demand.
    async fn ask_shard(
        &self,
        context: &GateContext,
        concurrency: u32,
        number: u16,
        demand: Demand,
        documents: &mut Vec<Document>,
    ) -> Result<bool, StoreError> {
        Document::add_shards(documents, number.saturating_add(1), |shard| GateKey {
            subject: self.gate.clone(),
            part: GatePart::Permits(shard),
        });
        let Some(document) = documents.get_mut(usize::from(number)) else { return Ok(demand.job.is_none()) };
        if matches!(document.state(), Some(GateState::Permits(state)) if state.has_jobs()) {
            // What jobs give back, others write.
            document.known_at = None;
        }
        let share = permits::share(concurrency, number);
        let asked_at = context.clock.now();
        let before = self.enter(number, asked_at, demand.returns_idle);
        let granted = document
            .update(context, |state, now| {
                let state = state.cloned().and_then(GateState::permits);
                let request = Request {
                    holder: context.holder,
                    in_use: before.in_use,
                    idle: before.held - before.in_use,
                    returning: demand.returning,
                    newcomers: demand.newcomers,
                    took: (before.ended > 0).then(|| before.took / before.ended.max(1)),
                    places: demand.places,
                    back: demand.back,
                    job: demand.job,
                };
                let (next, grant) = permits::lease(state.as_ref(), share, now, &request);
                let pause = duration::between(next.seen, grant.next);
                (grant.changed.then_some(GateState::Permits(next)), (grant, pause))
            })
            .await?;
        let now = context.clock.now();
        let mut holdings = lock(&self.holdings);
        let Some((grant, pause)) = granted else {
            holdings.refusals.record(Refused { pause: TRANSIT, ..Refused::default() }, now);
            return Ok(demand.job.is_none());
        };
        let served = grant.held >= before.in_use + demand.returning + demand.newcomers
            && (demand.job.is_none() || grant.job_kept);
        if demand.last && !served {
            let permits::Grant { places, back, blocked_by_jobs, .. } = grant;
            holdings.refusals.record(Refused { pause, places, back, first: None, blocked_by_jobs }, now);
        }
        if let Some(shard) = holdings.shards.get_mut(usize::from(number)) {
            shard.held = grant.held;
            shard.scarce = grant.scarce;
            shard.renew_at = duration::after(asked_at, grant.lease / 2);
            shard.covered_until = duration::after(asked_at, grant.lease.saturating_sub(CLOCK_TOLERANCE));
        }
        Ok(served)
    }
}

/// What a process asks of a shard.
#[derive(Debug, Clone, Copy, Default)]
struct Demand {
    returning: u32,
    newcomers: u32,
    places: u32,
    back: u32,
    /// Whether this is the last shard that is asked.
    last: bool,
    /// Whether idle permits are returned.
    returns_idle: bool,
    /// A job that is to keep a permit.
    job: Option<JobRequest>,
}
