//! Executions that wait in this process: how many ask right now, and when refused ones ask again.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use beadle_domain::{gate::Places, task::Priority};
use beadle_values::duration;
use jiff::Timestamp;

use super::GateContext;

/// How often an execution asks the store again if others took what its process was granted.
pub(super) const MAX_ROUNDS: usize = 4;

/// How many shards are asked before an execution is deferred.
pub(super) const MAX_SHARDS_ASKED: u16 = 3;

/// How soon an execution asks again that was refused although its place in line was due.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// How many places in line a process reserves at once for executions to come. The number doubles each time
/// they are all taken: unused places leave gaps in the line, so it starts small.
const MIN_PLACES: u32 = 4;
const MAX_PLACES: u32 = 128;

/// A refusal this long after the last one starts a new line.
const NEW_LINE_AFTER: Duration = Duration::from_secs(5);

/// Whether an execution has waited in line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiter {
    Returning,
    Newcomer,
    /// It has high priority and goes before those that wait in line.
    Urgent,
}

impl Waiter {
    /// The kind of an execution with `priority` that was deferred `hops` times.
    pub(super) fn of(priority: Priority, hops: u32) -> Self {
        match priority {
            Priority::High => Self::Urgent,
            _ if hops > 0 => Self::Returning,
            _ => Self::Newcomer,
        }
    }
}

/// The result of asking for a permit or a token.
#[derive(Debug)]
pub(super) enum Acquired<T, W> {
    /// It was granted.
    Granted(T),
    /// One is near; wait here and ask again with this.
    Wait(W),
    /// None is available; ask again at this time.
    RetryAt(Timestamp),
}

/// How many executions ask right now.
#[derive(Debug, Default)]
pub(super) struct Waiters {
    returning: AtomicU32,
    newcomers: AtomicU32,
    urgent: AtomicU32,
}

/// Counts one asking execution until it is dropped.
#[derive(Debug)]
pub(super) struct Asking {
    waiters: Arc<Waiters>,
    kind: Waiter,
}

impl Asking {
    pub(super) fn new(waiters: &Arc<Waiters>, kind: Waiter) -> Self {
        waiters.of(kind).fetch_add(1, Relaxed);
        Self { waiters: Arc::clone(waiters), kind }
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.waiters.of(self.kind).fetch_sub(1, Relaxed);
    }
}

impl Waiters {
    fn of(&self, kind: Waiter) -> &AtomicU32 {
        match kind {
            Waiter::Returning => &self.returning,
            Waiter::Newcomer => &self.newcomers,
            Waiter::Urgent => &self.urgent,
        }
    }

    /// Those that go before newcomers: returning and urgent ones.
    pub(super) fn returning(&self) -> u32 {
        self.returning.load(Relaxed).saturating_add(self.urgent())
    }

    pub(super) fn urgent(&self) -> u32 {
        self.urgent.load(Relaxed)
    }

    pub(super) fn newcomers(&self) -> u32 {
        self.newcomers.load(Relaxed)
    }
}

/// When refused executions ask again.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Until then the store is not asked.
    pub(super) empty_until: Option<Timestamp>,
    /// How many newcomers were refused that take their places now. The store has counted them.
    counted: u32,
    /// How many places were handed out to others since the store was asked.
    handed_out: u32,
    /// Places in line that this process has reserved for newcomers and not handed out, the first ones first.
    places: VecDeque<Places>,
    /// The same for returning executions.
    back: Option<Places>,
    /// The same for urgent executions, before all others.
    first: Option<Places>,
    /// How many places to reserve next.
    block: u32,
    /// How many permits jobs keep, if they keep all of them.
    blocked_by_jobs: u32,
    /// For how long the last refusal holds.
    pub(super) pause: Duration,
    /// Whether the store knew how fast the line moves.
    pub(super) knows_pace: bool,
}

/// How the store refused some executions.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// For how long asking again is not worthwhile.
    pub(super) pause: Duration,
    /// The places that it reserved for newcomers.
    pub(super) places: Option<Places>,
    /// Those for returning executions.
    pub(super) back: Option<Places>,
    /// Those for urgent executions, before all others.
    pub(super) first: Option<Places>,
    /// How many permits jobs keep, if they keep all of them.
    pub(super) blocked_by_jobs: u32,
    /// Whether the store knows how fast the line moves.
    pub(super) knows_pace: bool,
}

