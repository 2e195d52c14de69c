//! The traces of executions (W3C Trace Context level 1, <https://www.w3.org/TR/trace-context-1/>).
//!
//! An execution that was started with a `traceparent` belongs to that trace; any other has one of its own. Ids of spans
//! derive from the execution, so that a call, its log line and its span agree without anything being stored.

mod parent;
mod span;
#[cfg(test)]
mod tests;

use std::fmt;

pub use self::{
    parent::{InvalidTraceParent, TraceParent},
    span::{Span, SpanKind, attempt_span, execution_span},
};
use crate::execution::{Execution, Request};

/// A trace: that of the caller, or the digits of the execution's id, so that all attempts share it and it can be found
/// without a lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId(u128);

impl TraceId {
    /// The trace of `request`.
    pub fn of(request: &Request) -> Self {
        // All zeros are not a valid trace id (section 3.2.2.3).
        request.trigger.trace.map_or_else(|| Self(request.id.uuid().as_u128().max(1)), TraceParent::trace)
    }

    /// Its 16 bytes.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A part of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanId(u64);

impl SpanId {
    /// The span of `request` at this version of its execution: mixes the id with the version (the finalizer of `SplitMix64`).
    fn of(request: &Request, version: u64) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the low half, which is the random one of a UUID"
        )]
        let seed = request.id.uuid().as_u128() as u64;
        let mut mixed = seed.wrapping_add(version.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((mixed ^ (mixed >> 31)).max(1))
    }

    /// Its 8 bytes.
    pub fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for SpanId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The `traceparent` header of the claimed attempt of `execution`: the span of the attempt, which is another one for every
/// claim. It is sampled unless the caller's was not.
pub(super) fn parent(execution: &Execution) -> String {
    let request = &execution.request;
    let span = SpanId::of(request, execution.version());
    TraceParent::new(TraceId::of(request), span, is_sampled(request)).to_string()
}

/// Whether spans of `request` are recorded.
fn is_sampled(request: &Request) -> bool {
    request.trigger.trace.is_none_or(TraceParent::is_sampled)
}
