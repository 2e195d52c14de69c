//! One stored document of a gate, and this process's copy of it.

use beadle_application::port::{StoreError, VersionedWrite};
use beadle_domain::gate::{GateKey, GateState, StoredGate};
use jiff::Timestamp;

use super::GateContext;

/// How often an update is decided again after a conflicting write.
const CAS_RETRIES: usize = 20;

/// One stored document of a gate, and this process's copy of it.
#[derive(Debug)]
pub(super) struct Document {
    key: GateKey,
    stored: StoredGate,
    /// When the copy was last read or written; `None` if the stored document may differ.
    pub(super) known_at: Option<Timestamp>,
    /// Whether other processes write it too. Then a read before each write costs less than a refused write.
    shared: bool,
}

impl Document {
    pub(super) fn new(key: GateKey) -> Self {
        Self { key, stored: StoredGate::default(), known_at: None, shared: false }
    }

    /// Adds the documents of the first `count` shards that `documents` lacks.
    pub(super) fn add_shards(documents: &mut Vec<Self>, count: u16, key: impl Fn(u16) -> GateKey) {
        let known = u16::try_from(documents.len()).unwrap_or(u16::MAX);
        documents.extend((known..count).map(|shard| Self::new(key(shard))));
    }

    /// The state in this process's copy.
    pub(super) fn state(&self) -> Option<&GateState> {
        self.stored.state.as_ref()
    }

    /// Reads the document.
    pub(super) async fn read(&mut self, context: &GateContext) -> Result<(), StoreError> {
        let found = context.store.read(&self.key).await?;
        self.shared = self.known_at.is_some() && found.version != self.stored.version;
        // A read may be stale and return a version before the one that a refused write has just shown.
        if found.version >= self.stored.version || found.state.is_none() {
            self.stored = found;
        }
        self.known_at = Some(context.clock.now());
        Ok(())
    }

    /// Decides on the document and writes the result, and decides again after each conflict. `None` if every
    /// write conflicted.
    pub(super) async fn update<T>(
        &mut self,
        context: &GateContext,
        mut decide: impl FnMut(Option<&GateState>, Timestamp) -> (Option<GateState>, T),
    ) -> Result<Option<T>, StoreError> {
        if self.shared || self.known_at.is_none() {
            self.read(context).await?;
        }
        for _ in 0..CAS_RETRIES {
            let (next, result) = decide(self.stored.state.as_ref(), context.clock.now());
            let Some(next) = next else { return Ok(Some(result)) };
            let written = context.store.write(&self.key, &next, self.stored.version).await;
            self.known_at = Some(context.clock.now());
            match written {
                Ok(VersionedWrite::Done) => {
                    let version = self.stored.version.saturating_add(1);
                    self.stored = StoredGate { version, state: Some(next) };
                    return Ok(Some(result));
                }
                Ok(VersionedWrite::Conflict(found)) => {
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
