//! The executions of this process that wait for a permit. One that ends passes its permit on to the first of them,
//! without a write; they look for free ones in turns.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use beadle_values::duration;
use jiff::Timestamp;
use tokio::sync::Notify;

use super::{Permit, Permits};
use crate::gate::{
    GateContext,
    waiting::{Waiter, lock},
};

/// Those whose time to wait ends within this ask for places in line together.
const SOON: Duration = Duration::from_millis(250);

/// How often an execution waits at most, also where the clock is set back meanwhile.
const MAX_WAITS: u32 = 32;

/// How often a newcomer looks whether the duration of calls is known, so that its place in line can be estimated, and how many
/// times.
const LOOKS_FOR_PACE: Duration = Duration::from_millis(250);
const WAITS_FOR_PACE: u32 = 3;

/// The seats of those that wait, the next one first.
#[derive(Debug, Default)]
pub(super) struct Queue {
    seats: VecDeque<Arc<Seat>>,
    /// When the last one looks for which a time is set.
    last_look: Option<Timestamp>,
}

/// The seat of an execution that waits.
#[derive(Debug)]
struct Seat {
    kind: Waiter,
    state: Mutex<SeatState>,
    called: Notify,
}

#[derive(Debug, Default)]
struct SeatState {
    permit: Option<Permit>,
    /// Whether it is to ask for a permit at once.
    called: bool,
    /// Until when it waits; `None` until that is decided.
    until: Option<Timestamp>,
    /// How often it has waited.
    waits: u32,
}

/// How many executions want permits.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanting {
    /// Those that have waited, in line or here, and urgent ones.
    pub(super) returning: u32,
    pub(super) newcomers: u32,
    /// How many of those that waited will soon have done so for as long as they may.
    pub(super) waited_enough: u32,
    /// Whether one has waited before, so that permits are scarce.
    pub(super) waited: bool,
    /// Whether a newcomer has waited often enough for the pace of the line.
    pub(super) anyhow: bool,
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Gives `permit` to the execution at the head, which there has to be.
    pub(super) fn give(&mut self, permit: Permit) {
        if let Some(seat) = self.seats.pop_front() {
            lock(&seat.state).permit = Some(permit);
            seat.called.notify_one();
        }
    }

    /// Calls the execution at the head, so that it asks.
    pub(super) fn call(&self) {
        if let Some(seat) = self.seats.front() {
            lock(&seat.state).called = true;
            seat.called.notify_one();
        }
    }

    pub(super) fn wanting(&self, now: Timestamp) -> Wanting {
        let soon = duration::after(now, SOON);
        let mut wanting = Wanting::default();
        for seat in &self.seats {
            let SeatState { until, waits, .. } = *lock(&seat.state);
            if seat.kind == Waiter::Newcomer && until.is_none() {
                wanting.newcomers += 1;
                wanting.anyhow |= waits >= WAITS_FOR_PACE;
            } else {
                wanting.returning += 1;
                wanting.waited |= seat.kind == Waiter::Returning || until.is_some();
                wanting.waited_enough += u32::from(until.is_some_and(|until| until <= soon));
            }
        }
        wanting
    }

    /// When the next one looks for free permits, `pause` after the one before.
    fn next_look(&mut self, now: Timestamp, pause: Duration) -> Timestamp {
        let look = duration::after(self.last_look.map_or(now, |last| last.max(now)), pause);
        self.last_look = Some(look);
        look
    }

    fn push(&mut self, seat: Arc<Seat>) {
        let place = match seat.kind {
            Waiter::Urgent => self.seats.iter().position(|other| other.kind != Waiter::Urgent),
            Waiter::Returning | Waiter::Newcomer => None,
        };
        self.seats.insert(place.unwrap_or(self.seats.len()), seat);
    }

    fn remove(&mut self, seat: &Arc<Seat>) {
        self.seats.retain(|other| !Arc::ptr_eq(other, seat));
        if self.seats.is_empty() {
            self.last_look = None;
        }
    }
}

/// The place of an execution among those that wait. Dropped, it is left, and a permit that it got is passed on.
#[must_use = "a ticket that is dropped leaves the queue"]
pub(in crate::gate) struct Ticket {
    context: Arc<GateContext>,
    permits: Arc<Permits>,
    seat: Arc<Seat>,
    asks_at: Timestamp,
}

impl Ticket {
    /// A place at the end, or before those that are not urgent.
    pub(super) fn draw(context: &Arc<GateContext>, permits: &Arc<Permits>, kind: Waiter) -> Self {
        let now = context.clock.now();
        let seat = Arc::new(Seat { kind, state: Mutex::default(), called: Notify::new() });
        lock(&permits.holdings).queue.push(Arc::clone(&seat));
        Self { context: Arc::clone(context), permits: Arc::clone(permits), seat, asks_at: now }
    }

    /// The permit that another execution has passed on.
    pub(super) fn permit(&self) -> Option<Permit> {
        let mut state = lock(&self.seat.state);
        state.called = false;
        state.permit.take()
    }

    /// Waits for the pace of the line to be known, so that a place in it can be estimated. Returns whether that is worth while.
    pub(super) fn waits_for_pace(&mut self) -> bool {
        let mut state = lock(&self.seat.state);
        state.waits += 1;
        self.asks_at = duration::after(self.context.clock.now(), self.context.about(LOOKS_FOR_PACE));
        state.waits <= WAITS_FOR_PACE
    }

    /// Until when it waits, once that is decided.
    pub(super) fn until(&self) -> Option<Timestamp> {
        lock(&self.seat.state).until
    }

    /// Waits until then at most. The executions of a process look for free permits in turns, about `pause` after each
    /// other, and those of several processes not at the same times.
    pub(super) fn wait(&mut self, queue: &mut Queue, until: Timestamp, pause: Duration) {
        let now = self.context.clock.now();
        let mut state = lock(&self.seat.state);
        state.waits += 1;
        state.until = Some(if state.waits < MAX_WAITS { until } else { now });
        self.asks_at = queue.next_look(now, self.context.about(pause)).min(until);
    }

    /// When it asks again, unless it is called before.
    pub(in crate::gate) fn asks_at(&self) -> Timestamp {
        self.asks_at
    }

    /// Waits until it is called.
    pub(in crate::gate) async fn called(&self) {
        self.seat.called.notified().await;
    }

    /// Whether it has been called.
    #[cfg(test)]
    pub(in crate::gate) fn is_called(&self) -> bool {
        let state = lock(&self.seat.state);
        state.called || state.permit.is_some()
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let permit = {
            let mut holdings = lock(&self.permits.holdings);
            let permit = lock(&self.seat.state).permit.take();
            if permit.is_none() {
                holdings.queue.remove(&self.seat);
            }
            permit
        };
        if let Some(permit) = permit {
            self.permits.release(permit, self.context.clock.now(), None);
        }
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket")
            .field("seat", &self.seat)
            .field("asks_at", &self.asks_at)
            .finish_non_exhaustive()
    }
}
