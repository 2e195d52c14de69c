//! Those who wait in this process: how many ask at this moment, and when the refused come back.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use beadle_domain::gate::Places;
use beadle_values::duration;
use jiff::Timestamp;

use super::World;

/// How soon one comes back whose place in line had come and who was refused nevertheless.
const SOON: Duration = Duration::from_secs(1);

/// How many places in line a process takes at once, for those who come next: twice as many every time it has given out
/// those of before, since those that nobody takes leave a gap in the line.
const FEWEST_PLACES: u32 = 4;
const MOST_PLACES: u32 = 128;

/// After how long without a refusal the next one begins a new line.
const ANEW_AFTER: Duration = Duration::from_secs(5);

/// Whether an execution has waited in line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Returning,
    Newcomer,
}

impl Kind {
    /// The kind of one that was put off `hops` times.
    pub(super) fn of(hops: u32) -> Self {
        if hops > 0 { Self::Returning } else { Self::Newcomer }
    }
}

/// How many ask at this moment.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    returning: AtomicU32,
    newcomers: AtomicU32,
}

/// One that asks, until it is dropped.
pub(super) struct Asking<'w>(&'w AtomicU32);

impl Wanted {
    pub(super) fn ask(&self, kind: Kind) -> Asking<'_> {
        let count = match kind {
            Kind::Returning => &self.returning,
            Kind::Newcomer => &self.newcomers,
        };
        count.fetch_add(1, Relaxed);
        Asking(count)
    }

    pub(super) fn returning(&self) -> u32 {
        self.returning.load(Relaxed)
    }

    pub(super) fn newcomers(&self) -> u32 {
        self.newcomers.load(Relaxed)
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// When the refused come back.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Until then asking the store is not worth it.
    pub(super) empty_until: Option<Timestamp>,
    /// Places in line that this process has taken and not given out.
    places: Option<Places>,
    /// The same for those who had waited before.
    back: Option<Places>,
    /// How many it takes next.
    block: u32,
}

impl Refusals {
    /// When one that may not go comes back; `None` when the store has to be asked.
    pub(super) fn due(&mut self, kind: Kind, now: Timestamp, world: &World) -> Option<Timestamp> {
        let empty_until = self.empty_until.filter(|until| *until > now)?;
        match kind {
            Kind::Returning => {
                let place = self.back.as_mut().and_then(|back| back.take(now));
                Some(place.unwrap_or_else(|| soon(now, world).max(spread(empty_until, world))))
            }
            Kind::Newcomer => self.places.as_mut()?.take(now),
        }
    }

    /// How many places to take, of which `newcomers` are given out at once: none while there are some.
    pub(super) fn wanted_places(&self, newcomers: u32) -> u32 {
        let left = self.places.map_or(0, |places| places.left());
        if newcomers > left { newcomers.max(self.block.max(FEWEST_PLACES)) } else { 0 }
    }

    /// How many places to take for those who had waited before.
    pub(super) fn wanted_back(&self, returning: u32) -> u32 {
        let left = self.back.map_or(0, |back| back.left());
        if returning > left { returning } else { 0 }
    }

    /// Notes that not all may go, and what places there are for them.
    pub(super) fn note(
        &mut self,
        pause: Duration,
        places: Option<Places>,
        back: Option<Places>,
        now: Timestamp,
    ) {
        // A refusal long after the last one begins a new line.
        let anew = self.empty_until.is_none_or(|until| duration::after(until, ANEW_AFTER) < now);
        self.empty_until = Some(duration::after(now, pause));
        self.back = back.or(self.back);
        if places.is_some() {
            self.block = if anew {
                FEWEST_PLACES
            } else {
                self.block.saturating_mul(2).clamp(FEWEST_PLACES, MOST_PLACES)
            };
            self.places = places;
        }
    }
}

/// A time within the second after the next, so that not all come at once.
pub(super) fn soon(now: Timestamp, world: &World) -> Timestamp {
    spread(duration::after(now, SOON), world)
}

/// A time within the second after `time`.
fn spread(time: Timestamp, world: &World) -> Timestamp {
    duration::after(time, SOON.mul_f64(world.jitter.fraction().clamp(0.0, 1.0)))
}

/// A lock whose holder can't panic halfway.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
