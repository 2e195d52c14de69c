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
    /// The sleepers that were notified and are not awake yet.
    notified: usize,
    woken: bool,
    closed: bool,
}

impl<T> State<T> {
    /// Whether a sleeper is to be notified, which is a system call: not if none sleeps, or each was notified already.
    fn notifies_one(&mut self) -> bool {
        let notifies = self.notified < self.sleepers;
        self.notified += usize::from(notifies);
        notifies
    }

    fn fell_asleep(&mut self) {
        self.sleepers += 1;
    }

    /// A thread that wakes by itself while another one was notified makes for one notification too many, never for one too few.
    fn woke_up(&mut self) {
        self.sleepers -= 1;
        self.notified = self.notified.saturating_sub(1);
    }
}

impl<T> JobQueue<T> {
    pub(crate) fn new() -> Self {
        let state = State { waiting: VecDeque::new(), sleepers: 0, notified: 0, woken: false, closed: false };
        Self { state: Mutex::new(state), arrived: Condvar::new() }
    }

    /// Adds `item`; returns it when the queue is closed.
    pub(crate) fn put(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.closed {
            return Err(item);
        }
        state.waiting.push_back(item);
        self.notify_one(state);
        Ok(())
    }

    /// Wakes a thread although nothing arrived, so that it looks for due work.
    pub(crate) fn wake(&self) {
        let mut state = self.lock();
        state.woken = true;
        self.notify_one(state);
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
            if left.is_some_and(|left| left.is_zero()) {
                return true;
            }
            state.fell_asleep();
            state = match left {
                Some(left) => {
                    let waited = self.arrived.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
            state.woke_up();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notifies a sleeper once the lock is free, for which it would only wait.
    fn notify_one(&self, mut state: MutexGuard<'_, State<T>>) {
        let notifies = state.notifies_one();
        drop(state);
        if notifies {
            self.arrived.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sleeper_is_notified_once_until_it_wakes() {
        let queue = JobQueue::<()>::new();
        let mut state = queue.lock();
        assert!(!state.notifies_one(), "nobody sleeps");
        state.fell_asleep();
        state.fell_asleep();
        assert_eq!([state.notifies_one(), state.notifies_one(), state.notifies_one()], [true, true, false]);
        state.woke_up();
        state.fell_asleep();
        assert_eq!(
            [state.notifies_one(), state.notifies_one()],
            [true, false],
            "one sleeps again, the other is not awake yet"
        );
        state.woke_up();
        state.woke_up();
        state.fell_asleep();
        assert!(state.notifies_one());
    }

    /// Many threads put and take at once, and sleep in between: what is put is taken, each item once.
    #[test]
    fn no_item_is_left_while_threads_sleep() {
        const ITEMS: usize = 20_000;
        let (queue, taken) = (JobQueue::new(), Mutex::new(Vec::new()));
        std::thread::scope(|threads| {
            let takers: Vec<_> = (0..3)
                .map(|_| {
                    threads.spawn(|| {
                        let mut some = Vec::new();
                        while queue.take(&mut some, 2, None) {
                            taken.lock().unwrap().append(&mut some);
                        }
                    })
                })
                .collect();
            let putters: Vec<_> = (0..2)
                .map(|half| {
                    let queue = &queue;
                    threads.spawn(move || {
                        for item in (half..ITEMS).step_by(2) {
                            queue.put(item).unwrap();
                        }
                    })
                })
                .collect();
            putters.into_iter().for_each(|putter| putter.join().unwrap());
            queue.close();
            takers.into_iter().for_each(|taker| taker.join().unwrap());
        });
        let mut taken = taken.into_inner().unwrap();
        taken.sort_unstable();
        assert_eq!(taken, Vec::from_iter(0..ITEMS));
    }
}
