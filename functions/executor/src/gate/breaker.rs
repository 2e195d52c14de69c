//! The breaker of a config as this process sees it: read twice a second while there are calls, written only for what is new
//! about the destination.

mod tell;

use std::{sync::Mutex, time::Duration};

use beadle_application::port::StoreError;
use beadle_domain::{
    config::Config,
    execution::HoldKind,
    gate::{
        BreakerState, GateKey, GatePart, GateState, Places,
        breaker::{self, Answer, Query, Tally},
        limiter::TRANSIT,
    },
};
use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{
    World,
    document::Document,
    waiting::{Kind, Wanted, lock, soon},
};

/// How often one asks again.
const ROUNDS: usize = 4;

/// For how long what was read is taken for true.
const KNOWN_FOR: Duration = Duration::from_millis(500);

/// How often a process tells what it counted, at most.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// How many places in line a process takes at once, at least and at most.
const FEWEST_PLACES: u32 = 4;
const MOST_PLACES: u32 = 64;

/// The breaker of one config.
#[derive(Debug)]
pub(super) struct Breaker {
    document: tokio::sync::Mutex<Document>,
    seen: Mutex<Seen>,
    wanted: Wanted,
}

/// A call that asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'c> {
    pub(super) config: &'c Config,
    pub(super) execution: ExecutionId,
    pub(super) timeout: Duration,
    pub(super) kind: Kind,
    /// How many calls a second go through the other gates.
    pub(super) pace: f64,
}

/// What the breaker says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Check {
    /// The call may be made.
    Go {
        /// It is the one that probes the destination.
        probe: bool,
    },
    /// It may not; ask again then.
    Later {
        /// When.
        due: Timestamp,
        /// What keeps it back.
        kind: HoldKind,
    },
}

#[derive(Debug, Default)]
struct Seen {
    state: Option<BreakerState>,
    known_at: Option<Timestamp>,
    tally: Tally,
    told_at: Option<Timestamp>,
    /// Calls that a drain lets through, and when they were let.
    admitted: u32,
    admitted_at: Timestamp,
    /// A drain that lets no more through until then.
    empty_until: Option<Timestamp>,
    /// Places in line, and what they wait for.
    places: Option<(Behind, Places)>,
    /// A probe that was dropped without a word.
    dropped: Option<ExecutionId>,
}

/// What a line waits for: places of another line are worthless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Behind {
    changes: u32,
    throttled_until: Option<Timestamp>,
}

impl Behind {
    fn of(state: &BreakerState) -> Self {
        Self { changes: state.changes, throttled_until: state.throttle.map(|throttle| throttle.until) }
    }
}

impl Breaker {
    pub(super) fn new(config: &Config) -> Self {
        let document = Document::new(GateKey::of_config(config.id, GatePart::Breaker));
        Self {
            document: tokio::sync::Mutex::new(document),
            seen: Mutex::default(),
            wanted: Wanted::default(),
        }
    }

    /// Whether the call may be made.
    pub(super) async fn check(&self, world: &World, call: Call<'_>) -> Result<Check, StoreError> {
        for _ in 0..ROUNDS {
            if let Some(check) = self.known(world, call) {
                return Ok(check);
            }
            let _asking = self.wanted.ask(call.kind);
            let mut document = self.document.lock().await;
            // Whoever asked before may have asked for this one too.
            if let Some(check) = self.known(world, call) {
                return Ok(check);
            }
            if let Some(check) = self.ask(world, call, &mut document).await? {
                return Ok(check);
            }
        }
        Ok(Check::Later { due: soon(world.clock.now(), world), kind: HoldKind::Breaker })
    }

    /// The part of the rate that is in force.
    pub(super) fn factor(&self, now: Timestamp) -> f64 {
        lock(&self.seen).state.as_ref().map_or(1.0, |state| state.factor(now))
    }

    /// Notes that a probe was dropped without a word.
    pub(super) fn drop_probe(&self, execution: ExecutionId) {
        lock(&self.seen).dropped = Some(execution);
    }

