//! Limits how many executions are handed out at once, and how many of them are of one owner.
//!
//! An owner takes a place only while it holds fewer than a multiple of the free ones (dynamic thresholds, as shared
//! buffers of switches have them: Choudhury and Hahne, 1998). So who is alone gets nearly all places, and who
//! comes later finds one free, however long the calls of the others take.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::mpsc::UnboundedSender;

use crate::{agenda::Lane, deliveries::Delivered, writer::Writer};

/// How many times the free places an owner may hold; and with executions that go first, so that they find places
/// beside the others of their owner.
const MULTIPLE: usize = 8;
const EXPRESS_MULTIPLE: usize = 16;

/// Where executions are handed out.
#[derive(Clone)]
pub(crate) struct DeliverySink {
    pub(crate) sender: UnboundedSender<Delivered>,
    pub(crate) capacity: Arc<Capacity>,
    pub(crate) writer: Writer,
}

pub(crate) struct Capacity {
    places: Mutex<Places>,
}

#[derive(Debug)]
struct Places {
    free: usize,
    /// How many places owners hold; only of those that hold any.
    held: HashMap<Arc<str>, usize>,
    /// Whether something waits for a place.
    starved: bool,
}

/// A permit to run one execution, returned when dropped.
pub(crate) struct Permit {
    owner: Arc<str>,
    capacity: Arc<Capacity>,
    writer: Writer,
}

impl Capacity {
    pub(crate) fn new(free: usize) -> Arc<Self> {
        Arc::new(Self { places: Mutex::new(Places { free, held: HashMap::new(), starved: false }) })
    }

    /// Whether nobody holds a permit.
    pub(crate) fn is_free(&self) -> bool {
        self.lock().held.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Places {
    fn held(&self, owner: &str) -> usize {
        self.held.get(owner).copied().unwrap_or_default()
    }

    fn may_take(&self, express: bool, owner: &str) -> bool {
        let multiple = if express { EXPRESS_MULTIPLE } else { MULTIPLE };
        self.held(owner) < self.free.saturating_mul(multiple)
    }
}

impl DeliverySink {
    /// Takes a permit for an execution of `lane`. If it gets none, the next one returned wakes the writer.
    pub(crate) fn take(&self, lane: &Lane) -> Option<Permit> {
        let mut places = self.capacity.lock();
        if !places.may_take(lane.express, &lane.owner) {
            places.starved = true;
            return None;
        }
        places.free -= 1;
        *places.held.entry(Arc::clone(&lane.owner)).or_default() += 1;
        let (owner, capacity) = (Arc::clone(&lane.owner), Arc::clone(&self.capacity));
        Some(Permit { owner, capacity, writer: self.writer.clone() })
    }

    /// Whether one of `owners` may take a permit. If none may, the next one returned wakes the writer.
    pub(crate) fn has_room(&self, express: bool, mut owners: impl Iterator<Item = Arc<str>>) -> bool {
        let mut places = self.capacity.lock();
        let room = places.free > 0 && owners.any(|owner| places.may_take(express, &owner));
        places.starved |= !room;
        room
    }

    /// How many permits `owner` holds.
    pub(crate) fn held(&self, owner: &str) -> usize {
        self.capacity.lock().held(owner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut places = self.capacity.lock();
        places.free += 1;
        if let Some(held) = places.held.get_mut(&self.owner) {
            *held -= 1;
            if *held == 0 {
                places.held.remove(&self.owner);
            }
        }
        let starved = std::mem::take(&mut places.starved);
        drop(places);
        if starved {
            self.writer.wake();
        }
    }
}

impl Permit {
    pub(crate) fn writer(&self) -> &Writer {
        &self.writer
    }
}
