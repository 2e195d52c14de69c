//! A store that counts reads and writes, a manual clock, and a simulation of processes that handle
//! executions.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use beadle_application::port::{Clock, GateStore, GateWritten, Jitter, StoreError};
use beadle_domain::{
    config::{Config, Profile},
    execution::Execution,
    gate::{GateKey, GateState, StoredGate, Verdict},
};
use beadle_values::{
    duration,
    id::{ConfigId, OwnerId},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    gate::{GateAdmission, Gates, Pass, Reported},
    tests::world::execution,
};

/// The start time of the tests.
pub(super) const T0: i64 = 1_800_000_000_000;

#[derive(Default)]
pub(super) struct Store {
    pub(super) documents: HashMap<GateKey, StoredGate>,
    pub(super) reads: u32,
    pub(super) writes: u32,
    pub(super) conflicts: u32,
    pub(super) is_down: bool,
    now: i64,
    chance: u64,
}

/// The state that all processes share.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<Mutex<Store>>);

impl Shared {
    pub(super) fn new() -> Self {
        let shared = Self::default();
        shared.with(|store| store.now = T0);
        shared
    }

    pub(super) fn with<T>(&self, look: impl FnOnce(&mut Store) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    pub(super) fn now(&self) -> i64 {
        self.with(|store| store.now - T0)
    }

    pub(super) fn advance(&self, milliseconds: i64) {
        self.with(|store| store.now += milliseconds);
    }

    pub(super) fn go_to(&self, milliseconds: i64) {
        self.with(|store| store.now = store.now.max(T0 + milliseconds));
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
        Timestamp::from_millisecond(self.shared.with(|store| store.now) + self.ahead).unwrap()
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

/// A simulation: executions arrive at processes, are deferred and call a destination.
pub(super) struct Simulation {
    pub(super) shared: Shared,
    pub(super) processes: Vec<Gates>,
    pub(super) config: Config,
    /// Future events, soonest first: the time, the execution and its number of deferrals.
    queue: BinaryHeap<Reverse<(i64, usize, u32)>>,
    executions: Vec<Execution>,
    running: Vec<Running>,
    /// When calls reached the destination.
    pub(super) calls: Vec<i64>,
    /// The most calls that were in flight at one time.
    pub(super) most_at_once: usize,
    pub(super) attempts: Vec<u32>,
    pub(super) done: usize,
    pub(super) deferrals: usize,
}

/// A call in flight.
struct Running {
    ends_at: i64,
    execution: usize,
    hops: u32,
    process: usize,
    pass: Pass,
    verdict: Verdict,
    took: Duration,
}

impl Simulation {
    pub(super) fn new(processes: u128, profile: Profile) -> Self {
        let shared = Shared::new();
        let ahead = |number: u128| [0, 40, -35, 20][(number % 4) as usize];
        Self {
            processes: (1..=processes).map(|number| shared.process(number, ahead(number))).collect(),
            shared,
            config: config(profile),
            queue: BinaryHeap::new(),
            executions: Vec::new(),
            running: Vec::new(),
            calls: Vec::new(),
            most_at_once: 0,
            attempts: Vec::new(),
            done: 0,
            deferrals: 0,
        }
    }

    pub(super) fn arrive(&mut self, at: i64) {
        self.queue.push(Reverse((at, self.executions.len(), 0)));
        self.executions.push(any());
        self.attempts.push(0);
    }

    /// Runs until all executions are done. `answer` decides the result and duration of a call at a given
    /// time.
    pub(super) async fn run(&mut self, mut answer: impl FnMut(i64) -> (Verdict, i64)) {
        let mut tended = 0;
        for _ in 0..2_000_000 {
            let next_end = self.running.iter().map(|running| running.ends_at).min();
            let next_start = self.queue.peek().map(|Reverse((at, ..))| *at);
            let Some(now) = next_end.into_iter().chain(next_start).min() else { return };
            self.shared.go_to(now);
            if now >= tended + 1_000 {
                tended = now;
                for process in &self.processes {
                    process.tend().await;
                }
            }
            self.end_calls(now).await;
            self.start_calls(now, &mut answer).await;
        }
        panic!("the simulation does not end: {} of {} done", self.done, self.executions.len());
    }

    async fn end_calls(&mut self, now: i64) {
        let ended: Vec<_> = self.running.extract_if(.., |running| running.ends_at <= now).collect();
        for Running { execution: number, hops, process, pass, verdict, took, .. } in ended {
            match self.processes[process].report(&self.config, pass, verdict, took).await {
                Reported::Defer { due, .. } => self.defer(number, hops, due),
                Reported::Settle if verdict == Verdict::Healthy => {
                    self.attempts[number] += 1;
                    self.done += 1;
                }
                Reported::Settle => {
                    self.attempts[number] += 1;
                    self.queue.push(Reverse((now + 1_000, number, hops)));
                }
            }
        }
    }

    /// All executions that are due at one time ask at once, each at its own process.
    async fn start_calls(&mut self, now: i64, answer: &mut impl FnMut(i64) -> (Verdict, i64)) {
        let mut due = Vec::new();
        while let Some(Reverse((at, number, hops))) = self.queue.peek().copied()
            && at <= now
        {
            self.queue.pop();
            due.push((number, hops));
        }
        let asking = due.iter().map(|(number, hops)| {
            let process = &self.processes[number % self.processes.len()];
            process.admit(&self.config, &self.executions[*number], *hops)
        });
        let admissions = futures_util::future::join_all(asking).await;
        for ((number, hops), admission) in due.into_iter().zip(admissions) {
            match admission.unwrap() {
                GateAdmission::Go(pass) => {
                    let process = number % self.processes.len();
                    let (verdict, took) = answer(now);
                    self.calls.push(now);
                    self.running.push(Running {
                        ends_at: now + took,
                        execution: number,
                        hops,
                        process,
                        pass,
                        verdict,
                        took: ms(took as u64),
                    });
                }
                GateAdmission::Defer { due, .. } => self.defer(number, hops, due),
            }
        }
        self.most_at_once = self.most_at_once.max(self.running.len());
    }

    fn defer(&mut self, number: usize, hops: u32, due: Timestamp) {
        self.deferrals += 1;
        let due = (due.as_millisecond() - T0).max(self.shared.now() + 1);
        self.queue.push(Reverse((due, number, hops + 1)));
    }

    /// The most calls in any interval of this length.
    pub(super) fn most_calls_in(&self, window: i64) -> usize {
        let calls = &self.calls;
        let from = |start: usize| calls[start..].iter().take_while(|at| **at < calls[start] + window).count();
        (0..calls.len()).map(from).max().unwrap_or_default()
    }

    /// Writes per execution, conflicting ones included.
    pub(super) fn writes_per_execution(&self) -> f64 {
        self.shared.with(|store| f64::from(store.writes + store.conflicts)) / self.executions.len() as f64
    }
}

/// A duration in milliseconds.
pub(super) fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The time that many milliseconds after the start.
pub(super) fn at(milliseconds: i64) -> Timestamp {
    duration::after(Timestamp::from_millisecond(T0).unwrap(), ms(milliseconds as u64))
}
