//! How many calls of one owner may be made at once, whatever configs they are made under.
//!
//! Only an owner whose level limits it has such a gate. What the level allows is known for a minute, so that an ordinary
//! execution reads no account.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::port::StoreError;
use beadle_domain::{
    execution::{Hold, HoldKind},
    gate::GateSubject,
};
use beadle_values::{duration, id::OwnerId};
use jiff::Timestamp;

use super::{
    Gates, Held, World,
    held::Taken,
    permits::Permits,
    waiting::{Kind, lock},
};

/// How long what an owner's level allows is taken for what it still allows.
const KNOWN_FOR: Duration = Duration::from_secs(60);

/// How many owners are known before those are forgotten that are idle.
const MANY_OWNERS: usize = 10_000;

/// What is known of owners.
#[derive(Default)]
pub(super) struct Owners(Mutex<HashMap<OwnerId, Known>>);

struct Known {
    concurrency: Option<u32>,
    read_at: Timestamp,
    /// There are some once a call has asked for one.
    permits: Option<Arc<Permits>>,
}

/// Whether a call of an owner may be made now.
#[derive(Debug)]
pub enum OwnerAdmission {
    /// It may.
    Go(Held),
    /// It may not; no attempt is burnt.
    Defer {
        /// When to ask again.
        due: Timestamp,
        /// What keeps it back.
        hold: Hold,
    },
}

impl Gates {
    /// How many calls `owner` may make at once, `Some(None)` for any number; `None` when its account has to be read.
    pub fn owners_concurrency(&self, owner: &OwnerId) -> Option<Option<u32>> {
        let now = self.world.clock.now();
        let owners = lock(&self.owners.0);
        let known = owners.get(owner).filter(|known| duration::between(known.read_at, now) < KNOWN_FOR);
        known.map(|known| known.concurrency)
    }

    /// Notes how many calls `owner` may make at once, as its account was just read.
    pub fn note_owners_concurrency(&self, owner: &OwnerId, concurrency: Option<u32>) {
        let now = self.world.clock.now();
        let mut owners = lock(&self.owners.0);
        if owners.len() >= MANY_OWNERS && !owners.contains_key(owner) {
            owners.retain(|_, known| known.is_used(now));
        }
        match owners.get_mut(owner) {
            Some(known) => (known.concurrency, known.read_at) = (concurrency, now),
            None => {
                owners.insert(owner.clone(), Known { concurrency, read_at: now, permits: None });
            }
        }
    }

    /// Whether a call of `owner` may be made now, of `concurrency` at once, by an execution that was put off `hops` times.
    ///
    /// # Errors
    /// [`StoreError`] when it can't be told; the message has to come again.
    pub async fn admit_owner(
        &self,
        owner: &OwnerId,
        concurrency: u32,
        hops: u32,
    ) -> Result<OwnerAdmission, StoreError> {
        let permits = self.owners.permits(owner, concurrency, self.world.clock.now());
        // Few owners have such a gate: the others' executions do not carry what asking takes.
        let taken = Box::pin(Held::take(&self.world, &permits, concurrency, Kind::of(hops))).await?;
        Ok(match taken {
            Taken::Granted(held) => OwnerAdmission::Go(held),
            Taken::Later(due) => {
                let reason = format!("its owner's level allows {concurrency} calls at once");
                OwnerAdmission::Defer { due, hold: Hold::new(HoldKind::Concurrency, reason) }
            }
        })
    }
}

impl Owners {
    fn permits(&self, owner: &OwnerId, concurrency: u32, now: Timestamp) -> Arc<Permits> {
        let mut owners = lock(&self.0);
        let known = owners.entry(owner.clone()).or_insert(Known {
            concurrency: Some(concurrency),
            read_at: now,
            permits: None,
        });
        let new = || Arc::new(Permits::new(GateSubject::Owner(owner.clone())));
        Arc::clone(known.permits.get_or_insert_with(new))
    }

    /// Gives back what no call uses, where others wait for it.
    pub(super) async fn give_back_idle(&self, world: &World, at_once: bool) {
        let now = world.clock.now();
        let known: Vec<(Arc<Permits>, u32)> = {
            let mut owners = lock(&self.0);
            owners.retain(|_, known| known.is_used(now));
            owners.values().filter_map(|known| known.permits.clone().zip(known.concurrency)).collect()
        };
        for (permits, concurrency) in known {
            if let Err(error) = permits.give_back_idle(world, concurrency, at_once).await {
                tracing::warn!(gate = %permits.gate(), %error, "idle permits were not given back");
            }
        }
    }
}

impl Known {
    fn is_used(&self, now: Timestamp) -> bool {
        let held = self.permits.as_ref().is_some_and(|permits| Arc::strong_count(permits) > 1);
        held || duration::between(self.read_at, now) < KNOWN_FOR * 2
    }
}
