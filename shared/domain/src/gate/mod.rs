//! The gates of a config: rate limit, circuit breaker, concurrency and pauses, decided without I/O.
//!
//! The state of a gate consists of a few small documents ([`GateState`]), one per [`GatePart`], that every
//! process reads and writes by compare-and-swap on a version (the port `GateStore`). Each document has a
//! state machine that takes the document, the policy, the time and a request, and returns the next document
//! and a grant: [`limiter`], [`permits`] and [`breaker`]. A grant covers a block of calls, so that one write
//! serves many of them.

pub mod breaker;
mod key;
mod keys;
mod lease;
pub mod limiter;
mod line;
pub mod pause;
pub mod permits;
mod policy;
mod state;
pub mod throttle;
mod tick;
mod verdict;
mod view;

pub use self::{
    breaker::{BreakerState, PhaseName, Transition},
    key::{GateKey, GatePart, GateSubject, Holder},
    keys::{BusyKey, KeysState, MAX_BUSY_KEYS},
    limiter::LimiterState,
    line::Places,
    pause::{Pause, PauseState, PauseTarget},
    permits::PermitsState,
    policy::GatePolicy,
    state::{GateState, StoredGate},
    verdict::Verdict,
    view::{GateStatus, GateView, KeyView, reset, view, view_of_key},
};
