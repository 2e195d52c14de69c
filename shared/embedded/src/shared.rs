//! State shared by the threads of the store and its users.

use std::sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicI64};

use aws_lc_rs::hmac;
use tokio::sync::{Notify, oneshot};

use crate::{
    cancels::Cancels, capacity::DeliverySink, faults::Faults, feed::Followers, loss::Loss, standing::Work,
    ticks::TickSink, waiters::Waiters,
};

pub(crate) struct Shared {
    /// The name of the store's change stream.
    pub(crate) shard: String,
    /// Signs cursors.
    pub(crate) cursor_key: hmac::Key,
    /// Those who wait for the end of an execution.
    pub(crate) waiters: Waiters,
    /// Those who follow executions.
    pub(crate) followers: Followers,
    /// Those who run executions, and what is to be cancelled.
    pub(crate) cancels: Cancels,
    /// Notified when there are changes to project.
    pub(crate) changed: Notify,
    /// The last change that is handled in this process.
    pub(crate) handled: AtomicI64,
    /// Notified when there is a dead letter.
    pub(crate) dead: Notify,
    /// What the disk refused.
    pub(crate) faults: Faults,
    /// Whether the files were lost.
    pub(crate) loss: Loss,
    sink: Mutex<Option<DeliverySink>>,
    ticks: Mutex<Option<TickSink>>,
    asked_for_work: Mutex<Vec<oneshot::Sender<Work>>>,
}

impl Shared {
    pub(crate) fn new(shard: String, cursor_key: &[u8]) -> Self {
        Self {
            shard,
            cursor_key: hmac::Key::new(hmac::HMAC_SHA256, cursor_key),
            waiters: Waiters::default(),
            followers: Followers::default(),
            cancels: Cancels::default(),
            changed: Notify::new(),
            handled: AtomicI64::new(0),
            dead: Notify::new(),
            faults: Faults::default(),
            loss: Loss::default(),
            sink: Mutex::new(None),
            ticks: Mutex::new(None),
            asked_for_work: Mutex::default(),
        }
    }

    /// Where executions are handed out, if there is a receiver.
    pub(crate) fn sink(&self) -> Option<DeliverySink> {
        lock(&self.sink).clone().filter(|sink| !sink.sender.is_closed())
    }

    pub(crate) fn set_sink(&self, sink: Option<DeliverySink>) {
        *lock(&self.sink) = sink;
    }

    /// Where ticks are handed out, if there is a receiver.
    pub(crate) fn ticks(&self) -> Option<TickSink> {
        lock(&self.ticks).clone().filter(|sink| !sink.is_closed())
    }

    /// Makes the writer say what is left to do when it is woken.
    pub(crate) fn ask_for_work(&self, reply_to: oneshot::Sender<Work>) {
        lock(&self.asked_for_work).push(reply_to);
    }

    /// Those who ask what is left to do.
    pub(crate) fn take_asked_for_work(&self) -> Vec<oneshot::Sender<Work>> {
        std::mem::take(&mut lock(&self.asked_for_work))
    }

    pub(crate) fn set_ticks(&self, sink: Option<TickSink>) {
        *lock(&self.ticks) = sink;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
