//! The tokens of a rate limit that this process holds: those granted to who asked, for a moment, and a spare block for who
//! comes next.

use std::{sync::Mutex, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::{
    gate::{
        GateKey, GatePart, GateState,
        limiter::{self, CLOCK_TOLERANCE, Request, Share, TRANSIT},
    },
    policy::RateLimit,
};
use beadle_values::{duration, id::ConfigId};
use jiff::Timestamp;

use super::{
    World,
    document::Document,
    waiting::{Kind, Refusals, Wanted, lock, soon},
};

/// How often one asks again that got nothing of what its process was granted.
const ROUNDS: usize = 4;

/// How many shards are asked before one is put off.
const SHARDS_ASKED: u16 = 3;

/// How many spare tokens are asked for first, and at most.
const FIRST_SPARE: u32 = 4;
const MOST_SPARE: u32 = 1_000;

/// A spare block that is used up sooner is followed by one twice as large.
const USED_UP_SOON: Duration = Duration::from_secs(10);

/// The tokens of one config.
#[derive(Debug)]
pub(super) struct Tokens {
    config: ConfigId,
    documents: tokio::sync::Mutex<Vec<Document>>,
    pool: Mutex<Pool>,
    wanted: Wanted,
}

/// What came of asking for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// There is one; it was granted then.
    Granted(Timestamp),
    /// There is none; ask again then.
    Later(Timestamp),
}

#[derive(Debug)]
struct Pool {
    returning: u32,
    newcomers: u32,
    granted_at: Timestamp,
    spares: Vec<Spare>,
    /// How large the next spare block should be.
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
    pub(super) fn new(config: ConfigId, world: &World) -> Self {
        let pool = Pool {
            returning: 0,
            newcomers: 0,
            granted_at: Timestamp::MIN,
            spares: Vec::new(),
            size: FIRST_SPARE,
            refusals: Refusals::default(),
            next_shard: (world.holder.number() % u64::from(u16::MAX)) as u16,
        };
        Self { config, documents: Default::default(), pool: Mutex::new(pool), wanted: Wanted::default() }
    }

    /// A token for one call under `limit`, of which the part `factor` is in force.
    pub(super) async fn take(
        &self,
        world: &World,
        limit: &RateLimit,
        factor: f64,
        kind: Kind,
    ) -> Result<Token, StoreError> {
        for _ in 0..ROUNDS {
            if let Some(token) = self.held(world, kind) {
                return Ok(token);
            }
            let _asking = self.wanted.ask(kind);
            let mut documents = self.documents.lock().await;
            // Whoever asked before may have asked for this one too.
            if let Some(token) = self.held(world, kind) {
                return Ok(token);
            }
            self.ask(world, limit, factor, &mut documents).await?;
            if let Some(token) = self.held(world, kind) {
                return Ok(token);
            }
        }
        Ok(Token::Later(soon(world.clock.now(), world)))
    }

    /// What is known without asking the store.
    fn held(&self, world: &World, kind: Kind) -> Option<Token> {
        let now = world.clock.now();
        let mut pool = lock(&self.pool);
        if let Some(granted_at) = pool.take(kind, now) {
            return Some(Token::Granted(granted_at));
        }
        pool.refusals.due(kind, now, world).map(Token::Later)
    }

    /// Asks for all that wait at this moment.
    async fn ask(
        &self,
        world: &World,
        limit: &RateLimit,
        factor: f64,
        documents: &mut Vec<Document>,
    ) -> Result<(), StoreError> {
        let shards = limiter::shards(limit);
        let known = u16::try_from(documents.len()).unwrap_or(u16::MAX);
        documents.extend(
            (known..shards)
                .map(|shard| Document::new(GateKey::of_config(self.config, GatePart::Limiter(shard)))),
        );
        let tries = shards.min(SHARDS_ASKED);
        for left in (0..tries).rev() {
            let (mut request, shard) = self.request(world, shards);
            if left > 0 {
                (request.places, request.back) = (0, 0);
            }
            let Some(document) = documents.get_mut(usize::from(shard)) else { return Ok(()) };
            let share = Share::of(limit, shard, factor);
            let granted = document.update(world, |state, now| {
                let state = state.cloned().and_then(GateState::limiter);
                let (next, grant) = limiter::lease(state.as_ref(), &share, now, &request);
                let pause = duration::between(next.seen, grant.next);
                (grant.changed.then_some(GateState::Limiter(next)), (grant, pause, now))
            });
            let Some((grant, pause, now)) = granted.await? else {
                lock(&self.pool).refusals.note(TRANSIT, None, None, world.clock.now());
                return Ok(());
            };
            let served = grant.returning >= request.returning && grant.newcomers >= request.newcomers;
            let mut pool = lock(&self.pool);
            pool.fill(&grant, shard, now);
            if served {
                return Ok(());
            }
            if left == 0 {
                pool.refusals.note(pause, grant.places, grant.back, now);
            }
        }
        Ok(())
    }

    /// What to ask for, and which shard.
    fn request(&self, world: &World, shards: u16) -> (Request, u16) {
        let mut pool = lock(&self.pool);
        let shard = pool.next_shard % shards.max(1);
        pool.next_shard = pool.next_shard.wrapping_add(1);
        let (returning, newcomers) = (self.wanted.returning(), self.wanted.newcomers());
        let unused = pool.give_back(shard, world.clock.now());
        let places = pool.refusals.wanted_places(newcomers);
        let back = pool.refusals.wanted_back(returning);
        let request =
            Request { holder: world.holder, unused, returning, newcomers, spare: pool.size, places, back };
        (request, shard)
    }
}

impl Pool {
    fn take(&mut self, kind: Kind, now: Timestamp) -> Option<Timestamp> {
        let fresh = match kind {
            Kind::Returning => &mut self.returning,
            Kind::Newcomer => &mut self.newcomers,
        };
        if *fresh > 0 && duration::between(self.granted_at, now) <= TRANSIT / 2 {
            *fresh -= 1;
            return Some(self.granted_at);
        }
        let spare = self.spares.iter_mut().find(|spare| spare.left > 0 && now < spare.usable_until)?;
        spare.left -= 1;
        Some(now)
    }

    fn fill(&mut self, grant: &limiter::Grant, shard: u16, now: Timestamp) {
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

    /// Gives up the spare block of a shard; how many of it were not used. The next one fits what was used of it.
    fn give_back(&mut self, shard: u16, now: Timestamp) -> u32 {
        let Some(place) = self.spares.iter().position(|spare| spare.shard == shard) else { return 0 };
        let spare = self.spares.remove(place);
        let over = now >= spare.usable_until;
        if spare.left == 0 && duration::between(spare.since, now) < USED_UP_SOON {
            self.size = self.size.saturating_mul(2).min(MOST_SPARE);
        } else if over && spare.left > 0 {
            self.size = (self.size / 2).max(1);
        }
        // What is left of one that is over may have been taken for used already.
        if over { 0 } else { spare.left }
    }
}
