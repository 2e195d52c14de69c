//! The permits that this process holds: each serves one call after the other, for as long as there are calls.

mod book;

use std::{sync::Mutex, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::gate::{
    GateKey, GatePart, GateState, GateSubject,
    limiter::{CLOCK_TOLERANCE, TRANSIT},
    permits::{self, Request},
};
use beadle_values::duration;
use jiff::Timestamp;

use self::book::{Book, Shard};
use super::{
    World,
    document::Document,
    waiting::{Kind, Wanted, lock, soon},
};

/// How often one asks again that got nothing of what its process was granted.
const ROUNDS: usize = 4;

/// How many shards are asked before one is put off.
const SHARDS_ASKED: u16 = 3;

/// How long a permit lies idle before it is given back, where others wait.
const IDLE: Duration = Duration::from_secs(1);

/// The permits of one config, or of one owner.
#[derive(Debug)]
pub(super) struct Permits {
    gate: GateSubject,
    documents: tokio::sync::Mutex<Vec<Document>>,
    book: Mutex<Book>,
    wanted: Wanted,
}

/// A permit in use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Permit {
    shard: u16,
    /// Which lease it is of: one that was lost does not come back.
    lease: u64,
}

/// What came of asking for a permit.
#[derive(Debug)]
pub(super) enum Permission {
    /// There is one.
    Granted(Permit),
    /// There is none; ask again then.
    Later(Timestamp),
}

impl Permits {
    pub(super) fn new(gate: GateSubject) -> Self {
        Self { gate, documents: Default::default(), book: Mutex::default(), wanted: Wanted::default() }
    }

    /// Whose they are.
    pub(super) fn gate(&self) -> &GateSubject {
        &self.gate
    }

    /// A permit for one call, of `concurrency` that there are.
    pub(super) async fn take(
        &self,
        world: &World,
        concurrency: u32,
        kind: Kind,
    ) -> Result<Permission, StoreError> {
        for _ in 0..ROUNDS {
            if let Some(permission) = self.held(world, kind) {
                return Ok(permission);
            }
            let _asking = self.wanted.ask(kind);
            let mut documents = self.documents.lock().await;
            // Whoever asked before may have asked for this one too.
            if let Some(permission) = self.held(world, kind) {
                return Ok(permission);
            }
            self.ask(world, concurrency, &mut documents).await?;
            if let Some(permission) = self.held(world, kind) {
                return Ok(permission);
            }
        }
        Ok(Permission::Later(soon(world.clock.now(), world)))
    }

    /// Renews the lease that the permit is of, if that is due and nobody else has.
    pub(super) async fn renew(
        &self,
        world: &World,
        concurrency: u32,
        permit: Permit,
    ) -> Result<(), StoreError> {
        let mut documents = self.documents.lock().await;
        if self.rest(permit, world.clock.now()).is_zero() {
            self.ask_shard(world, concurrency, permit.shard, Demand::default(), &mut documents).await?;
        }
        Ok(())
    }

    /// Gives back what lies idle where others wait: at once, or what has lain so for a moment.
    pub(super) async fn give_back_idle(
        &self,
        world: &World,
        concurrency: u32,
        at_once: bool,
    ) -> Result<(), StoreError> {
        let now = world.clock.now();
        let idle = |shard: &Shard| {
            let rested = at_once || duration::between(shard.idle_since, now) >= IDLE;
            shard.held > shard.in_use && shard.scarce && rested && now < shard.covered_until
        };
        let shards: Vec<u16> = {
            let book = lock(&self.book);
            (0..).zip(&book.shards).filter(|(_, shard)| idle(shard)).map(|(number, _)| number).collect()
        };
        if shards.is_empty() {
            return Ok(());
        }
        let mut documents = self.documents.lock().await;
        for shard in shards {
            let still = lock(&self.book).shards.get(usize::from(shard)).is_some_and(idle);
            if still {
                let demand = Demand { gives_back: true, ..Demand::default() };
                self.ask_shard(world, concurrency, shard, demand, &mut documents).await?;
            }
        }
        Ok(())
    }

