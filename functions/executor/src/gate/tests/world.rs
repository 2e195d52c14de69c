//! Processes with clocks of their own over one store in memory, which counts reads and writes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{Clock, GateStore, Jitter, StoreError, VersionedWrite};
use beadle_domain::{
    config::{Config, Profile},
    execution::Execution,
    gate::{GateKey, GateState, StoredGate},
};
use beadle_embedded::{Embedded, Options};
use beadle_testing::{FailingStore, Fault, StillClock};
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
pub(super) struct State {
    pub(super) reads: u32,
    pub(super) writes: u32,
    pub(super) conflicts: u32,
    pub(super) is_down: bool,
    chance: u64,
}

/// What all processes share.
#[derive(Clone)]
pub(super) struct Shared {
    store: Arc<dyn GateStore>,
    clock: Arc<StillClock>,
    state: Arc<Mutex<State>>,
}

impl Shared {
    pub(super) fn new() -> Self {
        let (clock, state) = (Arc::new(StillClock::at(at(0))), Arc::<Mutex<State>>::default());
        let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() }).unwrap();
        let known = Arc::clone(&state);
        let fault = move |_: &'static str, _: usize| {
            let down = || Fault::Before(StoreError::Unavailable("down".into()));
            known.lock().unwrap().is_down.then(down)
        };
        // It blocks, because a test pauses tokio's time.
        Self { store: Arc::new(FailingStore::new(store, fault).blocking()), clock, state }
    }

    /// For simulations, which read and write some hundred thousand times.
    pub(super) fn simulated() -> Self {
        let clock = Arc::new(StillClock::at(at(0)));
        Self { store: Arc::new(Documents::default()), clock, state: Arc::default() }
    }

    pub(super) fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap())
    }

    pub(super) fn now(&self) -> i64 {
        self.nanoseconds() / NANOSECONDS
    }

    /// The nanoseconds since the start.
    pub(super) fn nanoseconds(&self) -> i64 {
        i64::try_from(self.clock.now().as_nanosecond()).unwrap() - T0 * NANOSECONDS
    }

    pub(super) fn go_to_nanosecond(&self, nanoseconds: i64) {
        let time = Timestamp::from_nanosecond(i128::from(T0 * NANOSECONDS + nanoseconds));
        self.clock.advance_to(time.unwrap());
    }

    pub(super) fn advance(&self, milliseconds: i64) {
        self.clock.advance(milliseconds);
    }

    pub(super) fn go_to(&self, milliseconds: i64) {
        self.go_to_nanosecond(milliseconds * NANOSECONDS);
    }

    /// A process whose clock runs `ahead` milliseconds ahead of the others.
    pub(super) fn process(&self, number: u128, ahead: i64) -> Gates {
        let clock = Skewed { clock: Arc::clone(&self.clock), ahead };
        let id = Uuid::from_u128(number * 0x9E37_79B9_7F4A_7C15);
        Gates::new(Arc::new(self.clone()), Arc::new(clock), Arc::new(self.clone()), id)
    }

    /// The stored state of a gate.
    pub(super) async fn stored(&self, key: &GateKey) -> Option<GateState> {
        self.store.read(key).await.unwrap().state
    }
}

struct Skewed {
    clock: Arc<StillClock>,
    ahead: i64,
}

impl Clock for Skewed {
    fn now(&self) -> Timestamp {
        let ahead = i128::from(self.ahead * NANOSECONDS);
        Timestamp::from_nanosecond(self.clock.now().as_nanosecond() + ahead).unwrap()
    }
}

impl Jitter for Shared {
    fn fraction(&self) -> f64 {
        self.with(|state| {
            state.chance =
                state.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state.chance >> 40) as f64 / f64::from(1_u32 << 24)
        })
    }
}

/// The compare-and-swap of a gate store and nothing else, where other processes get their turn at each step. What real stores do
/// beside it is for their conformance suite.
#[derive(Default)]
struct Documents(Mutex<HashMap<GateKey, StoredGate>>);

#[async_trait]
impl GateStore for Documents {
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError> {
        tokio::task::yield_now().await;
        Ok(self.0.lock().unwrap().get(key).cloned().unwrap_or_default())
    }

    async fn write(
        &self,
        key: &GateKey,
        gate: &GateState,
        expected: u64,
    ) -> Result<VersionedWrite<StoredGate>, StoreError> {
        tokio::task::yield_now().await;
        let mut documents = self.0.lock().unwrap();
        let document = documents.entry(key.clone()).or_default();
        if document.version != expected {
            return Ok(VersionedWrite::Conflict(Box::new(document.clone())));
        }
        *document = StoredGate { version: expected + 1, state: Some(gate.clone()) };
        Ok(VersionedWrite::Done)
    }
}

/// The store, with what succeeds counted.
#[async_trait]
impl GateStore for Shared {
    async fn read(&self, key: &GateKey) -> Result<StoredGate, StoreError> {
        let read = self.store.read(key).await?;
        self.with(|state| state.reads += 1);
        Ok(read)
    }

    async fn write(
        &self,
        key: &GateKey,
        gate: &GateState,
        expected: u64,
    ) -> Result<VersionedWrite<StoredGate>, StoreError> {
        let bytes = serde_json::to_string(gate).unwrap().len();
        assert!(bytes < 1_024, "{bytes} bytes: {gate:?}");
        let written = self.store.write(key, gate, expected).await?;
        self.with(|state| match written {
            VersionedWrite::Done => state.writes += 1,
            VersionedWrite::Conflict(_) => state.conflicts += 1,
        });
        Ok(written)
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
        key: None,
        plan: None,
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
