//! The permits that this process holds. Each serves one call after another for as long as there are calls.

mod holdings;
mod queue;
mod take;

use std::{convert::Infallible, sync::Mutex, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::gate::{
    GateKey, GatePart, GateState, GateSubject, PermitsState,
    limiter::{CLOCK_TOLERANCE, TRANSIT},
    permits::{self, JobPermit, JobRequest, Request},
};
use beadle_values::duration;
use jiff::Timestamp;

pub(super) use self::queue::Ticket;
use self::{
    holdings::{Holdings, Shard},
    queue::Wanting,
    take::RECENTLY,
};
use super::{
    GateContext,
    document::Document,
    waiting::{Acquired, MAX_SHARDS_ASKED, Refused, Waiter, lock, retry_soon},
};

/// For how long a permit is idle before it is returned to waiting processes.
const IDLE: Duration = Duration::from_secs(1);

/// The permits of one config or of one owner.
#[derive(Debug)]
pub(super) struct Permits {
    gate: GateSubject,
    documents: tokio::sync::Mutex<Vec<Document>>,
    holdings: Mutex<Holdings>,
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
        Self { gate, documents: Default::default(), holdings: Mutex::default() }
    }

    /// The config or owner that they belong to.
    pub(super) fn gate(&self) -> &GateSubject {
        &self.gate
    }

    /// Acquires a permit for a job, which keeps it until its row says that nobody waits for it any more. A job that keeps
    /// one gets no second one. Returns the shard in which it stands.
    pub(super) async fn keep_for_job(
        &self,
        context: &GateContext,
        concurrency: u32,
        kind: Waiter,
        permit: JobPermit,
    ) -> Result<Acquired<u16, Infallible>, StoreError> {
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

    /// Returns the permits that other calls wait for, if none of this process uses or wants any.
    pub(super) async fn return_wanted(
        &self,
        context: &GateContext,
        concurrency: u32,
    ) -> Result<(), StoreError> {
        let is_wanted = |shard: &Shard| shard.has_idle() && shard.in_use == 0 && shard.wanted;
        let wanted = {
            let holdings = lock(&self.holdings);
            holdings.queue.is_empty() && holdings.shards.iter().any(is_wanted)
        };
        if wanted { self.return_idle(context, concurrency, true).await } else { Ok(()) }
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
            shard.has_idle() && shard.scarce && rested && now < shard.covered_until
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

    /// Asks for all that wait here together: the home shard of this process first, then those after it.
    async fn ask(
        &self,
        context: &GateContext,
        concurrency: u32,
        may_wait: bool,
        documents: &mut Vec<Document>,
    ) -> Result<(), StoreError> {
        let shards = permits::shards(concurrency);
        let home = (context.holder.number() % u64::from(shards)) as u16;
        let tries = shards.min(MAX_SHARDS_ASKED);
        for tried in 0..tries {
            let demand = self.demand(context.clock.now(), may_wait, tried + 1 == tries);
            let shard = (home.wrapping_add(tried)) % shards;
            if self.ask_shard(context, concurrency, shard, demand, documents).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What those that wait here ask of a shard, of the `last` one also places in line.
    fn demand(&self, now: Timestamp, may_wait: bool, last: bool) -> Demand {
        let Holdings { refusals, queue, shards } = &*lock(&self.holdings);
        let Wanting { returning, newcomers, waited_enough, waited, anyhow } = queue.wanting(now);
        let mut demand = Demand { returning, newcomers, waited, last, ..Demand::default() };
        if last {
            let knows_pace = refusals.knows_pace || shards.iter().any(|shard| shard.ended > 0);
            if knows_pace || anyhow {
                demand.places = refusals.places_to_reserve(newcomers);
            }
            demand.back = refusals.back_to_reserve(if may_wait { waited_enough } else { returning });
        }
        demand
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
        if self.only_looks(number, demand, context.clock.now()) {
            document.read(context).await?;
            let now = context.clock.now();
            let state = document.state().cloned().and_then(GateState::permits);
            let is_full = |state: &PermitsState| state.free_at(share, now) == 0 && !state.has_jobs();
            if let Some(state) = state.filter(is_full) {
                if demand.last {
                    let (pause, knows_pace) = (state.worth_asking(share), state.knows_pace());
                    let refused = Refused { pause, knows_pace, ..Refused::default() };
                    lock(&self.holdings).refusals.record(refused, now);
                }
                return Ok(false);
            }
        }
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
                let (pause, knows_pace) = (duration::between(next.seen, grant.next), next.knows_pace());
                (grant.changed.then_some(GateState::Permits(next)), (grant, pause, knows_pace))
            })
            .await?;
        let now = context.clock.now();
        let mut holdings = lock(&self.holdings);
        let Some((grant, pause, knows_pace)) = granted else {
            holdings.refusals.record(Refused { pause: TRANSIT, ..Refused::default() }, now);
            return Ok(demand.job.is_none());
        };
        let served = grant.held >= before.in_use + demand.returning + demand.newcomers
            && (demand.job.is_none() || grant.job_kept);
        if demand.last && !served {
            let permits::Grant { places, back, blocked_by_jobs, .. } = grant;
            let refused = Refused { pause, places, back, first: None, blocked_by_jobs, knows_pace };
            holdings.refusals.record(refused, now);
        }
        if let Some(shard) = holdings.shards.get_mut(usize::from(number)) {
            shard.held = grant.held;
            (shard.scarce, shard.wanted) = (grant.scarce || demand.waited, grant.wanted || demand.waited);
            shard.renew_at = duration::after(asked_at, grant.lease / 2);
            shard.covered_until = duration::after(asked_at, grant.lease.saturating_sub(CLOCK_TOLERANCE));
        }
        holdings.pass_on(now);
        Ok(served)
    }

    /// Whether it is enough to look whether a shard that refused some lately has free permits: nothing else is asked of it
    /// and no lease has to be renewed.
    fn only_looks(&self, number: u16, demand: Demand, now: Timestamp) -> bool {
        let holdings = lock(&self.holdings);
        let renews = |shard: &Shard| shard.held > 0 && now >= shard.renew_at;
        holdings.refusals.are_within(RECENTLY, now)
            && demand.returning + demand.newcomers > 0
            && demand.places + demand.back == 0
            && demand.job.is_none()
            && !holdings.shards.get(usize::from(number)).is_some_and(renews)
    }
}

/// What a process asks of a shard.
#[derive(Debug, Clone, Copy, Default)]
struct Demand {
    returning: u32,
    newcomers: u32,
    places: u32,
    back: u32,
    /// Whether some have waited before.
    waited: bool,
    /// Whether this is the last shard that is asked.
    last: bool,
    /// Whether idle permits are returned.
    returns_idle: bool,
    /// A job that is to keep a permit.
    job: Option<JobRequest>,
}
