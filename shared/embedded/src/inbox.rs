//! Where operations wait for a thread of the store. Nobody polls: a thread sleeps until something arrives.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// A queue between tasks and the threads of the store.
pub(crate) struct Inbox<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
}

struct State<T> {
    waiting: VecDeque<T>,
    sleepers: usize,
    poked: bool,
    closed: bool,
}

impl<T> Inbox<T> {
    pub(crate) fn new() -> Self {
        let state = State { waiting: VecDeque::new(), sleepers: 0, poked: false, closed: false };
        Self { state: Mutex::new(state), arrived: Condvar::new() }
    }

    /// Adds `item`; gives it back when the inbox is closed.
    pub(crate) fn put(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.closed {
            return Err(item);
        }
        state.waiting.push_back(item);
        self.wake(&state);
        Ok(())
    }

    /// Wakes the thread although nothing arrived, for it to look around.
    pub(crate) fn poke(&self) {
        let mut state = self.lock();
        state.poked = true;
        self.wake(&state);
    }

    /// No more comes in; what is there is still handled.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    /// Moves up to `most` items into `taken`, waiting for the first one until `alarm`; a poke ends the wait, too. `false`
    /// when the inbox is closed and empty.
    pub(crate) fn take(&self, taken: &mut Vec<T>, most: usize, alarm: Option<Instant>) -> bool {
        let mut state = self.lock();
        loop {
            if !state.waiting.is_empty() || state.poked {
                state.poked = false;
                let count = state.waiting.len().min(most);
                taken.extend(state.waiting.drain(..count));
                return true;
            }
            if state.closed {
                return false;
            }
            let left = alarm.map(|alarm| alarm.saturating_duration_since(Instant::now()));
            state.sleepers += 1;
            state = match left {
                Some(left) if left.is_zero() => {
                    state.sleepers -= 1;
                    return true;
                }
                Some(left) => {
                    let waited = self.arrived.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
            state.sleepers -= 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A wake-up is a system call, so it is left out when nobody sleeps.
    fn wake(&self, state: &State<T>) {
        if state.sleepers > 0 {
            self.arrived.notify_one();
        }
    }
}
