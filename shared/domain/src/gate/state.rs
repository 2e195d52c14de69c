//! A document of a gate, as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BreakerState, LimiterState, PermitsState};

/// A document of a gate. Small: below a kilobyte, so that a write of it costs one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// Of a shard of the rate limit.
    Limiter(LimiterState),
    /// Of the circuit breaker.
    Breaker(BreakerState),
    /// Of a shard of the calls at once.
    Permits(PermitsState),
}

impl GateState {
    /// The greatest time that any writer of it has seen.
    pub fn seen(&self) -> Timestamp {
        match self {
            Self::Limiter(state) => state.seen,
            Self::Breaker(state) => state.seen,
            Self::Permits(state) => state.seen,
        }
    }

    /// The state of a rate limit, if this is one.
    pub fn limiter(self) -> Option<LimiterState> {
        if let Self::Limiter(state) = self { Some(state) } else { None }
    }

    /// The state of a breaker, if this is one.
    pub fn breaker(self) -> Option<BreakerState> {
        if let Self::Breaker(state) = self { Some(state) } else { None }
    }

    /// The state of calls at once, if this is one.
    pub fn permits(self) -> Option<PermitsState> {
        if let Self::Permits(state) = self { Some(state) } else { None }
    }
}

/// A document of a gate with the version that the next write of it replaces.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredGate {
    /// Counts the writes; 0 before the first.
    pub version: u64,
    /// The document; `None` before the first write.
    pub state: Option<GateState>,
}
