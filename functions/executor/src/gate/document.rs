//! One document of a gate, as this process knows it.

use beadle_application::port::{GateWritten, StoreError};
use beadle_domain::gate::{GateKey, GateState, StoredGate};
use jiff::Timestamp;

use super::World;

/// How often a decision is made again on what another process has written meanwhile.
const TRIES: usize = 20;

/// One document of a gate, as this process knows it.
#[derive(Debug)]
pub(super) struct Document {
    key: GateKey,
    stored: StoredGate,
    /// When it was read or written last; `None` when what is stored may be anything.
    pub(super) known_at: Option<Timestamp>,
    /// Others write it too: reading it first costs less than a write that is refused.
    shared: bool,
}

impl Document {
    pub(super) fn new(key: GateKey) -> Self {
        Self { key, stored: StoredGate::default(), known_at: None, shared: false }
    }

    /// The document as it was known last.
    pub(super) fn state(&self) -> Option<&GateState> {
        self.stored.state.as_ref()
    }

    /// Reads it.
    pub(super) async fn read(&mut self, world: &World) -> Result<(), StoreError> {
        let found = world.store.read(&self.key).await?;
        self.shared = self.known_at.is_some() && found.version != self.stored.version;
        // A read may show an older version than the one that a write has just found.
        if found.version >= self.stored.version || found.state.is_none() {
            self.stored = found;
        }
        self.known_at = Some(world.clock.now());
        Ok(())
    }

    /// Decides on the document and writes what follows, again on what is found if another process was faster. `None` when
    /// others were faster every time.
    pub(super) async fn update<T>(
        &mut self,
        world: &World,
        mut decide: impl FnMut(Option<&GateState>, Timestamp) -> (Option<GateState>, T),
    ) -> Result<Option<T>, StoreError> {
        if self.shared || self.known_at.is_none() {
            self.read(world).await?;
        }
        for _ in 0..TRIES {
            let (next, told) = decide(self.stored.state.as_ref(), world.clock.now());
            let Some(next) = next else { return Ok(Some(told)) };
            let written = world.store.write(&self.key, &next, self.stored.version).await;
            self.known_at = Some(world.clock.now());
            match written {
                Ok(GateWritten::Done) => {
                    let version = self.stored.version.saturating_add(1);
                    self.stored = StoredGate { version, state: Some(next) };
                    return Ok(Some(told));
                }
                Ok(GateWritten::Conflict(found)) => {
                    self.shared = true;
                    self.stored = *found;
                }
                Err(error) => {
                    self.known_at = None;
                    return Err(error);
                }
            }
        }
        Ok(None)
    }
}
