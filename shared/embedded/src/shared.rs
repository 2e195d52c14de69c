//! What the threads of the store and its users share.

use std::sync::{Mutex, MutexGuard, PoisonError, atomic::AtomicI64};

use aws_lc_rs::hmac;
use tokio::sync::Notify;

use crate::{capacity::Outlet, ticks::TickOutlet, waiters::Waiters};

pub(crate) struct Shared {
    /// The name of the store's change stream.
    pub(crate) shard: String,
    /// Signs cursors.
    pub(crate) cursor_key: hmac::Key,
    /// Who waits for the end of an execution.
    pub(crate) waiters: Waiters,
    /// There are changes to project.
    pub(crate) changed: Notify,
    /// The last change that is done with in this process.
    pub(crate) handled: AtomicI64,
    /// There is a dead letter.
    pub(crate) dead: Notify,
    outlet: Mutex<Option<Outlet>>,
    ticks: Mutex<Option<TickOutlet>>,
}

impl Shared {
    pub(crate) fn new(shard: String, cursor_key: &[u8]) -> Self {
        Self {
            shard,
            cursor_key: hmac::Key::new(hmac::HMAC_SHA256, cursor_key),
            waiters: Waiters::default(),
            changed: Notify::new(),
            handled: AtomicI64::new(0),
            dead: Notify::new(),
            outlet: Mutex::new(None),
            ticks: Mutex::new(None),
        }
    }

    /// Where executions are handed out, if someone takes them.
    pub(crate) fn outlet(&self) -> Option<Outlet> {
        lock(&self.outlet).clone().filter(|outlet| !outlet.sender.is_closed())
    }

    pub(crate) fn set_outlet(&self, outlet: Option<Outlet>) {
        *lock(&self.outlet) = outlet;
    }

    /// Where ticks are handed out, if someone takes them.
    pub(crate) fn ticks(&self) -> Option<TickOutlet> {
        lock(&self.ticks).clone().filter(|outlet| !outlet.is_closed())
    }

    pub(crate) fn set_ticks(&self, outlet: Option<TickOutlet>) {
        *lock(&self.ticks) = outlet;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