    /// What is known without asking the store.
    fn held(&self, world: &World, kind: Kind) -> Option<Permission> {
        let now = world.clock.now();
        let mut book = lock(&self.book);
        for (number, shard) in (0..).zip(&mut book.shards) {
            if shard.in_use < shard.held && now < shard.renew_at {
                shard.in_use += 1;
                return Some(Permission::Granted(Permit { shard: number, lease: shard.lease }));
            }
        }
        book.refusals.due(kind, now, world).map(Permission::Later)
    }

    /// Asks for all that wait at this moment: the shard of this process first, then those after it.
    async fn ask(
        &self,
        world: &World,
        concurrency: u32,
        documents: &mut Vec<Document>,
    ) -> Result<(), StoreError> {
        let shards = permits::shards(concurrency);
        let home = (world.holder.number() % u64::from(shards)) as u16;
        let tries = shards.min(SHARDS_ASKED);
        for tried in 0..tries {
            let (returning, newcomers) = (self.wanted.returning(), self.wanted.newcomers());
            let last = tried + 1 == tries;
            let (places, back) = if last {
                let book = lock(&self.book);
                (book.refusals.wanted_places(newcomers), book.refusals.wanted_back(returning))
            } else {
                (0, 0)
            };
            let shard = (home.wrapping_add(tried)) % shards;
            let demand = Demand { returning, newcomers, places, back, last, gives_back: false };
            if self.ask_shard(world, concurrency, shard, demand, documents).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Asks one shard; whether all get what they want.
    async fn ask_shard(
        &self,
        world: &World,
        concurrency: u32,
        number: u16,
        demand: Demand,
        documents: &mut Vec<Document>,
    ) -> Result<bool, StoreError> {
        let known = u16::try_from(documents.len()).unwrap_or(u16::MAX);
        documents.extend((known..=number).map(|shard| {
            Document::new(GateKey { subject: self.gate.clone(), part: GatePart::Permits(shard) })
        }));
        let Some(document) = documents.get_mut(usize::from(number)) else { return Ok(true) };
        let share = permits::share(concurrency, number);
        let asked_at = world.clock.now();
        let before = self.enter(number, asked_at, demand.gives_back);
        let granted = document
            .update(world, |state, now| {
                let state = state.cloned().and_then(GateState::permits);
                let request = Request {
                    holder: world.holder,
                    in_use: before.in_use,
                    idle: before.held - before.in_use,
                    returning: demand.returning,
                    newcomers: demand.newcomers,
                    took: (before.ended > 0).then(|| before.took / before.ended.max(1)),
                    places: demand.places,
                    back: demand.back,
                };
                let (next, grant) = permits::lease(state.as_ref(), share, now, &request);
                let pause = duration::between(next.seen, grant.next);
                (grant.changed.then_some(GateState::Permits(next)), (grant, pause))
            })
            .await?;
        let now = world.clock.now();
        let mut book = lock(&self.book);
        let Some((grant, pause)) = granted else {
            book.refusals.note(TRANSIT, None, None, now);
            return Ok(true);
        };
        let served = grant.held >= before.in_use + demand.returning + demand.newcomers;
        if demand.last && !served {
            book.refusals.note(pause, grant.places, grant.back, now);
        }
        if let Some(shard) = book.shards.get_mut(usize::from(number)) {
            shard.held = grant.held;
            shard.scarce = grant.scarce;
            shard.renew_at = duration::after(asked_at, grant.lease / 2);
            shard.covered_until = duration::after(asked_at, grant.lease.saturating_sub(CLOCK_TOLERANCE));
        }
        Ok(served)
    }
}

/// What is asked of a shard.
#[derive(Debug, Clone, Copy, Default)]
struct Demand {
    returning: u32,
    newcomers: u32,
    places: u32,
    back: u32,
    /// No other shard is asked after this one.
    last: bool,
    /// What lies idle is given back.
    gives_back: bool,
}
