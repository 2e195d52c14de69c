//! A store that counts reads and writes, and processes with manual clocks.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{Clock, GateStore, GateWritten, Jitter, StoreError};
use beadle_domain::{
    config::{Config, Profile},
    execution::Execution,
    gate::{GateKey, GateState, StoredGate},
};
use beadle_values::{
    duration,
    id::{ConfigId, OwnerId},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{gate::Gates, tests::world::execution};

/// The start time of the tests.
pub(super) const T0: i64 = 1_800_000_000_000;

/// The nanoseconds of a millisecond.
pub(super) const NANOSECONDS: i64 = 1_000_000;

#[derive(Default)]
pub(super) struct Store {
    pub(super) documents: HashMap<GateKey, StoredGate>,
    pub(super) reads: u32,
    pub(super) writes: u32,
    pub(super) conflicts: u32,
    pub(super) is_down: bool,
    /// In nanoseconds after 1970, since slots are closer than a millisecond.
    now: i64,
    chance: u64,
}

/// The state that all processes share.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<Mutex<Store>>);

impl Shared {
    pub(super) fn new() -> Self {
        let shared = Self::default();
        shared.with(|store| store.now = T0 * NANOSECONDS);
        shared
    }

    pub(super) fn with<T>(&self, look: impl FnOnce(&mut Store) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    pub(super) fn now(&self) -> i64 {
        self.nanoseconds() / NANOSECONDS
    }

    /// The nanoseconds since the start.
    pub(super) fn nanoseconds(&self) -> i64 {
        self.with(|store| store.now - T0 * NANOSECONDS)
    }

    pub(super) fn go_to_nanosecond(&self, nanoseconds: i64) {
        self.with(|store| store.now = store.now.max(T0 * NANOSECONDS + nanoseconds));
    }

    pub(super) fn advance(&self, milliseconds: i64) {
        self.with(|store| store.now += milliseconds * NANOSECONDS);
    }

    pub(super) fn go_to(&self, milliseconds: i64) {
        self.go_to_nanosecond(milliseconds * NANOSECONDS);
    }

    /// A process whose clock runs `ahead` milliseconds ahead of the others.
    pub(super) fn process(&self, number: u128, ahead: i64) -> Gates {
        let clock = Skewed { shared: self.clone(), ahead };
        let id = Uuid::from_u128(number * 0x9E37_79B9_7F4A_7C15);
        Gates::new(Arc::new(self.clone()), Arc::new(clock), Arc::new(self.clone()), id)
    }
}

struct Skewed {
    shared: Shared,
    ahead: i64,
}

impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        let now = self.shared.with(|store| store.now) + self.ahead * NANOSECONDS;
        Timestamp::from_nanosecond(now.into()).unwrap()
    }
}

impl Jitter for Shared {
    fn fraction(&self) -> f64 {
        self.with(|store| {
            store.chance =
                store.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (store.chance >> 40) as f64 / f64::from(1_u32 << 24)
        })
    }
}

#[async_trait]
impl GateStore for Shared {
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError> {
        tokio::task::yield_now().await;
        self.with(|store| {
            if store.is_down {
                return Err(StoreError::Unavailable("down".into()));
            }
            store.reads += 1;
            Ok(store.documents.get(key).cloned().unwrap_or_default())
        })
    }

    async fn write(
        &self,
        key: &GateKey,
        state: &GateState,
        expected: u64,
    ) -> Result<GateWritten, StoreError> {
        tokio::task::yield_now().await;
        // Whatever is stored must be readable.
        let text = serde_json::to_string(state).unwrap();
        let state: GateState = serde_json::from_str(&text).unwrap();
        self.with(|store| {
            if store.is_down {
                return Err(StoreError::Unavailable("down".into()));
            }
            let stored = store.documents.entry(key.clone()).or_default();
            if stored.version != expected {
                let found = stored.clone();
                store.conflicts += 1;
                return Ok(GateWritten::Conflict(Box::new(found)));
            }
            assert!(text.len() < 1_024, "{} bytes: {text}", text.len());
            *stored = StoredGate { version: expected + 1, state: Some(state) };
            store.writes += 1;
            Ok(GateWritten::Done)
        })
    }
}

/// A config with `profile`.
pub(super) fn config(profile: Profile) -> Config {
    let owner = OwnerId::parse("ada").unwrap();
    let at = Timestamp::from_millisecond(T0).unwrap();
    Config {
        id: ConfigId::from_uuid(Uuid::from_u128(7)),
        owner: owner.clone(),
        name: "billing".into(),
        description: None,
        shared: false,
        profile,
        created_at: at,
        updated_at: at,
        updated_by: owner,
        version: 1,
        idempotency: None,
    }
}

/// Any execution.
pub(super) fn any() -> Execution {
    execution(|_| {})
}

/// A duration in milliseconds.
pub(super) fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The time that many milliseconds after the start.
pub(super) fn at(milliseconds: i64) -> Timestamp {
    duration::after(Timestamp::from_millisecond(T0).unwrap(), ms(milliseconds as u64))
}
