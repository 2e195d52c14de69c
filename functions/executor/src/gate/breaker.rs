//! The breaker of a config in this process. It is read twice a second while there are calls, and written
//! only when there is news about the destination.

mod publish;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_application::port::StoreError;
use beadle_domain::{
    config::Config,
    execution::HoldKind,
    gate::{
        BreakerState, GateKey, GatePart, GateState, Places,
        breaker::{self, Answer, Query, Tally},
        limiter::{self, Share, TRANSIT},
    },
};
use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{
    GateContext,
    document::Document,
    waiting::{Asking, MAX_ROUNDS, Waiter, Waiters, lock, retry_soon},
};

/// The calls per second that a destination is assumed to bear if its config has no rate limit.
const UNLIMITED_PACE: f64 = 10.0;

/// For how long a read state is used.
const CACHE_TTL: Duration = Duration::from_millis(500);

/// The shortest interval between two publications of this process's counts.
const PUBLISH_INTERVAL: Duration = Duration::from_millis(250);

/// How many places in line a process reserves at once, at least and at most.
const MIN_PLACES: u32 = 4;
const MAX_PLACES: u32 = 64;

/// The breaker of one config.
#[derive(Debug)]
pub(super) struct Breaker {
    document: tokio::sync::Mutex<Document>,
    cache: Mutex<BreakerCache>,
    waiters: Arc<Waiters>,
}

/// A call that asks the breaker.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'c> {
    pub(super) config: &'c Config,
    pub(super) execution: ExecutionId,
    pub(super) timeout: Duration,
    pub(super) kind: Waiter,
    /// The fraction of the rate limit that is in force.
    pub(super) factor: f64,
}

impl Call<'_> {
    /// The calls per second that the rate limit allows. It is summed over the shards of the limit, so it is only asked for with a
    /// question to the store.
    fn pace(&self) -> f64 {
        let Some(limit) = &self.config.profile.rate_limit else { return UNLIMITED_PACE };
        (0..limiter::shards(limit)).map(|shard| Share::of(limit, shard, self.factor).pace()).sum()
    }
}

/// The breaker's decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Decision {
    /// The call may be made.
    Go {
        /// Whether it probes the destination.
        probe: bool,
    },
    /// The call may not be made now.
    RetryAt {
        /// When to ask again.
        due: Timestamp,
        /// What blocks it.
        kind: HoldKind,
    },
}

#[derive(Debug, Default)]
struct BreakerCache {
    state: Option<BreakerState>,
    known_at: Option<Timestamp>,
    tally: Tally,
    published_at: Option<Timestamp>,
    /// The calls that a drain still admits, and when it admitted them.
    admitted: u32,
    admitted_at: Timestamp,
    /// Until then the drain admits no more.
    empty_until: Option<Timestamp>,
    /// Reserved places in line, and the line that they belong to.
    places: Option<(Line, Places)>,
    /// The execution whose probe was dropped without a report.
    dropped: Option<ExecutionId>,
}

/// What a line waits for. Places in one line are worthless in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    changes: u32,
    throttled_until: Option<Timestamp>,
}

impl Line {
    fn of(state: &BreakerState) -> Self {
        Self { changes: state.changes, throttled_until: state.throttle.map(|throttle| throttle.until) }
    }
}

impl Breaker {
    pub(super) fn new(config: &Config) -> Self {
        let document = Document::new(GateKey::of_config(config.id, GatePart::Breaker));
        Self { document: tokio::sync::Mutex::new(document), cache: Mutex::default(), waiters: Arc::default() }
    }

    /// Whether the call may be made.
    pub(super) async fn check(&self, context: &GateContext, call: Call<'_>) -> Result<Decision, StoreError> {
        for _ in 0..MAX_ROUNDS {
            if let Some(check) = self.cached_decision(context, call) {
                return Ok(check);
            }
            let _asking = Asking::new(&self.waiters, call.kind);
            let mut document = self.document.lock().await;
            // The caller that held the lock before may have asked for this one too.
            if let Some(check) = self.cached_decision(context, call) {
                return Ok(check);
            }
            if let Some(check) = self.ask(context, call, &mut document).await? {
                return Ok(check);
            }
        }
        Ok(Decision::RetryAt { due: retry_soon(context.clock.now(), context), kind: HoldKind::Breaker })
    }

    /// The fraction of the rate that is in force.
    pub(super) fn factor(&self, now: Timestamp) -> f64 {
        lock(&self.cache).state.as_ref().map_or(1.0, |state| state.factor(now))
    }

    /// Records that a probe was dropped without a report.
    pub(super) fn drop_probe(&self, execution: ExecutionId) {
        lock(&self.cache).dropped = Some(execution);
    }

