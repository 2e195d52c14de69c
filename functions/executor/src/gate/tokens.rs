//! The rate-limit tokens that this process holds: those granted to waiting executions, which are valid for a
//! moment, the dated slots of those that wait here, and spare blocks for the executions that come next.

mod pool;

use std::sync::{Arc, Mutex};

use beadle_application::port::StoreError;
use beadle_domain::{
    gate::{
        GateKey, GatePart, GateState, GateSubject,
        limiter::{self, Request, Share, TRANSIT},
    },
    policy::{RateLimit, RateStrategy},
};
use beadle_values::duration;
use jiff::{SignedDuration, Timestamp};

use self::pool::Pool;
use super::{
    GateContext,
    document::Document,
    waiting::{Acquired, Asking, MAX_ROUNDS, MAX_SHARDS_ASKED, Refused, Waiter, Waiters, lock, retry_soon},
};

/// The tokens of one config, or of one key in it.
#[derive(Debug)]
pub(super) struct Tokens {
    subject: GateSubject,
    documents: tokio::sync::Mutex<Vec<Document>>,
    pool: Mutex<Pool>,
    waiters: Arc<Waiters>,
    /// Those that are collected.
    collected: Arc<Waiters>,
}

/// An execution that is collected: its process asks for all of them at this time.
#[derive(Debug)]
pub(super) struct Collected {
    _asking: Asking,
    pub(super) until: Timestamp,
}

impl Tokens {
    pub(super) fn new(subject: GateSubject, context: &GateContext) -> Self {
        let pool = Pool::new((context.holder.number() % u64::from(u16::MAX)) as u16);
        Self {
            subject,
            documents: Default::default(),
            pool: Mutex::new(pool),
            waiters: Arc::default(),
            collected: Arc::default(),
        }
    }

    /// Acquires a token for one call under `limit`, of which the fraction `factor` is in force. The call goes at the
    /// time that is granted, which may be ahead. While slots are booked ahead, executions that `may_wait` are
    /// collected: they wait and ask again together, each with what it got then.
    pub(super) async fn take(
        &self,
        context: &GateContext,
        limit: &RateLimit,
        factor: f64,
        kind: Waiter,
        mut collected: Option<Collected>,
        may_wait: bool,
    ) -> Result<Acquired<Timestamp, Collected>, StoreError> {
        for _ in 0..MAX_ROUNDS {
            if let Some(acquired) = self.try_acquire(context, limit, kind) {
                return Ok(acquired);
            }
            if collected.take().is_none()
                && may_wait
                && let Some(until) = self.collects_until(context, limit, factor, kind)
            {
                return Ok(Acquired::Wait(Collected { _asking: Asking::new(&self.collected, kind), until }));
            }
            let _asking = Asking::new(&self.waiters, kind);
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
    ) -> Option<Acquired<Timestamp, Collected>> {
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

    /// Until when an execution is collected.
    fn collects_until(
        &self,
        context: &GateContext,
        limit: &RateLimit,
        factor: f64,
        kind: Waiter,
    ) -> Option<Timestamp> {
        let may_wait = kind != Waiter::Urgent && context.may_wait() > 0;
        if !may_wait || limit.strategy != RateStrategy::TokenBucket {
            return None;
        }
        let rest = Share::of(limit, 0, factor).time_to_fill();
        let (mut pool, now) = (lock(&self.pool), context.clock.now());
        if pool.asks_at <= now {
            pool.asks_at = duration::after(now, context.about(pool.collects_for(now, rest)));
        }
        (pool.asks_at > now).then_some(pool.asks_at)
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
        let now = context.clock.now();
        let (mut returning, mut newcomers) = (self.waiters.returning(), self.waiters.newcomers());
        if pool.asks_at <= now {
            returning += self.collected.returning();
            newcomers += self.collected.newcomers();
        }
        let unused = pool.remove_spare(shard, now);
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