    /// What is known without asking the store.
    fn known(&self, world: &World, call: Call<'_>) -> Option<Check> {
        let now = world.clock.now();
        let policy = call.config.profile.breaker.as_ref();
        if self.has_news(call.config, Some(now)) {
            return None;
        }
        let mut seen = lock(&self.seen);
        let known = seen.known_at.is_some_and(|at| duration::between(at, now) < KNOWN_FOR);
        if !known || seen.dropped.is_some() {
            return None;
        }
        let Some(state) = &seen.state else { return Some(Check::Go { probe: false }) };
        let behind = Behind::of(state);
        let (next, answer) = breaker::ask(state, policy, now, &asked(call, 1, 0));
        match answer {
            Answer::Free if next.is_none() => Some(Check::Go { probe: false }),
            Answer::Free | Answer::Probe => None,
            Answer::Paced { .. } => {
                if seen.admitted > 0 && duration::between(seen.admitted_at, now) <= TRANSIT {
                    seen.admitted -= 1;
                    return Some(Check::Go { probe: false });
                }
                let empty = seen.empty_until.is_some_and(|until| until > now);
                let due = if call.kind == Kind::Returning { None } else { seen.place(behind, now) };
                empty.then(|| Check::Later {
                    due: due.unwrap_or_else(|| soon(now, world)),
                    kind: HoldKind::Breaker,
                })
            }
            Answer::Shut { kind, .. } => seen.place(behind, now).map(|due| Check::Later { due, kind }),
        }
    }

    /// Asks the store; `None` when what is known now says enough.
    async fn ask(
        &self,
        world: &World,
        call: Call<'_>,
        document: &mut Document,
    ) -> Result<Option<Check>, StoreError> {
        let now = world.clock.now();
        self.tell_all(world, call.config, Some(now), document).await?;
        if document.known_at.is_none_or(|at| duration::between(at, now) >= KNOWN_FOR) {
            document.read(world).await?;
        }
        self.learn(document);
        if let Some(check) = self.known(world, call) {
            return Ok(Some(check));
        }
        let policy = call.config.profile.breaker.as_ref();
        let calls = self.wanted.returning().saturating_add(self.wanted.newcomers()).max(1);
        let places = calls.saturating_mul(2).clamp(FEWEST_PLACES, MOST_PLACES.max(calls));
        let asked = asked(call, calls, places);
        let answered = document.update(world, |state, now| match breaker_of(state) {
            None => (None, (Answer::Free, now)),
            Some(state) => {
                let (next, answer) = breaker::ask(state, policy, now, &asked);
                (next.map(GateState::Breaker), (answer, now))
            }
        });
        let answered = answered.await?;
        self.learn(document);
        let Some((answer, now)) = answered else { return Ok(None) };
        let mut seen = lock(&self.seen);
        let behind = seen.state.as_ref().map(Behind::of);
        let places = match answer {
            Answer::Free => return Ok(Some(Check::Go { probe: false })),
            Answer::Probe => return Ok(Some(Check::Go { probe: true })),
            Answer::Paced { admitted, places } => {
                (seen.admitted, seen.admitted_at) = (admitted, now);
                if admitted < calls {
                    seen.empty_until = Some(duration::after(now, TELL_EVERY));
                }
                places
            }
            Answer::Shut { places, .. } => places,
        };
        seen.places = behind.zip(places).or(seen.places);
        Ok(None)
    }

    /// Takes over what the document is known to be.
    fn learn(&self, document: &Document) {
        let mut seen = lock(&self.seen);
        seen.state = breaker_of(document.state()).cloned();
        seen.known_at = document.known_at;
    }
}

impl Seen {
    fn place(&mut self, behind: Behind, now: Timestamp) -> Option<Timestamp> {
        let (line, places) = self.places.as_mut()?;
        if *line == behind { places.take(now) } else { None }
    }
}

fn asked(call: Call<'_>, calls: u32, places: u32) -> Query {
    Query { execution: call.execution, timeout: call.timeout, calls, places, pace: call.pace }
}

fn breaker_of(state: Option<&GateState>) -> Option<&BreakerState> {
    if let Some(GateState::Breaker(state)) = state { Some(state) } else { None }
}

fn owned(state: Option<&GateState>, config: &Config, now: Timestamp) -> BreakerState {
    breaker_of(state).cloned().unwrap_or_else(|| BreakerState::new(config.owner.clone(), now))
}