    /// The decision that needs no store, if there is one.
    fn cached_decision(&self, context: &GateContext, call: Call<'_>) -> Option<Decision> {
        let now = context.clock.now();
        let policy = call.config.profile.breaker.as_ref();
        if self.has_unpublished(call.config, Some(now)) {
            return None;
        }
        let mut cache = lock(&self.cache);
        let known = cache.known_at.is_some_and(|at| duration::between(at, now) < CACHE_TTL);
        if !known || cache.dropped.is_some() {
            return None;
        }
        let Some(state) = &cache.state else { return Some(Decision::Go { probe: false }) };
        let line = Line::of(state);
        let (next, answer) = breaker::ask(state, policy, now, &asked(call, 1, 0));
        match answer {
            Answer::Free if next.is_none() => Some(Decision::Go { probe: false }),
            Answer::Free | Answer::Probe => None,
            Answer::Paced { .. } => {
                if cache.admitted > 0 && duration::between(cache.admitted_at, now) <= TRANSIT {
                    cache.admitted -= 1;
                    return Some(Decision::Go { probe: false });
                }
                let empty = cache.empty_until.is_some_and(|until| until > now);
                let due = if call.kind != Waiter::Newcomer { None } else { cache.place(line, now) };
                empty.then(|| Decision::RetryAt {
                    due: due.unwrap_or_else(|| retry_soon(now, context)),
                    kind: HoldKind::Breaker,
                })
            }
            Answer::Shut { kind, .. } => cache.place(line, now).map(|due| Decision::RetryAt { due, kind }),
        }
    }

    /// Asks the store. `None` if the cached state is enough for a decision now.
    async fn ask(
        &self,
        context: &GateContext,
        call: Call<'_>,
        document: &mut Document,
    ) -> Result<Option<Decision>, StoreError> {
        let now = context.clock.now();
        self.publish_with(context, call.config, Some(now), document).await?;
        if document.known_at.is_none_or(|at| duration::between(at, now) >= CACHE_TTL) {
            document.read(context).await?;
        }
        self.copy_from(document);
        if let Some(check) = self.cached_decision(context, call) {
            return Ok(Some(check));
        }
        let policy = call.config.profile.breaker.as_ref();
        let calls = self.waiters.returning().saturating_add(self.waiters.newcomers()).max(1);
        let places = calls.saturating_mul(2).clamp(MIN_PLACES, MAX_PLACES.max(calls));
        let asked = asked(call, calls, places);
        let answered = document.update(context, |state, now| match breaker_of(state) {
            None => (None, (Answer::Free, now)),
            Some(state) => {
                let (next, answer) = breaker::ask(state, policy, now, &asked);
                (next.map(GateState::Breaker), (answer, now))
            }
        });
        let answered = answered.await?;
        self.copy_from(document);
        let Some((answer, now)) = answered else { return Ok(None) };
        let mut cache = lock(&self.cache);
        let line = cache.state.as_ref().map(Line::of);
        let places = match answer {
            Answer::Free => return Ok(Some(Decision::Go { probe: false })),
            Answer::Probe => return Ok(Some(Decision::Go { probe: true })),
            Answer::Paced { admitted, places } => {
                (cache.admitted, cache.admitted_at) = (admitted, now);
                if admitted < calls {
                    cache.empty_until = Some(duration::after(now, PUBLISH_INTERVAL));
                }
                places
            }
            Answer::Shut { places, .. } => places,
        };
        cache.places = line.zip(places).or(cache.places);
        Ok(None)
    }

    /// Copies the state from the document.
    fn copy_from(&self, document: &Document) {
        let mut cache = lock(&self.cache);
        cache.state = breaker_of(document.state()).cloned();
        cache.known_at = document.known_at;
    }
}

impl BreakerCache {
    fn place(&mut self, line: Line, now: Timestamp) -> Option<Timestamp> {
        let (reserved, places) = self.places.as_mut()?;
        if *reserved == line { places.take(now) } else { None }
    }
}

fn asked(call: Call<'_>, calls: u32, places: u32) -> Query {
    Query { execution: call.execution, timeout: call.timeout, calls, places, pace: call.pace() }
}

fn breaker_of(state: Option<&GateState>) -> Option<&BreakerState> {
    if let Some(GateState::Breaker(state)) = state { Some(state) } else { None }
}

fn owned(state: Option<&GateState>, config: &Config, now: Timestamp) -> BreakerState {
    breaker_of(state).cloned().unwrap_or_else(|| BreakerState::new(config.owner.clone(), now))
}
