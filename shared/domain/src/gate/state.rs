//! The stored documents of a gate.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BreakerState, KeysState, LimiterState, PauseState, PermitsState};

/// A document of a gate. It stays below a kilobyte, so that a write costs one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// A shard of the rate limit.
    Limiter(LimiterState),
    /// The circuit breaker.
    Breaker(BreakerState),
    /// A shard of the concurrency limit.
    Permits(PermitsState),
    /// Whether everything is held.
    Pause(PauseState),
    /// The keys that were held back most.
    Keys(KeysState),
}

impl GateState {
    /// The greatest time that any writer has seen.
    pub fn seen(&self) -> Timestamp {
        match self {
            Self::Limiter(state) => state.seen,
            Self::Breaker(state) => state.seen,
            Self::Permits(state) => state.seen,
            Self::Pause(state) => state.seen,
            Self::Keys(state) => state.seen,
        }
    }

    /// When the document has nothing to say any more that a store has to keep it for.
    pub fn until(&self) -> Timestamp {
        match self {
            Self::Permits(state) => state.until(),
            Self::Pause(state) => state.until(),
            _ => self.seen(),
        }
    }

    /// The state of a rate limit, if this is one.
    pub fn limiter(self) -> Option<LimiterState> {
        if let Self::Limiter(state) = self { Some(state) } else { None }
    }

    /// The keys that were held back most, if this is that document.
    pub fn keys(self) -> Option<KeysState> {
        if let Self::Keys(state) = self { Some(state) } else { None }
    }

    /// The state of a breaker, if this is one.
    pub fn breaker(self) -> Option<BreakerState> {
        if let Self::Breaker(state) = self { Some(state) } else { None }
    }

    /// The state of a pause, if this is one.
    pub fn pause(self) -> Option<PauseState> {
        if let Self::Pause(state) = self { Some(state) } else { None }
    }

    /// The state of a concurrency limit, if this is one.
    pub fn permits(self) -> Option<PermitsState> {
        if let Self::Permits(state) = self { Some(state) } else { None }
    }
}

/// A document of a gate with the version that the next write replaces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredGate {
    /// The number of writes; 0 before the first.
    pub version: u64,
    /// The document; `None` before the first write.
    pub state: Option<GateState>,
}