impl Refusals {
    /// When a refused execution asks again; `None` if the store has to be asked.
    pub(super) fn due(&mut self, kind: Waiter, now: Timestamp, context: &GateContext) -> Option<Timestamp> {
        let empty_until = self.empty_until.filter(|until| *until > now)?;
        if let Some(due) = self.blocked_until(now, context) {
            return Some(due);
        }
        match kind {
            // What was refused to others may be there for an urgent one.
            Waiter::Urgent => self.first.as_mut()?.take(now),
            Waiter::Returning => {
                let place = self.back.as_mut().and_then(|back| back.take(now));
                Some(place.unwrap_or_else(|| retry_soon(now, context).max(spread(empty_until, context))))
            }
            Waiter::Newcomer => self.place(now),
        }
    }

    /// The next place for a newcomer, if one is reserved.
    pub(super) fn place(&mut self, now: Timestamp) -> Option<Timestamp> {
        let place = loop {
            match self.places.front_mut()?.take(now) {
                Some(place) => break place,
                None => self.places.pop_front(),
            };
        };
        match self.counted.checked_sub(1) {
            Some(counted) => self.counted = counted,
            None => self.handed_out = self.handed_out.saturating_add(1),
        }
        Some(place)
    }

    /// Whether the store refused some within the last `time` or so.
    pub(super) fn are_within(&self, time: Duration, now: Timestamp) -> bool {
        self.empty_until.is_some_and(|until| duration::after(until, time) >= now)
    }

    /// When an execution asks again while jobs keep all permits; `None` if they do not.
    pub(super) fn blocked_until(&self, now: Timestamp, context: &GateContext) -> Option<Timestamp> {
        let empty_until = self.empty_until.filter(|until| *until > now && self.blocked_by_jobs > 0)?;
        Some(spread(empty_until, context))
    }

    /// The place of a returning execution, if the store has reserved one; otherwise the store has to be asked.
    pub(super) fn place_between(&mut self, now: Timestamp) -> Option<Timestamp> {
        self.back.as_mut().and_then(|back| back.take(now))
    }

    /// How many places were handed out that the store does not know of. They are reported now.
    pub(super) fn take_handed_out(&mut self) -> u32 {
        std::mem::take(&mut self.handed_out)
    }

    /// Records that the store has counted this many newcomers that take their places now.
    pub(super) fn count_refused(&mut self, newcomers: u32) {
        self.counted = newcomers;
    }

    /// How many places to reserve, `newcomers` of which are handed out at once. None while there are enough.
    pub(super) fn places_to_reserve(&self, newcomers: u32) -> u32 {
        let left = self.places.iter().fold(0, |left: u32, places| left.saturating_add(places.left()));
        match newcomers.saturating_sub(left) {
            0 => 0,
            lacking => lacking.max(self.block.max(MIN_PLACES)),
        }
    }

    /// How many places to reserve for returning executions.
    pub(super) fn back_to_reserve(&self, returning: u32) -> u32 {
        let left = self.back.map_or(0, |back| back.left());
        if returning > left { returning } else { 0 }
    }

    /// How many permits jobs keep, if the store refused for that at last.
    pub(super) fn blocked_by_jobs(&self) -> u32 {
        self.blocked_by_jobs
    }

    /// Records that the store refused some at `now`.
    pub(super) fn record(&mut self, refused: Refused, now: Timestamp) {
        let Refused { pause, places, back, first, blocked_by_jobs, knows_pace } = refused;
        // A refusal long after the last one starts a new line.
        let new_line = !self.are_within(NEW_LINE_AFTER, now);
        self.empty_until = Some(duration::after(now, pause));
        (self.pause, self.knows_pace) = (pause, knows_pace);
        self.blocked_by_jobs = blocked_by_jobs;
        self.back = back.or(self.back);
        self.first = first.or(self.first);
        if let Some(places) = places {
            if new_line {
                self.places.clear();
            }
            self.block = if new_line {
                MIN_PLACES
            } else {
                self.block.saturating_mul(2).clamp(MIN_PLACES, MAX_PLACES)
            };
            self.places.push_back(places);
        }
    }
}

/// A random time within the second after the next, so that not all executions ask at once.
pub(super) fn retry_soon(now: Timestamp, context: &GateContext) -> Timestamp {
    spread(duration::after(now, RETRY_DELAY), context)
}

/// A random time within the second after `time`.
fn spread(time: Timestamp, context: &GateContext) -> Timestamp {
    duration::after(time, RETRY_DELAY.mul_f64(context.jitter.fraction().clamp(0.0, 1.0)))
}

impl GateContext {
    /// A random time within a quarter of `time`, so that not all processes ask at once.
    pub(super) fn about(&self, time: Duration) -> Duration {
        time.mul_f64(0.75 + self.jitter.fraction().clamp(0.0, 1.0) / 2.0)
    }
}

/// Locks a mutex whose holders never panic halfway.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
