//! The gates of a config: rate limit, circuit breaker and concurrency, decided without I/O.
//!
//! A gate's state is a few small documents ([`GateState`]), one for each [`GatePart`], that every process reads and writes by
//! compare-and-swap on a version (the port `GateStore`). Each has a state machine here that takes the document, the
//! policy, the time and a request, and returns the next document with what is granted: [`limiter`], [`permits`] and
//! [`breaker`]. A grant is a block, so that one write serves many calls.

pub mod breaker;
mod key;
mod lease;
pub mod limiter;
mod line;
pub mod permits;
mod policy;
mod state;
pub mod throttle;
mod tick;
mod verdict;
mod view;

pub use self::{
    breaker::{BreakerState, PhaseName, Transition},
    key::{GateKey, GatePart, Holder},
    limiter::LimiterState,
    line::Places,
    permits::PermitsState,
    policy::GatePolicy,
    state::{GateState, StoredGate},
    verdict::Verdict,
    view::{GateStatus, GateView, reset, view},
};
