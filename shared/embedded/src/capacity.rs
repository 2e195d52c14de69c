//! Limits how many executions are handed out at once.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{deliveries::Delivered, writer::Writer};

/// Where executions are handed out.
#[derive(Clone)]
pub(crate) struct DeliverySink {
    pub(crate) sender: UnboundedSender<Delivered>,
    pub(crate) capacity: Arc<Capacity>,
    pub(crate) writer: Writer,
}

#[derive(Debug)]
pub(crate) struct Capacity {
    free: AtomicUsize,
    /// Whether something waits for a free permit.
    starved: AtomicBool,
}

/// A permit to run one execution, returned when dropped.
pub(crate) struct Permit {
    capacity: Arc<Capacity>,
    writer: Writer,
}

impl Capacity {
    pub(crate) fn new(free: usize) -> Arc<Self> {
        Arc::new(Self { free: AtomicUsize::new(free), starved: AtomicBool::new(false) })
    }

    fn take(&self) -> bool {
        self.free.fetch_update(SeqCst, SeqCst, |free| free.checked_sub(1)).is_ok()
    }
}

impl DeliverySink {
    /// Takes a permit. If there is none, the next one returned wakes the writer.
    pub(crate) fn take(&self) -> Option<Permit> {
        let taken = self.capacity.take() || (self.has_room() && self.capacity.take());
        taken.then(|| Permit { capacity: Arc::clone(&self.capacity), writer: self.writer.clone() })
    }

    /// Whether a permit is free. If there is none, the next one returned wakes the writer.
    pub(crate) fn has_room(&self) -> bool {
        self.free() > 0 || {
            self.capacity.starved.store(true, SeqCst);
            // A permit may have been returned in between.
            self.free() > 0
        }
    }

    /// The number of free permits.
    pub(crate) fn free(&self) -> usize {
        self.capacity.free.load(SeqCst)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.capacity.free.fetch_add(1, SeqCst);
        if self.capacity.starved.swap(false, SeqCst) {
            self.writer.wake();
        }
    }
}

impl Permit {
    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }
}
