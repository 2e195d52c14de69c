//! The queue of operations for the threads of the store. Nothing polls: a thread sleeps until an operation
//! arrives.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// A queue between tasks and the threads of the store.
pub(crate) struct JobQueue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
}

struct State<T> {
    waiting: VecDeque<T>,
    sleepers: usize,
    woken: bool,
    closed: bool,
}

impl<T> JobQueue<T> {
    pub(crate) fn new() -> Self {
        let state = State { waiting: VecDeque::new(), sleepers: 0, woken: false, closed: false };
        Self { state: Mutex::new(state), arrived: Condvar::new() }
    }

    /// Adds `item`; returns it when the queue is closed.
    pub(crate) fn put(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.closed {
            return Err(item);
        }
        state.waiting.push_back(item);
        self.notify(&state);
        Ok(())
    }

    /// Wakes a thread although nothing arrived, so that it looks for due work.
    pub(crate) fn wake(&self) {
        let mut state = self.lock();
        state.woken = true;
        self.notify(&state);
    }

    /// Accepts no more items; those in the queue are still handled.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    /// Moves up to `max` items into `taken`. Waits for the first one until `alarm` or a
    /// [`wake`](Self::wake). `false` when the queue is closed and empty.
    pub(crate) fn take(&self, taken: &mut Vec<T>, max: usize, alarm: Option<Instant>) -> bool {
        let mut state = self.lock();
        loop {
            if !state.waiting.is_empty() || state.woken {
                state.woken = false;
                let count = state.waiting.len().min(max);
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

    /// A wake-up is a system call, so it is skipped when no thread sleeps.
    fn notify(&self, state: &State<T>) {
        if state.sleepers > 0 {
            self.arrived.notify_one();
        }
    }
}
