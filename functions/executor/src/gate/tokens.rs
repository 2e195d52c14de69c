//! The rate-limit tokens that this process holds: those granted to waiting executions, which are valid for a
//! moment, the dated slots of those that wait here, and spare blocks for the executions that come next.

use std::{collections::VecDeque, sync::Mutex, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::{
    gate::{
        GateKey, GatePart, GateState, GateSubject,
        limiter::{self, CLOCK_TOLERANCE, Request, Share, TRANSIT},
    },
    policy::{RateLimit, RateStrategy},
};
use beadle_values::duration;
use jiff::{SignedDuration, Timestamp};

use super::{
    GateContext,
    document::Document,
    waiting::{Acquired, MAX_ROUNDS, MAX_SHARDS_ASKED, Refusals, Refused, Waiter, Waiters, lock, retry_soon},
};

/// The size of the first spare block, and of the largest.
const INITIAL_SPARE: u32 = 4;
const MAX_SPARE: u32 = 1_000;

/// If a spare block is used up sooner, the next one is twice as large.
const USED_UP_SOON: Duration = Duration::from_secs(10);

/// The tokens of one config, or of one key in it.
#[derive(Debug)]
pub(super) struct Tokens {
    subject: GateSubject,
    documents: tokio::sync::Mutex<Vec<Document>>,
    pool: Mutex<Pool>,
    waiters: Waiters,
}

#[derive(Debug)]
struct Pool {
    returning: u32,
    newcomers: u32,
    granted_at: Timestamp,
    /// The slots of returning executions and of newcomers, soonest first.
    slots: [VecDeque<Timestamp>; 2],
    spares: Vec<Spare>,
    /// The size of the next spare block.
    size: u32,
    refusals: Refusals,
    next_shard: u16,
}

#[derive(Debug, Clone, Copy)]
struct Spare {
    shard: u16,
    left: u32,
    since: Timestamp,
    usable_until: Timestamp,
}

impl Tokens {
    pub(super) fn new(subject: GateSubject, context: &GateContext) -> Self {
        let pool = Pool {
            returning: 0,
            newcomers: 0,
            granted_at: Timestamp::MIN,
            slots: Default::default(),
            spares: Vec::new(),
            size: INITIAL_SPARE,
            refusals: Refusals::default(),
            next_shard: (context.holder.number() % u64::from(u16::MAX)) as u16,
        };
        Self { subject, documents: Default::default(), pool: Mutex::new(pool), waiters: Waiters::default() }
    }

    /// Acquires a token for one call under `limit`, of which the fraction `factor` is in force. The call goes at the
    /// time that is granted, which may be ahead.
    pub(super) async fn take(
        &self,
        context: &GateContext,
        limit: &RateLimit,
        factor: f64,
        kind: Waiter,
    ) -> Result<Acquired<Timestamp>, StoreError> {
        for _ in 0..MAX_ROUNDS {
            if let Some(acquired) = self.try_acquire(context, limit, kind) {
                return Ok(acquired);
            }
            let _asking = self.waiters.register(kind);
            let mut documents = self.documents.lock().await;
            // The caller that held the lock before may have asked for this one too.
            if let Some(acquired) = self.try_acquire(context, limit, kind) {
                return Ok(acquired);
            }
            self.ask(context, limit, factor, &mut documents).await?;
            if let Some(acquired) = self.try_acquire(context, limit, kind) {
                return Ok(acquired);
            }
        }
        Ok(Acquired::RetryAt(retry_soon(context.clock.now(), context)))
    }

    /// The answer that needs no store, if there is one.
    fn try_acquire(
        &self,
        context: &GateContext,
        limit: &RateLimit,
        kind: Waiter,
    ) -> Option<Acquired<Timestamp>> {
        let now = context.clock.now();
        let mut pool = lock(&self.pool);
        let kept = if kind == Waiter::Returning { self.waiters.urgent() } else { 0 };
        if let Some(granted_at) = pool.take(kind, now, kept) {
            return Some(Acquired::Granted(granted_at));
        }
        let place = match (limit.strategy, kind) {
            (RateStrategy::TokenBucket, Waiter::Returning | Waiter::Urgent) => {
                pool.refusals.place_between(now)
            }
            _ => pool.refusals.due(kind, now, context),
        };
        place.map(Acquired::RetryAt)
    }

    /// Asks for all waiting executions together.
    async fn ask(
        &self,
        context: &GateContext,
        limit: &RateLimit,
        factor: f64,
        documents: &mut Vec<Document>,
    ) -> Result<(), StoreError> {
        let shards = limiter::shards(limit);
        Document::add_shards(documents, shards, |shard| {
            let part = match self.subject {
                GateSubject::Key(..) => GatePart::KeyLimiter(shard),
                _ => GatePart::Limiter(shard),
            };
            GateKey { subject: self.subject.clone(), part }
        });
        let tries = shards.min(MAX_SHARDS_ASKED);
        for left in (0..tries).rev() {
            let (mut request, shard) = self.request(context, shards);
            if left > 0 {
                (request.places, request.back) = (0, 0);
            }
            let Some(document) = documents.get_mut(usize::from(shard)) else { return Ok(()) };
            let share = Share::of(limit, shard, factor);
            let granted = document.update(context, |state, now| {
                let state = state.cloned().and_then(GateState::limiter);
                let (next, grant) = limiter::lease(state.as_ref(), &share, now, &request);
                let pause = duration::between(next.seen, grant.next);
                let ahead = ahead(now, next.seen);
                (grant.changed.then_some(GateState::Limiter(next)), (grant, pause, now, ahead))
            });
            let Some((grant, pause, now, ahead)) = granted.await? else {
                let refused = Refused { pause: TRANSIT, ..Refused::default() };
                lock(&self.pool).refusals.record(refused, context.clock.now());
                return Ok(());
            };
            let returning = grant.returning + grant.later_returning;
            let newcomers = grant.newcomers + grant.later_newcomers;
            let served = returning >= request.returning && newcomers >= request.newcomers;
            let mut pool = lock(&self.pool);
            pool.fill(&grant, shard, now, ahead);
            if grant.places.is_some() {
                pool.refusals.count_refused(request.newcomers - newcomers);
            }
            if served {
                return Ok(());
            }
            if left == 0 {
                let limiter::Grant { places, back, first, .. } = grant;
                pool.refusals.record(Refused { pause, places, back, first, ..Refused::default() }, now);
            }
        }
        Ok(())
    }

    /// The next request and the shard that it goes to.
    fn request(&self, context: &GateContext, shards: u16) -> (Request, u16) {
        let mut pool = lock(&self.pool);
        let shard = pool.next_shard % shards.max(1);
        pool.next_shard = pool.next_shard.wrapping_add(1);
        let (returning, newcomers) = (self.waiters.returning(), self.waiters.newcomers());
        let unused = pool.remove_spare(shard, context.clock.now());
        let places = pool.refusals.places_to_reserve(newcomers);
        let back = pool.refusals.back_to_reserve(returning);
        let request = Request {
            holder: context.holder,
            unused,
            returning,
            urgent: self.waiters.urgent().min(returning),
            newcomers,
            may_wait: context.may_wait(),
            spare: pool.size,
            places,
            back,
            lined_up: pool.refusals.take_handed_out(),
        };
        (request, shard)
    }
}

/// How far the clock of a document that has seen the time `seen` is ahead of that of this process.
fn ahead(now: Timestamp, seen: Timestamp) -> SignedDuration {
    SignedDuration::from_micros(seen.as_microsecond().saturating_sub(now.as_microsecond()))
}

impl Pool {
    /// Takes a token for a call of this kind, but none of those just granted that are `kept` for urgent ones.
    fn take(&mut self, kind: Waiter, now: Timestamp, kept: u32) -> Option<Timestamp> {
        let fresh = match kind {
            Waiter::Returning | Waiter::Urgent => &mut self.returning,
            Waiter::Newcomer => &mut self.newcomers,
        };
        if *fresh > kept && duration::between(self.granted_at, now) <= TRANSIT / 2 {
            *fresh -= 1;
            return Some(self.granted_at);
        }
        let slots = match kind {
            Waiter::Returning | Waiter::Urgent => &mut self.slots[0],
            Waiter::Newcomer => &mut self.slots[1],
        };
        while let Some(slot) = slots.pop_front() {
            if duration::between(slot, now) <= TRANSIT / 2 {
                return Some(slot);
            }
        }
        let spare = self.spares.iter_mut().find(|spare| spare.left > 0 && now < spare.usable_until)?;
        spare.left -= 1;
        Some(now)
    }

    /// Adds what was granted at `now`. The clock of the document is `ahead` of that of this process.
    fn fill(&mut self, grant: &limiter::Grant, shard: u16, now: Timestamp, ahead: SignedDuration) {
        let own = |date: Timestamp| date.checked_sub(ahead).unwrap_or(date);
        let mut dates = grant.slots.map(own);
        let [returning, newcomers] = &mut self.slots;
        returning.extend(dates.by_ref().take(grant.later_returning as usize));
        newcomers.extend(dates);
        let fresh = duration::between(self.granted_at, now) <= TRANSIT / 4;
        if !fresh {
            (self.returning, self.newcomers, self.granted_at) = (0, 0, now);
        }
        self.returning = self.returning.saturating_add(grant.returning);
        self.newcomers = self.newcomers.saturating_add(grant.newcomers);
        if grant.spare > 0 {
            let usable_until = duration::after(now, grant.lease.saturating_sub(CLOCK_TOLERANCE));
            self.spares.push(Spare { shard, left: grant.spare, since: now, usable_until });
        }
    }

    /// Removes the spare block of a shard, and returns how much of it was unused. The size of the next block
    /// follows the use of this one.
    fn remove_spare(&mut self, shard: u16, now: Timestamp) -> u32 {
        let Some(place) = self.spares.iter().position(|spare| spare.shard == shard) else { return 0 };
        let spare = self.spares.remove(place);
        let over = now >= spare.usable_until;
        if spare.left == 0 && duration::between(spare.since, now) < USED_UP_SOON {
            self.size = self.size.saturating_mul(2).min(MAX_SPARE);
        } else if over && spare.left > 0 {
            self.size = (self.size / 2).max(1);
        }
        // The limiter may have counted the rest of an expired block as used.
        if over { 0 } else { spare.left }
    }
}
