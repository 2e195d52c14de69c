//! Notifies the runners of this process about executions to cancel.
//!
//! Only executions that run are in the list, and only this process runs them: the file has one process. So
//! the list needs no start from the file; an execution whose process died is cancelled when it is claimed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use beadle_domain::execution::Cancellation;
use beadle_values::id::ExecutionId;
use tokio::sync::Notify;

#[derive(Default)]
pub(crate) struct Cancels {
    entries: Mutex<HashMap<ExecutionId, Entry>>,
}

#[derive(Default)]
struct Entry {
    asked: Option<Cancellation>,
    notify: Arc<Notify>,
    runners: usize,
}

/// A runner that waits; leaves the list when dropped.
struct Runner<'c> {
    cancels: &'c Cancels,
    id: ExecutionId,
    notify: Arc<Notify>,
}

impl Cancels {
    /// Waits until the cancellation of `id` is requested.
    pub(crate) async fn requested(&self, id: ExecutionId) -> Cancellation {
        let runner = self.join(id);
        loop {
            // Before the list is read, so that no request in between is missed.
            let notified = runner.notify.notified();
            if let Some(asked) = self.lock().get(&id).and_then(|entry| entry.asked.clone()) {
                return asked;
            }
            notified.await;
        }
    }

    /// Notifies the runner of `id`.
    pub(crate) fn request(&self, id: ExecutionId, cancellation: Cancellation) {
        let mut entries = self.lock();
        let entry = entries.entry(id).or_default();
        entry.asked.get_or_insert(cancellation);
        entry.notify.notify_waiters();
    }

    /// Forgets the requests about executions that have ended.
    pub(crate) fn ended(&self, ids: &[ExecutionId]) {
        if ids.is_empty() {
            return;
        }
        let mut entries = self.lock();
        for id in ids {
            if let Some(entry) = entries.get_mut(id) {
                entry.asked = None;
                if entry.runners == 0 {
                    entries.remove(id);
                }
            }
        }
    }

    fn join(&self, id: ExecutionId) -> Runner<'_> {
        let mut entries = self.lock();
        let entry = entries.entry(id).or_default();
        entry.runners += 1;
        Runner { cancels: self, id, notify: Arc::clone(&entry.notify) }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ExecutionId, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Runner<'_> {
    fn drop(&mut self) {
        let mut entries = self.cancels.lock();
        if let Some(entry) = entries.get_mut(&self.id) {
            entry.runners -= 1;
            if entry.runners == 0 && entry.asked.is_none() {
                entries.remove(&self.id);
            }
        }
    }
}
