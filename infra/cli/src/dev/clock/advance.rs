//! Moves the clock from one thing that is due to the next.

use std::{io, sync::Arc, time::Duration};

use beadle_application::port::{Clock as _, StoreError};
use beadle_embedded::{Embedded, Quiet};
use jiff::Timestamp;
use tokio::{sync::Mutex, time};

use super::ManualClock;

/// How long what runs may take before the clock is moved on, of the system's time: longer than the longest attempt.
const PATIENCE: Duration = Duration::from_secs(20 * 60);

/// How often to look whether something still runs.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// Moves a clock and the store that goes by it.
pub(in crate::dev) struct Mover {
    clock: Arc<ManualClock>,
    store: Embedded,
    /// Held by who moves the clock.
    moving: Mutex<()>,
}

/// How the clock was moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    /// What it showed before.
    pub(super) from: Timestamp,
    /// What it shows.
    pub(super) now: Timestamp,
    /// At how many times on the way something was due.
    pub(super) steps: u64,
    /// When something is due next.
    pub(super) next: Option<Timestamp>,
}

/// Why the clock was not moved all the way.
#[derive(Debug, thiserror::Error)]
pub(super) enum MoveError {
    /// The store can't say what is due.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of the clock can't be written.
    #[error("the time of the clock can't be kept: {0}")]
    File(#[from] io::Error),
    /// Something runs and does not end.
    #[error("what runs has not ended")]
    Busy,
    /// The clock shows a later time already.
    #[error("the clock shows {0}")]
    Past(Timestamp),
}

impl Mover {
    pub(in crate::dev) fn new(clock: Arc<ManualClock>, store: Embedded) -> Self {
        Self { clock, store, moving: Mutex::new(()) }
    }

    /// What the clock shows, and when something is due next; `None` while something runs.
    pub(super) async fn look(&self) -> Result<(Timestamp, Option<Quiet>), StoreError> {
        Ok((self.clock.now(), self.store.quiet().await?))
    }

    /// Moves the clock to the time that `target` makes of what it shows. It stops at each time at which something is due, and
    /// goes on once all that follows from it has been done; so it does at the end.
    ///
    /// # Errors
    /// [`MoveError`]; the clock stands where that happened.
    pub(super) async fn advance(
        &self,
        target: impl FnOnce(Timestamp) -> Timestamp,
    ) -> Result<Moved, MoveError> {
        let _moving = self.moving.lock().await;
        let from = self.clock.now();
        let to = target(from);
        if to < from {
            return Err(MoveError::Past(from));
        }
        let mut steps = 0;
        loop {
            let Quiet { next } = self.settled().await?;
            let now = self.clock.now();
            match next.filter(|next| *next <= to) {
                Some(next) => {
                    steps += 1;
                    self.set(next)?;
                }
                None if now < to => self.set(to)?,
                None => return Ok(Moved { from, now, steps, next }),
            }
        }
    }

    fn set(&self, time: Timestamp) -> Result<(), MoveError> {
        self.clock.set(time)?;
        self.store.poll_now();
        Ok(())
    }

    /// Waits until the store has nothing to do.
    async fn settled(&self) -> Result<Quiet, MoveError> {
        let quiet = async {
            loop {
                if let Some(quiet) = self.store.quiet().await? {
                    return Ok(quiet);
                }
                time::sleep(LOOK_EVERY).await;
            }
        };
        time::timeout(PATIENCE, quiet).await.map_err(|_| MoveError::Busy)?
    }
}
